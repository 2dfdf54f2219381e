"""What speaks for each unit being each clause: words, number and order together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from documents.importing import Unit
from documents.matching.part_similarity import Likeness, Side
from documents.matching.places import Gaps, Pair, counterparts, number_agrees

# A score begins with how alike the words are; a place that agrees takes away so much
# of what is missing. Equal words have 1 wherever they stand.
SAME_NUMBER: Final = 0.15
SAME_GAP: Final = 0.25


class Fit(NamedTuple):
    """How well a unit and a clause fit; of equal scores the better place counts."""

    score: float
    place: float
    pair: Pair


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document: its clauses and its units, each in their order."""

    clauses: Side
    clause_places: Sequence[int]
    units: Side
    unit_places: Sequence[int]
    likeness: Likeness

    def free(
        self, matched: Mapping[int, int]
    ) -> tuple[dict[int, Unit], dict[int, Unit]]:
        """Return the units and the clauses that are not matched yet, in order."""
        taken = set(matched.values())
        units = {n: self.units.units[n] for n in self.unit_places if n not in matched}
        clauses = {
            n: self.clauses.units[n] for n in self.clause_places if n not in taken
        }
        return units, clauses


def fits_of(part: Part, matched: Mapping[int, int]) -> dict[int, list[Fit]]:
    """Return for each free unit how the free clauses fit it, the best first.

    `matched` are the units whose clauses are known: they tell of the places between.
    """
    units, clauses = part.free(matched)
    gaps = Gaps.between(matched, part.unit_places, part.clause_places)
    suggested = counterparts(gaps, units, clauses)
    by_place = dict(suggested)
    found: dict[int, list[Fit]] = {}
    for unit in units:
        likeness = part.likeness.clauses_like(unit)
        near = {clause for clause in likeness if clause in clauses}
        near |= {by_place[unit]} if unit in by_place else set()
        fits = [
            _fit((unit, clause), likeness.get(clause, 0.0), place)
            for clause in near
            for place in [_place(part, (unit, clause), gaps, suggested)]
        ]
        found[unit] = sorted(fits, key=lambda fit: (-fit.score, -fit.place, fit.pair))
    return found


def _place(part: Part, pair: Pair, gaps: Gaps, suggested: set[Pair]) -> float:
    unit, clause = part.units.units[pair[0]], part.clauses.units[pair[1]]
    by_number = pair in suggested or number_agrees(unit, clause)
    return SAME_NUMBER * by_number + SAME_GAP * gaps.agree(pair)


def _fit(pair: Pair, alike: float, place: float) -> Fit:
    return Fit(alike + (1 - alike) * place, place, pair)
