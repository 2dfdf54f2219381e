"""Alignment of the units of two languages, and the disagreements between them.

Words cannot be compared across languages. Compared are part, kind, printed number,
depth and order; for units without a number also length and figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from math import log
from typing import Final

from documents.importing.units import Unit
from documents.text.kinds import Kind
from documents.text.numerals import normalise_number


class Reason(StrEnum):
    """Why a row of the alignment needs review."""

    MISSING_HERE = "missing_here"  # a unit of the base has no counterpart
    EXTRA_HERE = "extra_here"  # a unit of the other text has no counterpart
    KIND = "kind"
    NUMBER = "number"
    DEPTH = "depth"
    PART = "part"
    DOUBTFUL = "doubtful"  # beside a gap among units without numbers


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A difference between two texts that should agree."""

    reason: Reason
    base: Unit | None
    other: Unit | None


Row = tuple[int | None, int | None]
Pair = tuple[Unit | None, Unit | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of indexes in reading order; every unit of both texts is in one row."""

    rows: tuple[Row, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every unit has a counterpart and nothing disagrees."""
        return not self.disagreements


# Costs in tenths, so that likeness is finer than the others.
GAP: Final = 40
PART_GAP: Final = 30
OTHER_KIND: Final = 50
RELATED_KIND: Final = 30
OTHER_NUMBER: Final = 70
OTHER_DEPTH: Final = 10
NEVER: Final = 10000
# Letters equivalent to one Chinese character: 4.8 in English and 4.9 in Russian
# over the letter of 8 September 2006.
LETTERS_PER_HAN: Final = 4.85
SMOOTHING: Final = 10
OTHER_LENGTH: Final = 40  # for each factor of e between the lengths
LENGTH_LIMIT: Final = 20
OTHER_FIGURES: Final = 18
FIGURES: Final = re.compile(r"\d+")
# Kinds that languages may print for each other: a note here, a heading there.
RELATED: Final = (
    frozenset({Kind.PARAGRAPH, Kind.OPERATIVE, Kind.PREAMBULAR}),
    frozenset({Kind.OPERATIVE, Kind.SUBPARAGRAPH}),
    frozenset({Kind.PARAGRAPH, Kind.SUBPARAGRAPH}),
    frozenset({Kind.OPENING, Kind.PARAGRAPH}),
    frozenset({Kind.NOTE, Kind.HEADING, Kind.PLACE_DATE}),
    frozenset({Kind.TITLE, Kind.AGENDA_TITLE}),
)


def align(base: Sequence[Unit], other: Sequence[Unit]) -> Alignment:
    """Align the units of a text with those of another language, part by part.

    With an empty base nothing disagrees.
    """
    rows: list[Row] = []
    for base_places, other_places in paired_parts(base, other):
        mine = [base[place] for place in base_places]
        theirs = [other[place] for place in other_places]
        for left, right in _best_path(mine, theirs):
            rows.append(
                (
                    None if left is None else base_places[left],
                    None if right is None else other_places[right],
                )
            )
    return compare_rows(rows, base, other, are_sure=False)


def compare_rows(
    rows: Sequence[Row],
    base: Sequence[Unit],
    other: Sequence[Unit],
    *,
    are_sure: bool = True,
) -> Alignment:
    """Return the rows with the disagreements between the units in each.

    `are_sure` is False for rows made by order and length alone: those beside a gap are
    doubtful.
    """
    if not base:
        return Alignment(tuple(rows), ())
    found = _disagreements(rows, base, other, are_sure=are_sure)
    return Alignment(tuple(rows), tuple(found))


def paired_parts(
    base: Sequence[Unit], other: Sequence[Unit]
) -> list[tuple[list[int], list[int]]]:
    """Return the parts of both texts in order, each as the indexes of its units.

    Parts are paired by name, then by order; one without a counterpart is paired with
    [].
    """
    mine, theirs = _places_by_part(base), _places_by_part(other)
    cost = [
        [0 if a == b else 20 for b, _ in theirs]
        for a, _ in mine
    ]  # fmt: skip
    pairs: list[tuple[list[int], list[int]]] = []
    for left, right in _path(cost, gap=PART_GAP, width=len(theirs)):
        pairs.append(
            (
                [] if left is None else mine[left][1],
                [] if right is None else theirs[right][1],
            )
        )
    return pairs


def _places_by_part(units: Sequence[Unit]) -> list[tuple[str, list[int]]]:
    places: dict[str, list[int]] = {}
    for place, unit in enumerate(units):
        places.setdefault(unit.part, []).append(place)
    return list(places.items())


def _best_path(mine: Sequence[Unit], theirs: Sequence[Unit]) -> list[Row]:
    """Return the cheapest rows; equal units at both ends are not searched."""
    head, tail = _alike_at_the_ends(mine, theirs)
    mine_end, theirs_end = len(mine) - tail, len(theirs) - tail
    cost = [
        [_distance(a, b) for b in theirs[head:theirs_end]] for a in mine[head:mine_end]
    ]
    path = _path(cost, gap=GAP, width=theirs_end - head)
    return [
        *((place, place) for place in range(head)),
        *((_later(left, head), _later(right, head)) for left, right in path),
        *((mine_end + place, theirs_end + place) for place in range(tail)),
    ]


def _later(place: int | None, head: int) -> int | None:
    return None if place is None else place + head


def _alike_at_the_ends(mine: Sequence[Unit], theirs: Sequence[Unit]) -> tuple[int, int]:
    """Return how many units fit exactly at the beginning and, of the rest, at the end.

    Pairing them is always among the cheapest paths. A run of like units at the end is
    left to the search if the middle could pair it too, since its first unit must be
    paired then.
    """
    shorter = min(len(mine), len(theirs))
    head = 0
    while head < shorter and _distance(mine[head], theirs[head]) == 0:
        head += 1
    tail = 0
    while tail < shorter - head and _distance(mine[-1 - tail], theirs[-1 - tail]) == 0:
        tail += 1
    while tail and _is_like_what_precedes(mine, theirs, tail):
        tail -= 1
    return head, tail


def _is_like_what_precedes(
    mine: Sequence[Unit], theirs: Sequence[Unit], tail: int
) -> bool:
    first = mine[-tail]
    before = [units[-tail - 1] for units in (mine, theirs) if len(units) > tail]
    return any(_distance(first, unit) == 0 for unit in before)


def _distance(a: Unit, b: Unit) -> int:
    distance = 0
    if a.kind is not b.kind:
        related = any({a.kind, b.kind} <= group for group in RELATED)
        if not related:
            return NEVER
        distance += RELATED_KIND
    left, right = normalise_number(a.number), normalise_number(b.number)
    if left != right:
        distance += OTHER_NUMBER if left and right else OTHER_KIND
    if not left and not right:
        distance += _unlikeness(a.text, b.text)
    return distance + OTHER_DEPTH * (a.depth != b.depth)


def _unlikeness(a: str, b: str) -> int:
    """Return the cost of pairing two texts whose lengths or figures differ.

    Lengths correlate across languages (Gale and Church, 1993), and figures are the
    same. Always cheaper than a gap: it decides which unit has no counterpart, not how
    many.
    """
    ratio = abs(log((_weight(a) + SMOOTHING) / (_weight(b) + SMOOTHING)))
    cost = min(LENGTH_LIMIT, round(OTHER_LENGTH * ratio))
    return cost + OTHER_FIGURES * (_figures(a) != _figures(b))


@lru_cache(maxsize=8192)
def _figures(text: str) -> tuple[str, ...]:
    return tuple(sorted(FIGURES.findall(text)))


@lru_cache(maxsize=8192)
def _weight(text: str) -> float:
    """Return a length that is comparable across the languages."""
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    return han * LETTERS_PER_HAN + len(text) - han


def _path(cost: list[list[int]], *, gap: int, width: int | None = None) -> list[Row]:
    """Return the cheapest path through both sequences, as pairs of indexes."""
    rows = len(cost)
    columns = len(cost[0]) if cost else (width or 0)
    table = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            table[i][j] = min(_steps(table, cost, (i, j), gap), default=0)
    return _walk(table, cost, gap)


def _steps(
    table: list[list[int]], cost: list[list[int]], place: tuple[int, int], gap: int
) -> list[int]:
    """Return the remaining cost of each step that is possible at a place."""
    i, j = place
    rows, columns = len(table) - 1, len(table[0]) - 1
    steps: list[int] = []
    if i < rows and j < columns:
        steps.append(table[i + 1][j + 1] + cost[i][j])
    if i < rows:
        steps.append(table[i + 1][j] + gap)
    if j < columns:
        steps.append(table[i][j + 1] + gap)
    return steps


def _walk(table: list[list[int]], cost: list[list[int]], gap: int) -> list[Row]:
    rows, columns = len(table) - 1, len(table[0]) - 1
    path: list[Row] = []
    i = j = 0
    while i < rows or j < columns:
        left, right = i < rows, j < columns
        if left and right and table[i][j] == table[i + 1][j + 1] + cost[i][j]:
            path.append((i, j))
            i, j = i + 1, j + 1
        elif left and table[i][j] == table[i + 1][j] + gap:
            path.append((i, None))
            i += 1
        else:
            path.append((None, j))
            j += 1
    return path


def _disagreements(
    rows: Sequence[Row],
    base: Sequence[Unit],
    other: Sequence[Unit],
    *,
    are_sure: bool,
) -> list[Disagreement]:
    pairs = [
        (
            None if left is None else base[left],
            None if right is None else other[right],
        )
        for left, right in rows
    ]
    doubtful = set() if are_sure else _doubtful(pairs)
    found: list[Disagreement] = []
    for place, (mine, theirs) in enumerate(pairs):
        reasons = _reasons(mine, theirs)
        if place in doubtful and not reasons:
            reasons = [Reason.DOUBTFUL]
        found += (Disagreement(reason, mine, theirs) for reason in reasons)
    return found


def _doubtful(pairs: Sequence[Pair]) -> set[int]:
    """Return the indexes of pairs that were made by order alone.

    Where a run of units of one kind without numbers has different lengths in both
    texts, only lengths and figures suggest which unit has no counterpart: the whole run
    is doubtful.
    """
    doubtful: set[int] = set()
    for name, group in groupby(enumerate(pairs), lambda each: _run_of(each[1])):
        run = list(group)
        if name and any(None in pair for _place, pair in run):
            doubtful.update(place for place, pair in run if None not in pair)
    return doubtful


def _run_of(pair: Pair) -> tuple[str, Kind, int] | None:
    """Return the key of the run a pair belongs to; None for numbered units."""
    unit = next(unit for unit in pair if unit is not None)
    if any(unit and normalise_number(unit.number) for unit in pair):
        return None
    return (unit.part, unit.kind, unit.depth)


def _reasons(mine: Unit | None, theirs: Unit | None) -> list[Reason]:
    if mine is None:
        return [Reason.EXTRA_HERE]
    if theirs is None:
        return [Reason.MISSING_HERE]
    checks = {
        Reason.PART: mine.part != theirs.part,
        Reason.KIND: mine.kind is not theirs.kind,
        Reason.NUMBER: normalise_number(mine.number) != normalise_number(theirs.number),
        Reason.DEPTH: mine.depth != theirs.depth,
    }
    return [reason for reason, differs in checks.items() if differs]
