"""Several kinds of damage at once, to the letter and to texts of our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.importing import Unit, decode, parse

from .base import Printer, units_of

TEXTS = Path(__file__).parent / "texts"
BASES = (
    ("letter", "zh-hans"), ("letter", "ru"), ("letter", "en"),
    ("resolution", "zh-hans"), ("joint-statement", "zh-hans"),
    ("security-council-flow", "ru"), ("draft-resolution", "zh-hans"),
)  # fmt: skip
TURNS = (
    ("A/61/344", "S/2006/730"),
    ("06-49876 (E)    120906", "\f", "A/61/344", "S/2006/730"),
    ("/...", "", "A/61/344", "English", "Page 3"),
    ("- 3 -",),
    ("\f",),
)
SEEDS = st.integers(0, 10_000)
AT_DIGITS = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])")


def base_units(name: str, language: str) -> tuple[Unit, ...]:
    if name == "letter":
        return units_of(language)
    text = decode((TEXTS / f"{name}.{language}.txt").read_bytes())
    return parse(text, language).units


@pytest.mark.parametrize(("name", "language"), BASES)
class TestManyDamages:
    @settings(max_examples=12, deadline=None)
    @given(seed=SEEDS, width=st.integers(60, 90), turn=st.sampled_from(TURNS))
    def test_turns_soft_hyphens_and_line_ends(
        self, name: str, language: str, seed: int, width: int, turn: tuple[str, ...]
    ) -> None:
        units = base_units(name, language)
        printer = Printer(
            language, seed, width=width, turn=turn, hyphen="\u00ad", indent=True
        )
        page = printer.page(units).replace("\n", "\r\n").encode()
        assert parse(decode(page), language).units == units

    @settings(max_examples=12, deadline=None)
    @given(seed=SEEDS, width=st.integers(45, 90))
    def test_blanks_around_digits(
        self, name: str, language: str, seed: int, width: int
    ) -> None:
        units = base_units(name, language)
        page = Printer(language, seed, width=width, indent=True).page(units)
        assert parse(AT_DIGITS.sub(" ", page), language).units == units
