"""Masthead: what the lines above a document's title say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from documents.importing.parts import original_language
from documents.importing.units import Unit
from documents.languages.base import Language
from documents.text.kinds import Kind, PartKind
from documents.text.symbols import PRINTED_SYMBOL

SYMBOL: Final = re.compile(PRINTED_SYMBOL)
UNTYPED: Final = frozenset({PartKind.ANNEX, PartKind.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a masthead says in one language; "" or None for what it does not say."""

    symbol: str
    issued_on: date | None
    original_language: str
    document_type: str
    organs: str
    session: str


def read_masthead(units: Sequence[Unit], language: Language) -> Masthead:
    """Return what the masthead of a text says.

    A symbol and a date count only where they stand alone in a line above the title; of
    several dates none is taken.
    """
    above = list(_above_title(units))
    notes = [unit.text for unit in above if unit.kind is Kind.NOTE]
    symbols = {note.rstrip("*") for note in notes if SYMBOL.fullmatch(note)}
    dates = {day for note in notes if (day := read_day(note, language))}
    original = next((u.text for u in above if u.kind is Kind.ORIGINAL_LANGUAGE), "")
    return Masthead(
        symbol=symbols.pop() if len(symbols) == 1 else "",
        issued_on=dates.pop() if len(dates) == 1 else None,
        original_language=original_language(original),
        document_type=_read_type(units),
        organs=language.separator.join(_read_texts(units, Kind.ORGAN)),
        session=language.separator.join(_read_texts(units, Kind.SESSION)),
    )


def read_day(text: str, language: Language) -> date | None:
    """Return the day that a line in a language is; None if it is no day alone."""
    match = language.day.fullmatch(text.strip())
    if match is None:
        return None
    month = match["month"]
    named = [each.casefold() for each in language.months]
    try:
        # The names of the months may stand there in a second language too.
        place = 0 if month.isdigit() else named.index(month.casefold()) % 12
        number = int(month) if month.isdigit() else place + 1
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:  # no such month or day
        return None


def _above_title(units: Sequence[Unit]) -> Iterator[Unit]:
    for unit in units:
        if unit.kind is Kind.TITLE:
            return
        yield unit


def _read_type(units: Sequence[Unit]) -> str:
    """Return what the first part is, which the importer reads from its title."""
    kind = units[0].part.partition("-")[0] if units else ""
    return "" if kind in UNTYPED else kind


def _read_texts(units: Sequence[Unit], kind: Kind) -> list[str]:
    return [unit.text for unit in units if unit.kind is kind and unit.text]
