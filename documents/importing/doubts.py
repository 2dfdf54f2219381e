"""Doubts about one text: what its units show to be misread, without another to compare.

Each leads to the place of a unit. They are told to the editor and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

from documents.importing.likeness import weigh
from documents.importing.lines import COMMAS, begins_small
from documents.importing.units import Unit
from documents.languages import BY_CODE
from documents.languages.base import Script
from documents.text.kinds import Kind
from documents.text.numerals import normalise_number, value_of


class Suspicion(StrEnum):
    """What looks wrong in a unit."""

    SIX_DIGITS = "six_digits"  # the day on which a job was printed
    NUMBER_MISSING = "number_missing"
    NUMBER_TWICE = "number_twice"
    NUMBER_ORDER = "number_order"
    BROKEN = "broken"  # ends in a comma before one that begins small
    LONG = "long"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A unit that looks wrong, by its place in the text."""

    place: int
    suspicion: Suspicion


CLAUSES: Final = frozenset(
    {Kind.PREAMBULAR, Kind.OPERATIVE, Kind.PARAGRAPH, Kind.SUBPARAGRAPH, Kind.NOTE}
)
COUNTED: Final = CLAUSES - {Kind.NOTE} | {Kind.ARTICLE}
SIX_DIGITS: Final = re.compile(r"(?<![\d/.\-–])\d{6}(?![\d/.\-–])")
LATIN_LINE: Final = re.compile(r"(?:[A-Za-z]{2,}[\s,.'’()-]+){3,}[A-Za-z]{2,}")
LONG: Final = 1500  # letters; nothing shorter is too long
TIMES: Final = 10
NEIGHBOURS: Final = 3


def find_doubts(units: Sequence[Unit], language: str) -> list[Doubt]:
    """Return what looks wrong in the units of one text, in reading order."""
    found = [
        *_six_digits(units),
        *_numbers(units),
        *_broken(units, language),
        *_long(units),
        *_latin(units, language),
    ]
    return sorted(found, key=lambda doubt: doubt.place)


def _six_digits(units: Sequence[Unit]) -> Iterator[Doubt]:
    for place, unit in enumerate(units):
        if unit.kind in CLAUSES and SIX_DIGITS.search(unit.text):
            yield Doubt(place, Suspicion.SIX_DIGITS)


def _numbers(units: Sequence[Unit]) -> Iterator[Doubt]:
    """Yield the numbers that do not follow the last one of their level.

    A level begins anew below each unit of a level above it, and in each part.
    """
    last: dict[tuple[str, bool, int], frozenset[int]] = {}
    for place, unit in enumerate(units):
        if unit.kind not in COUNTED:
            continue
        values = _values(unit.number)
        if not values:
            continue
        level = unit.part, unit.kind is Kind.ARTICLE, unit.depth
        last = {key: each for key, each in last.items() if _is_kept(key, level)}
        before = last.get(level, frozenset({0}))
        follows = frozenset(value for value in values if value - 1 in before)
        last[level] = follows or values
        if not follows and 1 not in values:
            yield Doubt(place, _what_differs(before, values))


def _is_kept(key: tuple[str, bool, int], level: tuple[str, bool, int]) -> bool:
    """Return whether a level goes on below a unit of another level."""
    part, is_article, depth = key
    if part != level[0]:
        return False
    return is_article or (not level[1] and depth <= level[2])


def _values(number: str) -> frozenset[int]:
    """Return what a printed number may count: "(i)" is the first or the ninth."""
    plain = normalise_number(number)
    values = {value_of(number)} - {0}
    if re.fullmatch(r"[a-z]", plain):
        values.add(ord(plain) - ord("a") + 1)
    return frozenset(values)


def _what_differs(before: frozenset[int], values: frozenset[int]) -> Suspicion:
    if before & values:
        return Suspicion.NUMBER_TWICE
    if max(values) > max(before):
        return Suspicion.NUMBER_MISSING
    return Suspicion.NUMBER_ORDER


def _broken(units: Sequence[Unit], language: str) -> Iterator[Doubt]:
    """Yield units that end in a comma before one that seems to go on.

    Where clauses begin small, as recitals do in Russian, only a paragraph tells.
    """
    may_open_small = BY_CODE[language].cues.opens_small
    for place, (unit, after) in enumerate(pairwise(units)):
        if not {unit.kind, after.kind} <= CLAUSES or after.number:
            continue
        if may_open_small and after.kind is not Kind.PARAGRAPH:
            continue
        if unit.text.endswith(tuple(COMMAS)) and begins_small(after.text):
            yield Doubt(place, Suspicion.BROKEN)


def _long(units: Sequence[Unit]) -> Iterator[Doubt]:
    """Yield clauses ten times as long as those about them."""
    places = [place for place, unit in enumerate(units) if unit.kind in CLAUSES]
    weights = [weigh(units[place].text) for place in places]
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        if weight < LONG:
            continue
        first = max(0, index - NEIGHBOURS)
        near = weights[first:index] + weights[index + 1 : index + 1 + NEIGHBOURS]
        if near and weight >= TIMES * median(near):
            yield Doubt(place, Suspicion.LONG)


def _latin(units: Sequence[Unit], language: str) -> Iterator[Doubt]:
    """Yield clauses with a line of Latin letters, in a text of another script."""
    if BY_CODE[language].script is Script.LATIN:
        return
    for place, unit in enumerate(units):
        if unit.kind in CLAUSES and LATIN_LINE.search(unit.text):
            yield Doubt(place, Suspicion.LATIN)
