"""Texts that are word for word the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from documents.matching.places import Gaps

Groups = Mapping[Hashable, list[int]]


def equal_pairs(
    units: Mapping[int, Hashable], clauses: Mapping[int, Hashable]
) -> dict[int, int]:
    """Return for each unit the clause that says the same, where no doubt is possible.

    A text that occurs once on both sides is no matter of doubt wherever it stands. Of
    one that occurs more often, as often on both sides, those belong together that
    stand between the same neighbours, round by round (the idea of patience diff).
    """
    mine, theirs = _grouped(units), _grouped(clauses)
    same = {
        text: places
        for text, places in mine.items()
        if len(places) == len(theirs.get(text, ()))
    }
    pairs: dict[int, int] = {}
    while True:
        gaps = Gaps.between(pairs, list(units), list(clauses))
        found = {
            unit: clause
            for text, places in same.items()
            for unit, clause in _unambiguous(places, theirs[text], pairs, gaps)
        }
        if not found:
            return pairs
        pairs |= found


def _unambiguous(
    units: Sequence[int], clauses: Sequence[int], pairs: Mapping[int, int], gaps: Gaps
) -> Iterator[tuple[int, int]]:
    taken = set(pairs.values())
    mine = [unit for unit in units if unit not in pairs]
    theirs = [clause for clause in clauses if clause not in taken]
    if len(mine) == 1:
        yield mine[0], theirs[0]
        return
    spots = _grouped({clause: gaps.of_clause[clause] for clause in theirs})
    for gap, places in _grouped({unit: gaps.of_unit[unit] for unit in mine}).items():
        if len(places) == len(spots.get(gap, ())):
            yield from zip(places, spots[gap], strict=True)


def _grouped(values: Mapping[int, Hashable]) -> Groups:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, value in values.items():
        groups[value].append(place)
    return groups
