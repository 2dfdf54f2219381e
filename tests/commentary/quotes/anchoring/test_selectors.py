"""Choosing words: what is kept of them, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commentary.quotes.anchoring.selectors import (
    CutCharacter,
    NothingChosen,
    OtherWords,
    OutsideText,
    QuoteError,
    Selector,
    select,
    select_as_seen,
)

ENGLISH = "Determined to fulfil the provisions of the Treaty,\nThe Ministers declare:"
ODD = st.sampled_from(
    [
        "𠮷",
        "😀",
        "é",
        "e\u0301",
        "\u00ad",
        "\n",
        " ",
        "\u3000",
        "条约",
        "зоны",
        "й",
        "a",
    ]
)
texts = st.lists(ODD | st.characters(codec="utf-8"), max_size=40).map("".join)


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


class TestSelect:
    def test_keeps_what_surrounds_the_words(self) -> None:
        found = select(ENGLISH, 43, 49)
        assert found == Selector(
            exact="Treaty",
            prefix="ed to fulfil the provisions of the "[-32:],
            suffix=",\nThe Ministers declare:",
            start=43,
        )

    def test_counts_code_points(self) -> None:
        text = "𠮷田 мир 和平"
        assert select(text, 3, 6).exact == "мир"
        assert select(text, 7, 9).exact == "和平"

    def test_leaves_blanks_out(self) -> None:
        assert select(ENGLISH, 42, 51) == select(ENGLISH, 43, 50)
        assert select("一 \u3000二", 1, 4).start == 3

    @pytest.mark.parametrize("ends", [(-1, 2), (0, 99), (5, 4)])
    def test_no_further_than_the_text(self, ends: tuple[int, int]) -> None:
        with pytest.raises(OutsideText):
            select("text", *ends)

    @pytest.mark.parametrize("ends", [(3, 3), (10, 11), (50, 51)])
    def test_blanks_are_nothing(self, ends: tuple[int, int]) -> None:
        with pytest.raises(NothingChosen):
            select(ENGLISH, *ends)

    @pytest.mark.parametrize("ends", [(0, 4), (4, 6)])
    def test_an_accent_stays_with_its_letter(self, ends: tuple[int, int]) -> None:
        with pytest.raises(CutCharacter):
            select("cafe\u0301 x", *ends)


class TestAsSeen:
    def test_the_words_of_the_text(self) -> None:
        assert select_as_seen(ENGLISH, 43, 49, "Treaty") == select(ENGLISH, 43, 49)

    def test_a_form_sends_line_breaks_its_own_way(self) -> None:
        seen = "Treaty,\r\nThe"
        assert select_as_seen(ENGLISH, 43, 54, seen).exact == "Treaty,\nThe"

    @pytest.mark.parametrize("seen", ["treaty", "Treaty,", "Trea ty", "", "Vertrag"])
    def test_other_words_are_refused(self, seen: str) -> None:
        with pytest.raises(OtherWords):
            select_as_seen(ENGLISH, 43, 49, seen)

    def test_white_space_counts(self) -> None:
        with pytest.raises(OtherWords):
            select_as_seen("the  Treaty", 0, 11, "the Treaty ")


class TestProperties:
    @given(choices())
    def test_a_selector_is_found_in_its_text(self, case: tuple[str, int, int]) -> None:
        text, start, end = case
        try:
            found = select(text, start, end)
        except QuoteError:
            assume(False)
            return
        assert found.is_of(text)
        assert text[found.start : found.end] == found.exact == text[start:end].strip()
        assert text[: found.start].endswith(found.prefix)
        assert text[found.end :].startswith(found.suffix)
        assert select_as_seen(text, found.start, found.end, found.exact) == found

    @given(choices())
    def test_utf_16_offsets_are_refused_or_harmless(
        self, case: tuple[str, int, int]
    ) -> None:
        """A browser that forgets to convert is found out, or has counted the same."""
        text, start, end = case
        units = [len(text[:place].encode("utf-16-le")) // 2 for place in (start, end)]
        try:
            found = select_as_seen(text, units[0], units[1], text[start:end])
        except QuoteError:
            return
        assert found.exact == text[start:end].strip()

    @given(choices(), texts)
    def test_another_text_is_not_its_own(
        self, case: tuple[str, int, int], other: str
    ) -> None:
        text, start, end = case
        try:
            found = select(text, start, end)
        except QuoteError:
            assume(False)
            return
        if other[found.start : found.end] != found.exact:
            assert not found.is_of(other)
