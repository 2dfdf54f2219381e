"""How alike the words of clauses and units are.

Two measures, of which the lower counts. The first is the shortest edit between the
words in order (Indel distance, bit-parallel in rapidfuzz: Hyyrö 2004). The second is
the share of words in common, a word counting the more the fewer clauses have it
(inverse document frequency, Spärck Jones 1972): the formulas with which UN paragraphs
begin weigh little, so that two clauses are not taken for one because both reaffirm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property
from math import log
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from documents.matching.index import Index
from documents.matching.words import Words

# Clauses looked at for each unit: a formula that more of them share is no evidence.
NEAREST: Final = 10
SURROGATES: Final = range(0xD800, 0xE000)
CODE_POINTS: Final = 0x110000 - len(SURROGATES)


class Wording:
    """The words of all clauses and all units of a document, ready to be compared."""

    def __init__(self, clauses: Sequence[Words], units: Sequence[Words]) -> None:
        self._numbers: dict[str, int] = {}
        self.clauses = [self._coded(words) for words in clauses]
        self.units = [self._coded(words) for words in units]

    def _coded(self, words: Words) -> str:
        """Write each word as one character, which is what rapidfuzz compares fastest.

        Words beyond the number of characters share them: a document of a million
        different words loses a little sharpness.
        """
        numbers = self._numbers
        codes = (numbers.setdefault(word, len(numbers)) % CODE_POINTS for word in words)
        return "".join(
            chr(code if code < SURROGATES.start else code + len(SURROGATES))
            for code in codes
        )

    @cached_property
    def _weights(self) -> dict[str, float]:
        texts = [*self.clauses, *self.units]
        frequency = Counter(char for text in texts for char in set(text))
        return {char: log(1 + len(texts) / count) for char, count in frequency.items()}

    @cached_property
    def _clause_index(self) -> Index:
        return Index(self.clauses)

    @cached_property
    def _unit_index(self) -> Index:
        return Index(self.units)

    def nearest_clauses(
        self, unit: int, clauses: Collection[int], floor: float
    ) -> dict[int, float]:
        """Return the clauses most like a unit, with how alike they are."""
        text = self.units[unit]
        places = self._clause_index.worth_comparing(text, clauses)
        return self._nearest(text, {n: self.clauses[n] for n in places}, floor)

    def nearest_units(
        self, clause: int, units: Collection[int], floor: float
    ) -> dict[int, float]:
        """Return the units most like a clause, with how alike they are."""
        text = self.clauses[clause]
        places = self._unit_index.worth_comparing(text, units)
        return self._nearest(text, {n: self.units[n] for n in places}, floor)

    def _nearest(
        self, text: str, among: dict[int, str], floor: float
    ) -> dict[int, float]:
        found = process.extract(
            text,
            among,
            scorer=Indel.normalized_similarity,
            processor=None,
            limit=NEAREST,
            score_cutoff=floor,
        )
        return {
            place: min(in_order, self._in_common(text, other))
            for other, in_order, place in found
        }

    def _in_common(self, one: str, other: str) -> float:
        """Return the weight of the words in common among all (Dice's coefficient)."""
        mine, theirs = Counter(one), Counter(other)
        whole = self._weight(mine) + self._weight(theirs)
        return 2 * self._weight(mine & theirs) / whole if whole else 0.0

    def _weight(self, words: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in words.items())
