"""Laying two languages side by side."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from documents.importing import Reason, Unit, align, aligning, parse
from documents.text.kinds import Kind
from documents.text.numerals import normalise_number

from .base import CORPUS, units_of

SPREAD = random.Random(1).sample(range(2000), 500)  # noqa: S311


def unit(kind: Kind, number: str = "", depth: int = 0, part: str = "letter") -> Unit:
    return Unit(part, kind, number, depth, "text")


def long_text(language: str, size: int) -> list[Unit]:
    """The clauses of the letter, again and again, each time with another figure."""
    pairs = zip(units_of(language), units_of("en"), strict=True)
    texts = [unit.text for unit, english in pairs if len(english.text) > 30]
    return [
        Unit("letter", Kind.PREAMBULAR, "", 0, f"{texts[n % len(texts)]} ({count})")
        for n, count in ((n, n // len(texts) + 3) for n in range(size))
    ]


def damage(units: list[Unit], rng: random.Random) -> None:
    """Lose a unit, exchange two, move one, cut one in two, and join two."""
    del units[rng.randrange(len(units))]
    one = rng.randrange(len(units) - 1)
    units[one], units[one + 1] = units[one + 1], units[one]
    units.insert(rng.randrange(len(units)), units.pop(rng.randrange(len(units))))
    at = rng.randrange(len(units))
    text, half = units[at].text, len(units[at].text) // 2
    halves = [replace(units[at], text=part) for part in (text[:half], text[half:])]
    units[at : at + 1] = halves
    at = rng.randrange(len(units) - 1)
    joined = f"{units[at].text} {units[at + 1].text}"
    units[at : at + 2] = [replace(units[at], text=joined)]


class TestNumbers:
    @pytest.mark.parametrize(
        ("printed", "normal"),
        [
            ("1．", "1"), ("1.", "1"), ("(a)", "a"), ("a)", "a"), ("а)", "a"),
            ("б)", "b"), ("(i)", "i"), ("第一条", "1"), ("第二十三条", "23"),
            ("Article VII", "7"), ("Статья I.", "1"), ("Статья 12", "12"),
            ("一、", "1"),
            ("-", ""), ("", ""), ("㈡", "2"), ("1.2.", "1.2"), ("Article XIV", "14"),
        ],
    )  # fmt: skip
    def test_normalised(self, printed: str, normal: str) -> None:
        assert normalise_number(printed) == normal


class TestAlign:
    @pytest.mark.parametrize("language", ["en", "ru"])
    def test_the_letter_aligns_whole(self, language: str) -> None:
        base, other = units_of("zh-hans"), units_of(language)
        found = align(base, other)
        assert found.rows == tuple((n, n) for n in range(len(base)))
        assert found.is_complete

    def test_a_missing_unit_is_reported(self) -> None:
        base = units_of("zh-hans")
        other = [unit for unit in units_of("ru") if unit.number != "3."]
        found = align(base, other)
        assert [d.reason for d in found.disagreements] == [Reason.MISSING_HERE]
        lost = found.disagreements[0].base
        assert lost is not None
        assert lost.number == "3．"

    def test_an_extra_unit_is_reported(self) -> None:
        base, other = units_of("en"), list(units_of("ru"))
        other.insert(20, Unit("statement", Kind.NOTE, "", 0, "примечание"))
        found = align(base, other)
        assert [d.reason for d in found.disagreements] == [Reason.EXTRA_HERE]

    def test_every_unit_is_in_one_row(self) -> None:
        base, other = units_of("en")[5:], units_of("zh-hans")[:-4]
        rows = align(base, other).rows
        assert sorted(a for a, _ in rows if a is not None) == list(range(len(base)))
        assert sorted(b for _, b in rows if b is not None) == list(range(len(other)))

    def test_depth_and_kind_are_compared(self) -> None:
        base = [unit(Kind.OPERATIVE, "1."), unit(Kind.SUBPARAGRAPH, "(a)", 1)]
        other = [unit(Kind.PARAGRAPH, "1."), unit(Kind.SUBPARAGRAPH, "a)", 2)]
        found = align(base, other)
        assert [d.reason for d in found.disagreements] == [Reason.KIND, Reason.DEPTH]

    def test_parts_are_paired_by_place(self) -> None:
        base = [unit(Kind.TITLE), unit(Kind.TITLE, part="declaration")]
        other = [unit(Kind.TITLE), unit(Kind.TITLE, part="statement")]
        found = align(base, other)
        assert found.rows == ((0, 0), (1, 1))
        assert [d.reason for d in found.disagreements] == [Reason.PART]

    def test_that_parts_are_named_otherwise_is_said_once(self) -> None:
        names = ("declaration", "statement")
        base, other = ([unit(Kind.OPERATIVE, f"{n}.", part=part) for n in range(9)]
                       for part in names)  # fmt: skip
        reasons = [d.reason for d in align(base, other).disagreements]
        assert reasons == [Reason.PART]

    def test_two_neighbours_exchanged_are_told(self) -> None:
        base, other = list(units_of("en")), list(units_of("ru"))
        [first, *_] = places = [
            n for n, each in enumerate(other) if each.kind is Kind.PREAMBULAR
        ]
        other[first], other[first + 1] = other[first + 1], other[first]
        found = align(base, other).disagreements
        assert len(places) > 2
        assert [d.reason for d in found] == [Reason.ORDER, Reason.ORDER]
        assert [d.base for d in found] == base[first : first + 2]

    def test_a_unit_cut_in_two_is_told_with_its_second_half(self) -> None:
        base, other = list(units_of("en")), list(units_of("zh-hans"))
        place = next(n for n, u in enumerate(other) if u.kind is Kind.PREAMBULAR)
        whole = other[place]
        cut = len(whole.text) // 2
        halves = [replace(whole, text=part) for part in
                  (whole.text[:cut], whole.text[cut:])]  # fmt: skip
        other[place : place + 1] = halves
        [split] = align(base, other).disagreements
        assert (split.reason, split.other) == (Reason.SPLIT, halves[1])
        [joined] = align(other, base).disagreements
        assert (joined.reason, joined.base) == (Reason.JOINED, halves[1])

    def test_a_thousand_units_without_numbers(self) -> None:
        texts = [f"Recalling decision {n} of the Commission," for n in range(1000)]
        units = [Unit("letter", Kind.PREAMBULAR, "", 0, text) for text in texts]
        began = time.monotonic()
        found = align(units, units)
        assert time.monotonic() - began < 10
        assert found.is_complete

    def test_of_a_run_of_like_units_the_last_is_missing(self) -> None:
        run = [unit(Kind.PREAMBULAR)] * 4
        base = [unit(Kind.OPERATIVE, "1."), *run, unit(Kind.OPERATIVE, "2.")]
        other = [unit(Kind.OPERATIVE, "9."), *run[:2], unit(Kind.OPERATIVE, "2.")]
        rows = align(base, other).rows
        assert rows == ((0, 0), (1, 1), (2, 2), (3, None), (4, None), (5, 3))

    def test_long_texts_that_agree_at_both_ends(self) -> None:
        base = [unit(Kind.OPERATIVE, f"{number}.") for number in range(3000)]
        began = time.monotonic()
        rows = align(base, [*base[:1500], *base[1520:]]).rows
        assert time.monotonic() - began < 2  # it was ten seconds
        assert [left for left, right in rows if right is None] == [*range(1500, 1520)]

    @pytest.mark.parametrize("lost", [range(700, 1200), SPREAD])
    def test_a_quarter_of_two_thousand_is_missing(self, lost: Sequence[int]) -> None:
        base = long_text("en", 2000)
        other = [each for n, each in enumerate(long_text("ru", 2000)) if n not in lost]
        began = time.monotonic()
        found = align(base, other)
        assert time.monotonic() - began < 8  # it was twenty seconds
        missing = {mine for mine, theirs in found.rows if theirs is None}
        assert len(missing ^ {*lost}) <= 0.05 * len(lost)

    @pytest.mark.parametrize("seed", range(8))
    def test_anchors_change_nothing(
        self, seed: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rng = random.Random(seed)  # noqa: S311
        base = long_text("en", 300)
        other = long_text(("ru", "zh-hans")[seed % 2], 300)
        for _count in range(6):
            damage(other, rng)
        found = align(base, other)
        monkeypatch.setattr(aligning, "LONG", len(base) + 1)
        assert align(base, other) == found

    def test_nothing_to_align(self) -> None:
        assert align([], []).rows == ()
        assert align([unit(Kind.TITLE)], []).rows == ((0, None),)


@pytest.mark.skipif(not CORPUS.exists(), reason="the practice texts are not here")
class TestInTheWild:
    def test_articles_stay_together(self) -> None:
        names = {"en": "EN7_UDHR_217A", "zh-hans": "ZH1_UDHR_217A"}
        base, other = (
            parse((CORPUS / f"{name}.txt").read_text("utf-8"), language).units
            for language, name in names.items()
        )
        pairs = [(base[a], other[b]) for a, b in align(base, other).rows if a and b]
        articles = [pair for pair in pairs if pair[0].kind is Kind.ARTICLE]
        assert len(articles) == 30
        assert all(normalise_number(a.number) == normalise_number(b.number)
                   for a, b in articles)  # fmt: skip
