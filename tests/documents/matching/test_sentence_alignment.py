"""What says the same in the languages of a clause: shown only where it is sure.

`ALIGN_FIGURES=10` measures on ten times as many clauses; `-s` prints the table.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.languages import CODES
from documents.matching.sentence_alignment import align_sentences
from documents.text.sentences import sentences
from tests.documents.importing.base import units_of
from tests.documents.importing.test_alignment_figures import parallel_texts

ROUNDS: Final = int(os.environ.get("ALIGN_FIGURES", "1"))
# The places of the sentences that a stretch of text says.
Said = tuple[str, frozenset[int]]


def letter_texts(key_words: str) -> dict[str, str]:
    """The texts of the letter's clause whose English has these words."""
    units = {code: units_of(code) for code in CODES}
    [place] = [n for n, unit in enumerate(units["en"]) if key_words in unit.text]
    return {code: units[code][place].text for code in CODES}


def read(texts: dict[str, str]) -> list[dict[str, str]]:
    return [
        {code: texts[code][start:end] for code, (start, end) in found.items()}
        for found in align_sentences(texts)
    ]


class TestLetter:
    def test_the_unique_features(self) -> None:
        found = read(letter_texts("First, the zone will include"))
        assert [
            (each["zh-hans"][:3], each["ru"][:9], each["en"][:6]) for each in found
        ] == [
            ("中亚无", "Зона, сво", "The nu"),
            ("首先，", "Во-первых", "First,"),
            ("其次，", "Во-вторых", "Second"),
            ("第三，", "В-третьих", "Third,"),
            ("最后，", "Наконец, ", "Lastly"),
            ("我们强", "Мы подчер", "We emp"),
        ]
        assert found[0]["en"].endswith("features.")

    def test_a_list_of_documents(self) -> None:
        found = read(letter_texts("Almaty Declaration of the heads"))
        assert len(found) == 3
        for words in ("Ташкентского", "Tashkent", "塔什干"):
            assert any(words in text for text in found[1].values())

    def test_signatures_have_no_sentences(self) -> None:
        assert read(letter_texts("Yerzhan Kazykhanov")) == []

    def test_a_single_sentence_is_its_own_counterpart(self) -> None:
        assert read(letter_texts("Emphasizing their determination")) == []


def test_a_sentence_that_one_text_lacks_has_no_counterpart_there() -> None:
    texts = letter_texts("First, the zone will include")
    cut = sentences(texts["ru"], "ru")
    lost = cut[2]
    texts["ru"] = texts["ru"][: lost.start] + texts["ru"][lost.end :]
    for found in read(texts):
        if "ru" in found and "northern hemisphere" in found["en"]:
            pytest.fail(f"{found}")
    assert any("ru" in found for found in read(texts))


@given(st.dictionaries(st.sampled_from(CODES), st.text(max_size=200)))
def test_spans_stand_in_the_texts_and_in_order(texts: dict[str, str]) -> None:
    before: dict[str, int] = {}
    for found in align_sentences(texts):
        assert len(found) > 1
        for code, (start, end) in found.items():
            assert before.get(code, 0) <= start < end <= len(texts[code])
            before[code] = end


# --- Figures


@dataclass
class Figures:
    shown: int = 0
    wrong: int = 0
    possible: int = 0


def lose(said: list[Said], rng: random.Random) -> list[Said]:
    del said[rng.randrange(len(said))]
    return said


def merge(said: list[Said], rng: random.Random) -> list[Said]:
    place = rng.randrange(len(said) - 1)
    (one, mine), (two, theirs) = said[place : place + 2]
    words = one.rstrip(".。 ") + ", " + two[:1].lower() + two[1:]
    said[place : place + 2] = [(words, mine | theirs)]
    return said


def exchange(said: list[Said], rng: random.Random) -> list[Said]:
    place = rng.randrange(len(said) - 1)
    said[place], said[place + 1] = said[place + 1], said[place]
    return said


def lose_and_cut(said: list[Said], rng: random.Random) -> list[Said]:
    """Two damages that leave as many sentences as there were."""
    said = lose(said, rng)
    place = rng.randrange(len(said))
    text, places = said[place]
    commas = [n for n, letter in enumerate(text) if letter in ",，、"]
    if commas:
        cut = rng.choice(commas)
        stop = "。" if _code(text) == "zh-hans" else ". "
        rest = text[cut + 1 :].strip()
        halves = [text[:cut] + stop, rest[:1].upper() + rest[1:] + stop[1:]]
        said[place : place + 1] = [(half, places) for half in halves]
    return said


def nothing(said: list[Said], _rng: random.Random) -> list[Said]:
    return said


@cache
def parallel_sentences() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Single sentences in two languages, for each pair of languages."""
    return tuple(
        tuple(
            (_as_sentence(one), _as_sentence(two))
            for one, two in texts
            if len(_cut(one)) == len(_cut(two)) == 1
        )
        for texts in parallel_texts()
    )


def _code(text: str) -> str:
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        return "zh-hans"
    return "ru" if any("а" <= letter <= "я" for letter in text.lower()) else "en"


def _cut(text: str) -> Sequence[object]:
    return sentences(text, _code(text))


def _as_sentence(text: str) -> str:
    bare = text.strip().rstrip(".,;:。，；：、 ")
    return bare[:1].upper() + bare[1:] + ("。" if _code(text) == "zh-hans" else ". ")


def measure(damage: Callable[[list[Said], random.Random], list[Said]]) -> Figures:
    figures = Figures()
    for number, known in enumerate(parallel_sentences()):
        for seed in range(12 * ROUNDS):
            rng = random.Random(f"{number} {seed}")  # noqa: S311
            size = rng.randrange(2, 8)
            if len(known) < size:
                continue
            first = rng.randrange(len(known) - size + 1)
            chosen = known[first : first + size]
            base = [(one, frozenset([n])) for n, (one, _two) in enumerate(chosen)]
            other = [(two, frozenset([n])) for n, (_one, two) in enumerate(chosen)]
            _count(figures, base, damage(other, rng))
    sys.stdout.write(f"\n{damage.__name__:10}{figures} ")
    return figures


def _count(figures: Figures, base: list[Said], other: list[Said]) -> None:
    mine, theirs = ("".join(text for text, _ in each) for each in (base, other))
    codes = _code(mine), _code(theirs)
    figures.possible += len(other)
    for found in align_sentences(dict(zip(codes, (mine, theirs), strict=True))):
        figures.shown += 1
        sides = zip((base, other), codes, strict=True)
        one, two = (_places(said, found[code]) for said, code in sides)
        figures.wrong += one != two


def _places(said: list[Said], span: tuple[int, int]) -> frozenset[int]:
    """Return what the sentences say that begin inside a span."""
    found: frozenset[int] = frozenset()
    place = 0
    for text, places in said:
        if span[0] <= place < span[1]:
            found |= places
        place += len(text)
    return found


def test_hardly_anything_shown_is_wrong_after_two_damages() -> None:
    figures = measure(lose_and_cut)
    assert figures.wrong <= 0.005 * figures.shown


@pytest.mark.parametrize("damage", [nothing, lose, merge, exchange])
def test_what_is_shown_is_right(
    damage: Callable[[list[Said], random.Random], list[Said]],
) -> None:
    figures = measure(damage)
    assert figures.wrong == 0
    assert figures.shown > 0.3 * figures.possible
