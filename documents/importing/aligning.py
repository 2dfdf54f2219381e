"""Alignment of the units of two languages, and the disagreements between them.

Compared are part, kind, printed number, depth and order, and what two texts have in
common: length, figures, symbols, names and terms. Every pair is measured; those that
are unlike are doubted, and so are those that would do as well with a neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, takewhile
from typing import Final

from documents.importing.anchors import Place, find_anchors
from documents.importing.likeness import (
    MOST_EVIDENCE,
    SMOOTHING,
    Features,
    Likeness,
    read_features,
)
from documents.importing.paths import Move, Path, Step, find_path
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
    DOUBTFUL = "doubtful"  # unlike, or as like with a neighbour
    ORDER = "order"  # two neighbours are more alike crosswise
    JOINED = "joined"  # the other text runs it together with the unit before
    SPLIT = "split"  # the second half of the unit before


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A difference between two texts that should agree."""

    reason: Reason
    base: Unit | None
    other: Unit | None


Row = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of indexes in reading order; every unit of both texts is in one row."""

    rows: tuple[Row, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every unit has a counterpart and nothing disagrees."""
        return not self.disagreements


# Costs in tenths of a logarithm, as the evidence is.
GAP: Final = 40
PART_GAP: Final = 30
OTHER_PART: Final = 20
OTHER_KIND: Final = 50
RELATED_KIND: Final = 30
OTHER_NUMBER: Final = 70
SAME_NUMBER: Final = -30
OTHER_DEPTH: Final = 10
EXCHANGE: Final = 5
JOIN: Final = 45
# Evidence below which a pair is doubted, and where a number speaks for it.
DOUBT: Final = -25
NUMBERED_DOUBT: Final = -45
# By how much a unit nearby must be more like one of the pair; how near it stands.
RIVAL: Final = 15
NEARBY: Final = 6
ALIKE: Final = -50  # two neighbours that cost less are not exchanged
# Evidence above which the halves of a unit are sure.
SURE_HALVES: Final = 20
# By how much the place of a gap must be better than the next one.
MARGIN: Final = 10
NEVER: Final = 10000
LONG: Final = 150  # units; of fewer every place in the band is tried
# Kinds that languages may print for each other: a note here, a heading there.
RELATED: Final = frozenset(
    frozenset(pair)
    for group in (
        (Kind.PARAGRAPH, Kind.OPERATIVE, Kind.PREAMBULAR),
        (Kind.OPERATIVE, Kind.SUBPARAGRAPH),
        (Kind.PARAGRAPH, Kind.SUBPARAGRAPH),
        (Kind.OPENING, Kind.PARAGRAPH),
        (Kind.NOTE, Kind.HEADING, Kind.PLACE_DATE),
        (Kind.TITLE, Kind.AGENDA_TITLE),
    )
    for pair in combinations(group, 2)
)
# What any pair may cost at least.
LEAST: Final = SAME_NUMBER - MOST_EVIDENCE
REASONS: Final = {Step.JOIN: Reason.JOINED, Step.SPLIT: Reason.SPLIT}


def align(base: Sequence[Unit], other: Sequence[Unit]) -> Alignment:
    """Align the units of a text with those of another language, part by part.

    With an empty base nothing disagrees.
    """
    table = _Table(base, other)
    rows: list[Row] = []
    doubts: dict[Row, Reason] = {}
    for mine, theirs in paired_parts(base, other):
        found = _Pairing(table, mine, theirs)
        rows += found.rows
        doubts |= found.doubts
    return _with_disagreements(rows, base, other, doubts)


def compare_rows(
    rows: Sequence[Row], base: Sequence[Unit], other: Sequence[Unit]
) -> Alignment:
    """Return rows that are sure, with the disagreements between the units in each."""
    return _with_disagreements(rows, base, other, {})


