"""What the lines above a title say of a document, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from documents.importing import (
    Masthead,
    Unit,
    parse,
    parse_file,
    read_day,
    read_masthead,
)
from documents.languages import BY_CODE
from documents.text.kinds import Kind

from .pdf.pages import Printer, wrap
from .word.packages import docx, para, table

TEXT = """United Nations                                   A/61/357

General Assembly
Distr.: General
15 September 2006
English
Original: Russian

Sixty-first session
Agenda item 90 (bb)
General and complete disarmament

Letter dated 8 September 2006 from the Permanent Representative of Kazakhstan to the
United Nations addressed to the Secretary-General

We have the honour to transmit herewith the text of the statement of 28 February 1997
adopted at the signing ceremony of the treaty (A/52/112).
"""


ABOVE = ["S/RES/99 (2018)", "Distr.: General", "2 March 2018", "Original: English"]
BELOW = [
    "Resolution 99 (2018)",
    "The Security Council,",
    "Recalling its earlier decisions on the harbour mission, in particular those on its"
    " lamps, its boats and its books, and the statements of its President on them,",
    "1. Decides to remain seized of the matter.",
]


def as_word() -> bytes:
    masthead = table(["Security Council", "".join(para(line) for line in ABOVE)])
    return docx(masthead + "".join(para(line) for line in BELOW))


def as_html() -> bytes:
    above, below = "<br>".join(ABOVE), "".join(f"<p>{line}" for line in BELOW)
    row = f"<tr><td>Security Council<td>{above}"
    return f"<html><body><table>{row}</table>{below}".encode()


def as_pdf() -> bytes:
    paper = Printer()
    paper.text(65, 735, "Security Council")
    for place, line in enumerate(ABOVE):
        paper.text(400, 735 - 12 * place, line)
    for line in BELOW:
        paper.lines(wrap(line))
    return paper.close()


def notes(*texts: str) -> list[Unit]:
    """Notes above a title."""
    title = Unit("letter", Kind.TITLE, "", 0, "Letter")
    return [*(Unit("letter", Kind.NOTE, "", 0, text) for text in texts), title]


class TestMasthead:
    def test_it_is_read(self) -> None:
        found = read_masthead(parse(TEXT, "en").units, BY_CODE["en"])
        assert found.symbol == "A/61/357"
        assert found.issued_on == date(2006, 9, 15)
        assert found.original_language == "ru"
        assert found.document_type == "letter"
        assert found.organs == "General Assembly"
        assert found.session == "Sixty-first session"

    @pytest.mark.parametrize("made", [as_word, as_html, as_pdf])
    def test_of_a_file_with_columns(self, made: Callable[[], bytes]) -> None:
        found = read_masthead(parse_file(made(), "en").units, BY_CODE["en"])
        assert found == Masthead(
            symbol="S/RES/99 (2018)",
            issued_on=date(2018, 3, 2),
            original_language="en",
            document_type="resolution",
            organs="Security Council",
            session="",
        )

    @pytest.mark.parametrize(
        "lines", [("A/61/357", "S/2006/732"), ("Distr.: General",), ("See A/61/357.",)]
    )
    def test_a_symbol_is_not_guessed(self, lines: tuple[str, ...]) -> None:
        assert read_masthead(notes(*lines), BY_CODE["en"]).symbol == ""

    def test_of_two_days_none_is_taken(self) -> None:
        lines = notes("15 September 2006", "16 September 2006")
        assert read_masthead(lines, BY_CODE["en"]).issued_on is None

    def test_what_stands_below_the_title_counts_for_nothing(self) -> None:
        [title] = notes()
        below = [title, *notes("A/61/357", "15 September 2006")[:2]]
        found = read_masthead(below, BY_CODE["en"])
        assert (found.symbol, found.issued_on) == ("", None)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "15 September 2006"),
        ("ru", "15 сентября 2006 года"),
        ("ru", "15 September 2006"),
        ("zh-hans", "2006年9月15日"),
        ("zh-hans", "2006 年 9 月 15 日"),
    ],
)
def test_a_day(code: str, line: str) -> None:
    assert read_day(line, BY_CODE[code]) == date(2006, 9, 15)


@pytest.mark.parametrize("line", ["31 February 2006", "on 15 September 2006", "2006"])
def test_no_day(line: str) -> None:
    assert read_day(line, BY_CODE["en"]) is None


@pytest.mark.parametrize(
    "symbol",
    ["FCCC/CP/2011/9/Add.1", "CRC/C/GC/25", "CEDAW/C/RUS/CO/8", "CBD/COP/14/3"],
)
def test_symbols_of_conventions_bodies(symbol: str) -> None:
    text = f"United Nations\n{symbol}\nDistr.: General\n15 March 2012\n\n" + TEXT[165:]
    units = parse(text, "en").units
    assert [unit.text for unit in units[:2]] == ["United Nations", symbol]
    assert units[1].kind is Kind.NOTE
    assert read_masthead(units, BY_CODE["en"]).symbol == symbol
