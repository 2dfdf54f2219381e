"""The cheapest path through two sequences, within a band about what is sure of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple

# How far a path may stray beyond what the lengths of the sequences make necessary, and
# from what lies between two anchors.
SLACK: Final = 30
NEAR: Final = 15
Place = tuple[int, int]


class Step(Enum):
    """How many of each sequence a step takes."""

    PAIR = (1, 1)
    EXCHANGE = (2, 2)  # two neighbours, crosswise
    JOIN = (2, 1)
    SPLIT = (1, 2)
    MISSING = (1, 0)
    EXTRA = (0, 1)


class Move(NamedTuple):
    """A step, what it costs at a place (None: impossible), and the least it may cost.

    The cost is not asked for where even the least would be too much.
    """

    step: Step
    cost: Callable[[int, int], int | None]
    least: int


Path = list[tuple[Step, int, int]]
Row = dict[int, int]


def find_path(
    height: int, width: int, moves: Sequence[Move], anchors: Sequence[Place] = ()
) -> Path:
    """Return the steps of the cheapest path, each with its place in both sequences.

    Of equally cheap steps the first one in `moves` is taken. `anchors` are places, in
    order, near which the path goes: time grows with the lengths of the sequences and
    what lies between two anchors, not with the product of the lengths.
    """
    sized = [(move, *move.step.value) for move in moves]
    rest: tuple[Row, Row, Row] = ({}, {}, {})  # of this row, and of the two behind it
    rows: list[dict[int, Step]] = []
    bands = _find_bands(height, width, anchors)
    for i, band in zip(range(height, -1, -1), reversed(bands), strict=True):
        here: Row = {width: 0} if i == height else {}
        rest = here, rest[0], rest[1]
        steps: dict[int, Step] = {}
        for j in reversed(band):
            if found := _cheapest(rest, i, j, sized):
                here[j], steps[j] = found
        rows.append(steps)
    return _walk(rows[::-1])


def _cheapest(
    rest: tuple[Row, Row, Row],
    i: int,
    j: int,
    moves: Sequence[tuple[Move, int, int]],
) -> tuple[int, Step] | None:
    """Return the least remaining cost at a place, with its step; None at the end."""
    best: int | None = None
    taken = None
    for move, mine, theirs in moves:
        beyond = rest[mine].get(j + theirs)
        if beyond is None or (best is not None and beyond + move.least >= best):
            continue
        cost = move.cost(i, j)
        if cost is not None and (best is None or cost + beyond < best):
            best, taken = cost + beyond, move.step
    return None if best is None or taken is None else (best, taken)


def _walk(rows: Sequence[dict[int, Step]]) -> Path:
    path: Path = []
    i = j = 0
    while step := rows[i].get(j):
        path.append((step, i, j))
        i, j = i + step.value[0], j + step.value[1]
    return path


def _find_bands(height: int, width: int, anchors: Sequence[Place]) -> list[range]:
    """Return for each row the places that are searched: from anchor to anchor."""
    low = min(0, width - height) - SLACK
    high = max(0, width - height) + SLACK
    ends = [(0, 0), *anchors, (height, width)]
    enclosed = _find_enclosed(anchors)
    bands: list[range] = []
    for (first, left), (last, right) in pairwise(ends):
        if (first, left) in enclosed:
            bands.append(range(left, left + 1))
            continue
        for i in range(first, last + (last == height)):
            start = max(0, i + low, left - NEAR)
            end = min(width, i + high, right + NEAR)
            bands.append(range(start, end + 1))
    return bands


def _find_enclosed(anchors: Sequence[Place]) -> set[Place]:
    """Return the anchors with another right before and behind: the path goes there."""
    known = {*anchors}
    return {
        (i, j)
        for i, j in anchors
        if (i - 1, j - 1) in known and (i + 1, j + 1) in known
    }
