"""Evidence for matching a unit with a clause: text similarity, number and order."""

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

# A score starts with the similarity of the words; agreement of place adds these shares
# of the difference to 1. Equal words score 1 at any place.
SAME_NUMBER: Final = 0.15
SAME_GAP: Final = 0.25


class Fit(NamedTuple):
    """The score of a unit and a clause; the place decides between equal scores."""

    score: float
    place: float
    pair: Pair


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document: its clauses and its units, in order."""

    clauses: Side
    clause_places: Sequence[int]
    units: Side
    unit_places: Sequence[int]
    likeness: Likeness

    def free(
        self, matched: Mapping[int, int]
    ) -> tuple[dict[int, Unit], dict[int, Unit]]:
        """Return the unmatched units and clauses, by index, in order."""
        taken = set(matched.values())
        units = {n: self.units.units[n] for n in self.unit_places if n not in matched}
        clauses = {
            n: self.clauses.units[n] for n in self.clause_places if n not in taken
        }
        return units, clauses


def fits_of(part: Part, matched: Mapping[int, int]) -> dict[int, list[Fit]]:
    """Return, for each unmatched unit, its fits with unmatched clauses, best first.

    `matched` maps units to their clauses: known neighbours are evidence for places.
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


# Below this, similarity is noise: unrelated texts share as much by their
# articles and prepositions.
UNLIKE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Side:
    """All clauses, or all units, with their words."""

    units: Sequence[Unit]
    words: Sequence[Words]
    bare: frozenset[int]  # indexes of numbers alone, compared by the text below them
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
        """Return the keys for equality, by index; units without words have none."""
        return {n: (n in self.bare, self.words[n]) for n in places if self.words[n]}

    def like(self, place: int, bare: bool) -> bool:
        return bool(self.words[place]) and (place in self.bare) is bare


class Likeness:
    """Similarities within one part; indexes are those of the whole document.

    A number alone is compared with numbers alone only: otherwise it would match the
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
        """Return the similarity of the clauses most similar to a unit, by index."""
        if not self._units.words[unit]:
            return {}
        pool, _units = self._pools[unit in self._units.bare]
        return self._wording.nearest_clauses(unit, pool, UNLIKE)

    def _find_units_like(self, clause: int) -> dict[int, float]:
        _clauses, pool = self._pools[clause in self._clauses.bare]
        return self._wording.nearest_units(clause, pool, UNLIKE)

    def lead(self, pair: Pair) -> float:
        """Return how much a pair's similarity exceeds that of either with any other.

        Matched ones are included: a unit as similar to a neighbour as to this clause
        only shares a formula with both.
        """
        unit, clause = pair
        mine, theirs = self.clauses_like(unit), self._units_like(clause)
        others = [alike for place, alike in mine.items() if place != clause]
        others += (alike for place, alike in theirs.items() if place != unit)
        return mine.get(clause, 0.0) - max(others, default=0.0)

    def is_short(self, pair: Pair) -> bool:
        return pair[0] in self._units.short or pair[1] in self._clauses.short