def paired_parts(
    base: Sequence[Unit], other: Sequence[Unit]
) -> list[tuple[list[int], list[int]]]:
    """Return the parts of both texts in order, each as the indexes of its units.

    Parts are paired by name, then by order; one without a counterpart is paired with
    [].
    """
    mine, theirs = _places_by_part(base), _places_by_part(other)

    def cost(i: int, j: int) -> int:
        return 0 if mine[i][0] == theirs[j][0] else OTHER_PART

    moves = (Move(Step.PAIR, cost, 0), *_gaps(PART_GAP))
    return [
        (
            [] if step is Step.EXTRA else mine[i][1],
            [] if step is Step.MISSING else theirs[j][1],
        )
        for step, i, j in find_path(len(mine), len(theirs), moves)
    ]


def _gaps(cost: int) -> tuple[Move, Move]:
    return (
        Move(Step.MISSING, lambda _i, _j: cost, cost),
        Move(Step.EXTRA, lambda _i, _j: cost, cost),
    )


def _places_by_part(units: Sequence[Unit]) -> list[tuple[str, list[int]]]:
    places: dict[str, list[int]] = {}
    for place, unit in enumerate(units):
        places.setdefault(unit.part, []).append(place)
    return list(places.items())


class _Table:
    """The units of both texts, and how like any two of them are."""

    def __init__(self, base: Sequence[Unit], other: Sequence[Unit]) -> None:
        self._base, self._other = base, other
        self._mine = [read_features(unit.text) for unit in base]
        self._theirs = [read_features(unit.text) for unit in other]
        self._likeness = Likeness(self._mine, self._theirs)
        self._numbers = [normalise_number(unit.number) for unit in base]
        self._their_numbers = [normalise_number(unit.number) for unit in other]
        self._costs: dict[tuple[int, int], int] = {}

    def cost(self, mine: int, theirs: int) -> int:
        """Return the cost of a pair; NEVER if its kinds have nothing in common."""
        key = mine, theirs
        found = self._costs.get(key)
        if found is None:
            frame = self._distance(mine, theirs)
            told = 0 if frame == NEVER else self.evidence(mine, theirs)
            found = self._costs[key] = frame - told
        return found

    def evidence(self, mine: int, theirs: int) -> int:
        return self._likeness.of(self._mine[mine], self._theirs[theirs])

    def joined(self, mine: int, theirs: int, next_mine: int) -> int | None:
        """Return the cost of pairing two units of the base with one of the other."""
        one, two = self._mine[mine], self._mine[next_mine]
        whole = self._theirs[theirs]
        if self._base[mine].kind is not self._base[next_mine].kind:
            return None
        if one.weight + SMOOTHING > whole.weight:
            return None
        return self._run_together(mine, theirs, one | two, whole)

    def split(self, mine: int, theirs: int, next_theirs: int) -> int | None:
        """Return the cost of pairing a unit of the base with two of the other."""
        one, two = self._theirs[theirs], self._theirs[next_theirs]
        whole = self._mine[mine]
        if self._other[theirs].kind is not self._other[next_theirs].kind:
            return None
        if one.weight + SMOOTHING > whole.weight:
            return None
        return self._run_together(mine, theirs, whole, one | two)

    def _run_together(
        self, mine: int, theirs: int, left: Features, right: Features
    ) -> int | None:
        frame = self._distance(mine, theirs)
        return None if frame == NEVER else frame - self._likeness.of(left, right)

    def anchors(self, mine: Sequence[int], theirs: Sequence[int]) -> list[Place]:
        """Return sure pairs of two stretches; none of a short one, which needs none."""
        if min(len(mine), len(theirs)) < LONG:
            return []
        return find_anchors(
            [self._mine[place] for place in mine],
            [self._theirs[place] for place in theirs],
            lambda i, j: self.cost(mine[i], theirs[j]),
        )

    def agrees(self, pair: tuple[int, int]) -> bool:
        """Return whether two units have one number and nothing speaks against them."""
        return self._numbers[pair[0]] != "" and self.cost(*pair) <= SAME_NUMBER

    def is_doubtful(self, mine: int, theirs: int, near: Iterable[Row]) -> bool:
        """Return whether a pair is too unlike, or less like than pairs with others."""
        told = self.evidence(mine, theirs)
        if self._numbers[mine] == self._their_numbers[theirs] != "":
            return told < NUMBERED_DOUBT
        limit = -told - RIVAL
        return told < DOUBT or any(
            (row[0] is not None and self.cost(row[0], theirs) < limit)
            or (row[1] is not None and self.cost(mine, row[1]) < limit)
            for row in near
        )

    def _distance(self, mine: int, theirs: int) -> int:
        """Return the cost of what surrounds two texts: kind, number and depth."""
        one, two = self._base[mine], self._other[theirs]
        if one.kind is two.kind:
            distance = 0
        elif frozenset((one.kind, two.kind)) in RELATED:
            distance = RELATED_KIND
        else:
            return NEVER
        left, right = self._numbers[mine], self._their_numbers[theirs]
        if left and left == right:
            distance += SAME_NUMBER
        elif left != right:
            distance += OTHER_NUMBER if left and right else OTHER_KIND
        return distance + OTHER_DEPTH * (one.depth != two.depth)


