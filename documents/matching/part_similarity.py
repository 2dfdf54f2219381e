"""How alike the wordings of the clauses and units of one part are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from documents.importing import Unit
from documents.matching.places import Pair
from documents.matching.similarity import (
    Words,
    WordSimilarity,
    is_short,
    words_below,
    words_of,
)

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
