"""Anchors: pairs of units that are sure before a long text is aligned.

What is rare in both texts, such as a figure, a symbol or a name, proposes a pair; it is
one when no other that is proposed for either unit is nearly as like.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final

from documents.importing.likeness import Features

Place = tuple[int, int]
RARE: Final = 50  # in so many units of the other text at most
KEYS: Final = 4  # the rarest of a unit
PROPOSED: Final = 4  # for a unit
SURE: Final = -45  # a cost that is no greater
MARGIN: Final = 20  # to the next


def find_anchors(
    mine: Sequence[Features],
    theirs: Sequence[Features],
    cost: Callable[[int, int], int],
) -> list[Place]:
    """Return sure pairs that go on in both texts, by the cost of any pair."""
    claims: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, proposed in enumerate(_propose(mine, theirs)):
        if found := _choose((cost(i, j), j) for j in proposed):
            claims[found[1]].append((found[0], i))
    chosen = ((_choose(each), j) for j, each in claims.items())
    return sort_anchors((found[1], j) for found, j in chosen if found)


def _choose(rated: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the least cost with its place, if it is sure and no other is near."""
    found = sorted(rated)
    if not found or found[0][0] > SURE:
        return None
    is_near = len(found) > 1 and found[1][0] < found[0][0] + MARGIN
    return None if is_near else found[0]


def _propose(
    mine: Sequence[Features], theirs: Sequence[Features]
) -> Iterator[list[int]]:
    """Yield for each unit those that have most of its rarest features."""
    index: dict[Hashable, list[int]] = defaultdict(list)
    for j, each in enumerate(theirs):
        for key in _keys(each):
            index[key].append(j)
    rare = {key: places for key, places in index.items() if len(places) <= RARE}
    for each in mine:
        found = sorted((rare[key] for key in _keys(each) if key in rare), key=len)
        votes: Counter[int] = Counter()
        for places in found[:KEYS]:
            votes.update(dict.fromkeys(places, RARE // len(places)))
        yield [j for j, _votes in votes.most_common(PROPOSED)]


def _keys(features: Features) -> Iterator[Hashable]:
    # Sorted: of keys as rare as one another the same are taken in every process.
    yield from sorted(features.figures)
    yield from sorted(features.sounds)
    yield from sorted(features.terms)


def sort_anchors(anchors: Iterable[Place]) -> list[Place]:
    """Return the longest row of places that go on in both sequences."""
    ends: list[int] = []  # the least end of a row of each length
    lasts: list[int] = []  # and where it is in `rows`
    rows: list[tuple[Place, int]] = []  # a place, and where that before it is
    for i, j in sorted(anchors):
        length = bisect_left(ends, j)
        rows.append(((i, j), lasts[length - 1] if length else -1))
        ends[length : length + 1] = [j]
        lasts[length : length + 1] = [len(rows) - 1]
    return list(_follow_back(rows, lasts[-1]))[::-1] if lasts else []


def _follow_back(rows: Sequence[tuple[Place, int]], at: int) -> Iterator[Place]:
    while at >= 0:
        place, at = rows[at]
        yield place