class _Pairing:
    """The rows of one part, by the cheapest path, and the doubts about them."""

    def __init__(
        self, table: _Table, mine: Sequence[int], theirs: Sequence[int]
    ) -> None:
        self._table, self._mine, self._theirs = table, mine, theirs
        self.rows: list[Row] = []
        self.doubts: dict[Row, Reason] = {}
        self._halves: set[Row] = set()
        for step, i, j in self._path():
            self._take(step, i, j)
        self._doubt_unlike()
        self._doubt_beside_gaps()

    def _path(self) -> Path:
        """Return the steps; numbered units that agree at both ends need no search."""
        head, tail = self._agreeing_ends()
        height, width = (len(each) - tail for each in (self._mine, self._theirs))
        middle = find_path(
            height - head,
            width - head,
            self._moves(head),
            self._table.anchors(self._mine[head:height], self._theirs[head:width]),
        )
        return [
            *((Step.PAIR, place, place) for place in range(head)),
            *((step, i + head, j + head) for step, i, j in middle),
            *((Step.PAIR, height + place, width + place) for place in range(tail)),
        ]

    def _agreeing_ends(self) -> tuple[int, int]:
        shorter = min(len(self._mine), len(self._theirs))
        pairs = list(zip(self._mine, self._theirs, strict=False))
        head = _count_while(self._table.agrees, pairs)
        mine, theirs = reversed(self._mine), reversed(self._theirs)
        backwards = list(zip(mine, theirs, strict=False))[: shorter - head]
        return head, _count_while(self._table.agrees, backwards)

    def _moves(self, head: int) -> tuple[Move, ...]:
        """Return the steps that may be taken behind a head of both texts."""
        mine, theirs, cost = self._mine[head:], self._theirs[head:], self._table.cost

        def together(step: Step) -> Move:
            return Move(
                step,
                lambda i, j: self._together(step, i + head, j + head),
                JOIN + LEAST,
            )

        return (
            Move(Step.PAIR, lambda i, j: cost(mine[i], theirs[j]), LEAST),
            *_gaps(GAP),
            Move(
                Step.EXCHANGE,
                lambda i, j: self._crosswise(i + head, j + head),
                2 * LEAST + EXCHANGE,
            ),
            together(Step.JOIN),
            together(Step.SPLIT),
        )

    def _crosswise(self, i: int, j: int) -> int | None:
        cost = self._table.cost
        (one, two), (first, second) = self._mine[i : i + 2], self._theirs[j : j + 2]
        straight = max(cost(one, first), cost(two, second))
        if not ALIKE < straight < NEVER // 2:
            return None
        return cost(one, second) + cost(two, first) + EXCHANGE

    def _together(self, step: Step, i: int, j: int) -> int | None:
        mine, theirs = self._mine[i], self._theirs[j]
        if step is Step.JOIN:
            found = self._table.joined(mine, theirs, self._mine[i + 1])
        else:
            found = self._table.split(mine, theirs, self._theirs[j + 1])
        return None if found is None else found + JOIN

    def _take(self, step: Step, i: int, j: int) -> None:
        """Add the rows of a step; those of two neighbours stay in the order printed."""
        mine, theirs = step.value
        left = [*self._mine[i : i + mine], None, None]
        right = [*self._theirs[j : j + theirs], None, None]
        rows: list[Row] = list(zip(left, right, strict=False))[: max(step.value)]
        self.rows += rows
        if step is Step.EXCHANGE:
            self.doubts |= dict.fromkeys(rows, Reason.ORDER)
        elif step in REASONS:
            self.doubts[rows[1]] = REASONS[step]
            if (self._together(step, i, j) or 0) < JOIN - SURE_HALVES:
                self._halves.add(rows[0])

    def _doubt_unlike(self) -> None:
        for place, row in enumerate(self.rows):
            mine, theirs = row
            if mine is None or theirs is None or row in self._halves:
                continue
            near = self.rows[max(0, place - NEARBY) : place + NEARBY + 1]
            if self._table.is_doubtful(mine, theirs, near):
                self.doubts.setdefault(row, Reason.DOUBTFUL)

    def _doubt_beside_gaps(self) -> None:
        """Doubt the pairs that would do as well one place on, beside a gap."""
        for place, row in enumerate(self.rows):
            if None in row and row not in self.doubts:
                self._doubt_slides(row, reversed(self.rows[:place]))
                self._doubt_slides(row, self.rows[place + 1 :])

    def _doubt_slides(self, gap: Row, beside: Iterable[Row]) -> None:
        for pair in beside:
            if not self._would_slide(gap, pair):
                return
            self.doubts.setdefault(pair, Reason.DOUBTFUL)
            gap = (pair[0], None) if gap[1] is None else (None, pair[1])

    def _would_slide(self, gap: Row, pair: Row) -> bool:
        """Return whether the gap's unit would do as well in the pair beside it."""
        mine, theirs = pair
        if mine is None or theirs is None:
            return False
        instead = (
            mine if gap[0] is None else gap[0],
            theirs if gap[1] is None else gap[1],
        )
        cost = self._table.cost
        return cost(*instead) - cost(mine, theirs) < MARGIN


