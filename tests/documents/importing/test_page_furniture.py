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


@pytest.mark.parametrize("foot", ["\f", "1/2\n", "18-20202 (E)    231118\n\n\f"])
@pytest.mark.parametrize(
    "head", ["A/RES/73/500            Lamps", "  Lamps of ports        A/RES/73/500"]
)
def test_head_with_the_symbol_on_one_side(head: str, foot: str) -> None:
    text = (
        "The General Assembly,\n    Recalling its decision on the lamps of all ports,\n"
        "    1.    Decides to convene a conference at the\n\n\n"
        f"{foot}{head}\n\n\nHeadquarters in New York;\n    2.    Decides to meet.\n"
    )
    parsed = parse(text, "en")
    assert parsed.units[2].text == (
        "Decides to convene a conference at the Headquarters in New York;"
    )
    assert " ".join(head.split()) in parsed.furniture


def test_a_row_of_a_table_is_no_head() -> None:
    text = (
        "The General Assembly,\n\nRecalling its decision on lamps,\n\n"
        "1. Decides to take note of:\n\f"
        "A/60/1            Report on lamps\nA/60/2            Report on oil\n"
    )
    assert "A/60/1 Report on lamps" in parse(text, "en").units[2].text


@pytest.mark.parametrize(
    ("language", "above", "words"),
    [
        (
            "en",
            "The Security Council,\n\nRecalling its decision,\n\n1. Decides;",
            "Ends.",
        ),
        (
            "zh-hans",
            "安全理事会，\n\n回顾其第2390(2017)号决议和主席的声明，\n\n1. 决定；",
            "决定继续处理此案。",
        ),
    ],
)
def test_a_number_and_its_words_across_foot_and_head(
    language: str, above: str, words: str
) -> None:
    between = "2/2                18-01234\n\nS/RES/2399 (2018)\n\n"
    units = parse(f"{above}\n\n2.\n\n{between}{words}\n", language).units
    assert (units[-1].number, units[-1].text) == ("2.", words)


def test_a_last_line_before_the_first_one_is_put_behind_it() -> None:
    text = (
        "The Security Council,\nRecalling its decisions on lamps in all ports,\n1.\n"
        "Decides that ports shall keep lamps, and that this shall not apply:\n(a)\n"
        "process;\n\nWhere light is necessary for the fulfilment of a judicial\n\n2.\n"
        "2021;\n\nDecides to extend the mandate of the Mission until 31 October\n\n3.\n"
        "Decides to remain seized of the matter.\n"
    )
    assert [(unit.number, unit.text) for unit in parse(text, "en").units[3:]] == [
        ("(a)", "Where light is necessary for the fulfilment of a judicial process;"),
        ("2.", "Decides to extend the mandate of the Mission until 31 October 2021;"),
        ("3.", "Decides to remain seized of the matter."),
    ]
