"""Doubts about one text, without another to compare it with."""

from __future__ import annotations

import pytest

from documents.importing import Suspicion, Unit, find_doubts, parse, parse_file
from documents.text.kinds import Kind

from .base import CORPUS, units_of

ENGLISH = """RESOLUTION 1 (2020)

The Security Council,

Recalling its resolutions,

1. Decides to remain seized of the matter;
"""


def paragraphs(*numbers: str, depth: int = 0) -> list[Unit]:
    kind = Kind.SUBPARAGRAPH if depth else Kind.PARAGRAPH
    return [Unit("report", kind, number, depth, f"Text of {number}.")
            for number in numbers]  # fmt: skip


def said(*texts: str, kind: Kind = Kind.PARAGRAPH) -> list[Unit]:
    return [Unit("letter", kind, "", 0, text) for text in texts]


def suspicions(units: list[Unit], language: str = "en") -> list[tuple[int, Suspicion]]:
    return [(each.place, each.suspicion) for each in find_doubts(units, language)]


class TestNumbers:
    @pytest.mark.parametrize(
        "numbers",
        [
            ("1.", "2.", "3."), ("一、", "二、", "三、"), ("1.", "2.", "1.", "2."),
            ("", "1.", "", "2."),
        ],
    )  # fmt: skip
    def test_that_count_are_not_doubted(self, numbers: tuple[str, ...]) -> None:
        assert suspicions(paragraphs(*numbers)) == []

    @pytest.mark.parametrize(
        ("numbers", "suspicion"),
        [
            (("1.", "2.", "4."), Suspicion.NUMBER_MISSING),
            (("1.", "2.", "2."), Suspicion.NUMBER_TWICE),
            (("1.", "2.", "3.", "2."), Suspicion.NUMBER_ORDER),
            (("2.", "3."), Suspicion.NUMBER_MISSING),
        ],
    )
    def test_that_do_not_count(
        self, numbers: tuple[str, ...], suspicion: Suspicion
    ) -> None:
        [(place, found)] = suspicions(paragraphs(*numbers))
        assert found is suspicion
        assert place == (0 if numbers[0] == "2." else len(numbers) - 1)

    @pytest.mark.parametrize(
        "letters",
        [
            ("(a)", "(b)", "(c)"), ("а)", "б)", "в)"), ("(i)", "(ii)", "(iii)", "(iv)"),
            ("(g)", "(h)", "(i)", "(j)"),
        ],
    )  # fmt: skip
    def test_letters_and_roman_numerals_count(self, letters: tuple[str, ...]) -> None:
        found = suspicions(paragraphs(*letters, depth=1))
        assert found == ([] if letters[0] != "(g)" else [(0, Suspicion.NUMBER_MISSING)])

    def test_letters_begin_anew_below_each_paragraph(self) -> None:
        one, two = paragraphs("1.", "2.")
        units = [one, *paragraphs("(a)", "(b)", depth=1), two]
        assert suspicions([*units, *paragraphs("(a)", "(b)", depth=1)]) == []
        [(place, found)] = suspicions([*units, *paragraphs("(c)", depth=1)])
        assert (place, found) == (4, Suspicion.NUMBER_MISSING)

    def test_paragraphs_begin_anew_below_each_article(self) -> None:
        articles = [
            Unit("treaty", Kind.ARTICLE, f"Article {number}", 0, "")
            for number in ("I", "II", "IV")
        ]
        lines = [Unit("treaty", Kind.PARAGRAPH, f"{n}.", 0, "Text.") for n in (1, 2)]
        units = [unit for article in articles for unit in (article, *lines)]
        assert suspicions(units) == [(6, Suspicion.NUMBER_MISSING)]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "doubted"),
        [
            ("Decides 120124 to remain seized", True),
            ("Recalling document A/123456", False),
            ("Noting 1200000 cases", False),
        ],
    )
    def test_six_digits(self, text: str, doubted: bool) -> None:
        assert suspicions(said(text)) == [(0, Suspicion.SIX_DIGITS)] * doubted

    def test_a_clause_that_goes_on(self) -> None:
        broken = said("Recalling the treaty,", "and its review,")
        assert suspicions(broken) == [(0, Suspicion.BROKEN)]
        assert suspicions(said("Recalling the treaty,", "Noting its review,")) == []

    def test_recitals_begin_small_in_russian(self) -> None:
        texts = "ссылаясь на договор,", "отмечая обзор,"
        assert suspicions(said(*texts, kind=Kind.PREAMBULAR), "ru") == []
        assert suspicions(said(*texts), "ru") == [(0, Suspicion.BROKEN)]

    def test_a_clause_much_longer_than_its_neighbours(self) -> None:
        short = ["A short paragraph of the text."] * 4
        units = said(*short, "Words and more words. " * 100, *short)
        assert suspicions(units) == [(4, Suspicion.LONG)]
        assert suspicions(said(*["Words and more words. " * 100] * 3)) == []

    def test_a_line_of_another_script(self) -> None:
        text = "ссылаясь Please recycle this paper of ours на договор"
        assert suspicions(said(text), "ru") == [(0, Suspicion.LATIN)]
        assert suspicions(said("ссылаясь на A/RES/60/1 и XML"), "ru") == []


class TestSoundTexts:
    @pytest.mark.parametrize("language", ["zh-hans", "ru", "en"])
    def test_the_letter_is_not_doubted(self, language: str) -> None:
        assert find_doubts(units_of(language), language) == []

    @pytest.mark.skipif(not CORPUS.exists(), reason="the practice texts are not here")
    def test_nor_are_the_practice_files(self) -> None:
        for path in (CORPUS / "pdf").glob("*.pdf"):
            parsed = parse_file(path.read_bytes(), "en")
            assert find_doubts(parsed.units, "en") == [], path.name
            assert any(line.startswith("*") for line in parsed.furniture), path.name


def test_what_was_cut_from_the_pages_is_told() -> None:
    foot = "\n20-01234 (E) 120124\n\n2/3\f\nS/RES/1 (2020)\n\n"
    text = ENGLISH.replace("\n\n1. ", f"\n{foot}1. ")
    parsed = parse(text, "en")
    assert parsed.furniture == ("20-01234 (E) 120124", "2/3", "S/RES/1 (2020)")
    assert parsed.units == parse(ENGLISH, "en").units