def _count_while(
    agrees: Callable[[tuple[int, int]], bool], pairs: Sequence[tuple[int, int]]
) -> int:
    return sum(1 for _pair in takewhile(agrees, pairs))


def _with_disagreements(
    rows: Sequence[Row],
    base: Sequence[Unit],
    other: Sequence[Unit],
    doubts: Mapping[Row, Reason],
) -> Alignment:
    if not base:
        return Alignment(tuple(rows), ())
    found: list[Disagreement] = []
    parts: set[tuple[str, str]] = set()
    for row in rows:
        mine = None if row[0] is None else base[row[0]]
        theirs = None if row[1] is None else other[row[1]]
        reasons = _reasons(mine, theirs, doubts.get(row))
        if mine and theirs and mine.part != theirs.part:
            # Once for a pair of parts: every clause of them would say the same.
            is_new = (mine.part, theirs.part) not in parts
            reasons = [Reason.PART] * is_new + reasons
            parts.add((mine.part, theirs.part))
        found += (Disagreement(reason, mine, theirs) for reason in reasons)
    return Alignment(tuple(rows), tuple(found))


def _reasons(
    mine: Unit | None, theirs: Unit | None, doubt: Reason | None
) -> list[Reason]:
    if mine is None:
        return [doubt or Reason.EXTRA_HERE]
    if theirs is None:
        return [doubt or Reason.MISSING_HERE]
    checks = {
        Reason.KIND: mine.kind is not theirs.kind,
        Reason.NUMBER: normalise_number(mine.number) != normalise_number(theirs.number),
        Reason.DEPTH: mine.depth != theirs.depth,
    }
    found = [reason for reason, differs in checks.items() if differs]
    return found or ([doubt] if doubt else [])
