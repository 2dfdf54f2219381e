"""The cheapest path through two sequences, within a band about the diagonal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final

# How far a path may stray beyond what the lengths of the sequences make necessary.
SLACK: Final = 30
Place = tuple[int, int]


class Step(Enum):
    """How many of each sequence a step takes."""

    PAIR = (1, 1)
    EXCHANGE = (2, 2)  # two neighbours, crosswise
    JOIN = (2, 1)
    SPLIT = (1, 2)
    MISSING = (1, 0)
    EXTRA = (0, 1)


# The cost of a step at a place; None where it is impossible.
Cost = Callable[[Step, int, int], int | None]
Path = list[tuple[Step, int, int]]


def find_path(height: int, width: int, cost: Cost, steps: Sequence[Step]) -> Path:
    """Return the steps of the cheapest path, each with its place in both sequences.

    Of equally cheap steps the first one in `steps` is taken. Time and memory grow with
    the length of the sequences, not with their product.
    """
    sized = [(step, *step.value) for step in steps]
    low = min(0, width - height) - SLACK
    high = max(0, width - height) + SLACK
    rest: dict[Place, int] = {(height, width): 0}
    taken: dict[Place, Step] = {}
    for i in range(height, -1, -1):
        for j in range(min(width, i + high), max(0, i + low) - 1, -1):
            if found := _cheapest(rest, (i, j), cost, sized):
                rest[i, j], taken[i, j] = found
    return _walk(taken)


def _cheapest(
    rest: dict[Place, int],
    place: Place,
    cost: Cost,
    steps: Sequence[tuple[Step, int, int]],
) -> tuple[int, Step] | None:
    """Return the least remaining cost at a place, with its step; None at the end."""
    i, j = place
    best: tuple[int, Step] | None = None
    for step, mine, theirs in steps:
        beyond = rest.get((i + mine, j + theirs))
        here = None if beyond is None else cost(step, i, j)
        if beyond is None or here is None:
            continue
        if best is None or here + beyond < best[0]:
            best = here + beyond, step
    return best


def _walk(taken: dict[Place, Step]) -> Path:
    path: Path = []
    i = j = 0
    while step := taken.get((i, j)):
        path.append((step, i, j))
        i, j = i + step.value[0], j + step.value[1]
    return path
