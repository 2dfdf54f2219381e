"""Places: evidence for a match from printed numbers and from order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.comparing import longest_rising
from documents.importing import Unit
from documents.text.numerals import normalise_number

Pair = tuple[int, int]  # (index of a unit, index of a clause)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The matched neighbours between which each unit and each clause is.

    Only neighbours that kept their order count; moved ones are no evidence.
    """

    of_unit: Mapping[int, int]
    of_clause: Mapping[int, int]

    @classmethod
    def between(
        cls, matched: Mapping[int, int], units: Sequence[int], clauses: Sequence[int]
    ) -> Gaps:
        order = {clause: rank for rank, clause in enumerate(clauses)}
        known = [unit for unit in units if unit in matched]
        chain = set(longest_rising([order[matched[unit]] for unit in known], known))
        return cls(
            _counted(units, chain), _counted(clauses, {matched[n] for n in chain})
        )

    def agree(self, pair: Pair) -> bool:
        """Return whether a unit is between the neighbours that the clause had."""
        return self.of_unit[pair[0]] == self.of_clause[pair[1]]


def _counted(places: Sequence[int], posts: Collection[int]) -> dict[int, int]:
    """Return for each place the number of posts up to it."""
    counted, count = {}, 0
    for place in places:
        count += place in posts
        counted[place] = count
    return counted


def number_agrees(unit: Unit, clause: Unit) -> bool:
    """Return whether both have a number, and the same one."""
    number = normalise_number(unit.number)
    return bool(number) and number == normalise_number(clause.number)


def counterparts(
    gaps: Gaps, units: Mapping[int, Unit], clauses: Mapping[int, Unit]
) -> set[Pair]:
    """Return the pairs of these units and clauses suggested by place alone.

    They are in the same gap, of the same kind and number, and equally many on both
    sides: paired in order.
    """
    mine, theirs = _grouped(units, gaps.of_unit), _grouped(clauses, gaps.of_clause)
    return {
        pair
        for spot, places in mine.items()
        if len(places) == len(theirs.get(spot, ()))
        for pair in zip(places, theirs[spot], strict=True)
    }


def _grouped(
    units: Mapping[int, Unit], gaps: Mapping[int, int]
) -> dict[tuple[int, str, str], list[int]]:
    groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for place, unit in units.items():
        spot = (gaps[place], unit.kind.value, normalise_number(unit.number))
        groups[spot].append(place)
    return groups


Groups = Mapping[Hashable, list[int]]


def equal_pairs(
    units: Mapping[int, Hashable], clauses: Mapping[int, Hashable]
) -> dict[int, int]:
    """Return, for each unit, the clause with an equal text, where unambiguous.

    A text that occurs once on both sides is paired at any place. One that occurs
    equally often on both sides is paired between the same neighbours, in rounds (the
    idea of patience diff).
    """
    mine, theirs = _group_by_text(units), _group_by_text(clauses)
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
    spots = _group_by_text({clause: gaps.of_clause[clause] for clause in theirs})
    for gap, places in _group_by_text(
        {unit: gaps.of_unit[unit] for unit in mine}
    ).items():
        if len(places) == len(spots.get(gap, ())):
            yield from zip(places, spots[gap], strict=True)


def _group_by_text(values: Mapping[int, Hashable]) -> Groups:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, value in values.items():
        groups[value].append(place)
    return groups
