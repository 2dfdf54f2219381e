"""What speaks for each unit being each clause: words, number and order together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from documents.importing import Unit
from documents.matching.places import Gaps, Pair, counterparts, number_agrees
from documents.matching.similarity import (
    Words,
    WordSimilarity,
    is_short,
    words_below,
    words_of,
)

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


# What is less alike is not alike: texts on other matters share as much by their
# articles and prepositions.
UNLIKE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Side:
    """All the clauses, or all the units, with their words."""

    units: Sequence[Unit]
    words: Sequence[Words]
    bare: frozenset[int]  # numbers alone: they are known by what stands below them
    short: frozenset[int]

    @classmethod
    def of(
        cls, units: Sequence[Unit], language: str, *, silent: Collection[int] = ()
    ) -> Side:
        own = [words_of(unit.text, language) for unit in units]
        bare = {place for place, words in enumerate(own) if not words} - {*silent}
        words = [
            words_below(units, place, language) if place in bare else found
            for place, found in enumerate(own)
        ]
        short = {n for n, found in enumerate(words) if is_short(found, language)}
        return cls(units, words, frozenset(bare), frozenset(short))

    def texts(self, places: Sequence[int]) -> dict[int, tuple[bool, Words]]:
        """Return what is compared for equality; what has no words equals nothing."""
        return {n: (n in self.bare, self.words[n]) for n in places if self.words[n]}

    def like(self, place: int, bare: bool) -> bool:
        return bool(self.words[place]) and (place in self.bare) is bare


class Likeness:
    """The wordings of one part; places are those in the whole document.

    A number alone is compared with its like only: else it would be taken for the
    paragraph below it.
    """

    def __init__(
        self,
        wording: WordSimilarity,
        clauses: tuple[Side, Sequence[int]],
        units: tuple[Side, Sequence[int]],
    ) -> None:
        self._wording = wording
        self._clauses, clause_places = clauses
        self._units, unit_places = units
        self._pools = {
            bare: (
                {n for n in clause_places if self._clauses.like(n, bare)},
                {n for n in unit_places if self._units.like(n, bare)},
            )
            for bare in (True, False)
        }
        self.clauses_like = cache(self._find_clauses_like)
        self._units_like = cache(self._find_units_like)

    def _find_clauses_like(self, unit: int) -> dict[int, float]:
        """Return how alike a unit's wording is to the clauses that resemble it most."""
        if not self._units.words[unit]:
            return {}
        pool, _units = self._pools[unit in self._units.bare]
        return self._wording.nearest_clauses(unit, pool, UNLIKE)

    def _find_units_like(self, clause: int) -> dict[int, float]:
        _clauses, pool = self._pools[clause in self._clauses.bare]
        return self._wording.nearest_units(clause, pool, UNLIKE)

    def lead(self, pair: Pair) -> float:
        """Return how much more alike a pair is than either with any third.

        What is taken already counts too: a unit that is no more like this clause than
        like its neighbour has but the formula in common with both.
        """
        unit, clause = pair
        mine, theirs = self.clauses_like(unit), self._units_like(clause)
        others = [alike for place, alike in mine.items() if place != clause]
        others += (alike for place, alike in theirs.items() if place != unit)
        return mine.get(clause, 0.0) - max(others, default=0.0)

    def is_short(self, pair: Pair) -> bool:
        return pair[0] in self._units.short or pair[1] in self._clauses.short
