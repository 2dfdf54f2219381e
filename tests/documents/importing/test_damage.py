"""Whatever a page does to a known text, the same units come back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.importing import parse

from .base import Printer, read, units_of

LANGUAGES = ("zh-hans", "ru", "en")
SEEDS = st.integers(0, 10_000)
WIDTHS = st.integers(40, 100)
TURNS = (
    ("A/61/344", "S/2006/730"),
    ("06-49876 (E)    120906", "\f", "A/61/344", "S/2006/730"),
    ("7",),
    ("- 3 -",),
    ("Page 4",),
    ("\f",),
)


@pytest.mark.parametrize("language", LANGUAGES)
class TestDamage:
    @settings(max_examples=15, deadline=None)
    @given(seed=SEEDS, width=WIDTHS, indent=st.booleans())
    def test_wrapping(
        self, language: str, seed: int, width: int, *, indent: bool
    ) -> None:
        units = units_of(language)
        page = Printer(language, seed, width=width, indent=indent).page(units)
        assert parse(page, language).units == units

    @settings(max_examples=15, deadline=None)
    @given(seed=SEEDS, width=WIDTHS, hyphen=st.sampled_from("-\u00ad\u2010"))
    def test_hyphens(self, language: str, seed: int, width: int, hyphen: str) -> None:
        units = units_of(language)
        page = Printer(language, seed, width=width, hyphen=hyphen).page(units)
        assert parse(page, language).units == units

    @settings(max_examples=15, deadline=None)
    @given(seed=SEEDS, width=WIDTHS)
    def test_doubled_line_breaks(self, language: str, seed: int, width: int) -> None:
        units = units_of(language)
        page = Printer(language, seed, width=width).page(units)
        assert parse(page.replace("\n", "\n \n"), language).units == units

    @settings(max_examples=20, deadline=None)
    @given(seed=SEEDS, width=st.integers(60, 90), turn=st.sampled_from(TURNS))
    def test_page_turns(
        self, language: str, seed: int, width: int, turn: tuple[str, ...]
    ) -> None:
        units = units_of(language)
        printer = Printer(language, seed, width=width, turn=turn, indent=True)
        assert parse(printer.page(units), language).units == units


class TestChineseBlanks:
    @settings(max_examples=15, deadline=None)
    @given(seed=SEEDS)
    def test_blanks_around_digits(self, seed: int) -> None:
        units = units_of("zh-hans")
        page = Printer("zh-hans", seed, width=40, indent=True).page(units)
        han = "[\u4e00-\u9fff]"
        spaced = re.sub(rf"(?<={han})(?=\d)|(?<=\d)(?={han})", " ", page)
        assert parse(spaced, "zh-hans").units == units


class TestTranslations:
    @pytest.mark.parametrize("language", ["en", "ru"])
    def test_have_the_units_of_the_source(self, language: str) -> None:
        assert read(language)
        source = [(u.part, u.kind, u.depth) for u in units_of("zh-hans")]
        assert [(u.part, u.kind, u.depth) for u in units_of(language)] == source
