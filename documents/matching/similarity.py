"""Similarity of texts by their words, without case and punctuation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property
from math import ceil, log
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from documents.importing import Unit
from documents.languages import BY_CODE
from documents.text.tokens import fold, is_word, tokenise

Words = tuple[str, ...]


def words_of(text: str, language: str) -> Words:
    """Return the folded words of a text, characters in Chinese."""
    return tuple(filter(is_word, tokenise(fold(text), language)))


def is_short(words: Words, language: str) -> bool:
    """Return whether the words are too few to be compared except for equality."""
    return len(words) <= BY_CODE[language].few_words


def words_below(units: Sequence[Unit], place: int, language: str) -> Words:
    """Return the words of the units below a unit.

    They identify an article that is printed as a number alone.
    """
    found: list[str] = []
    for unit in units[place + 1 :]:
        if unit.depth <= units[place].depth:
            break
        found.append(unit.text)
    return words_of("\n".join(found), language)


# Fewer texts are all compared with each other: a second at most.
FEW: Final = 300
WORTH_COMPARING: Final = 40
# Of a long text so many pairs, spread over it, are looked up: texts as similar as
# matching requires share most of them.
LOOKED_UP: Final = 32
# Of a pair in more texts than this the first stand for the rest: a formula needs to be
# seen in some of them, not in all.
LISTED: Final = 100


class PairIndex:
    """Inverted index of texts by pairs of adjacent words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for pair in _pairs(text):
                self._places[pair].append(place)

    def worth_comparing(self, text: str, among: Collection[int]) -> Collection[int]:
        """Return those of `among` that may be similar to a text; all when few."""
        if len(among) <= FEW:
            return among
        shared: dict[int, float] = defaultdict(float)
        pairs = _pairs(text)
        for pair in pairs[:: ceil(len(pairs) / LOOKED_UP) or 1]:
            places = self._places.get(pair, ())
            weight = log(1 + self.size / len(places)) if places else 0.0
            for place in places[:LISTED]:
                shared[place] += weight
        found = [place for place in shared if place in among]
        found.sort(key=lambda place: -shared[place])
        return found[:WORTH_COMPARING]


def _pairs(text: str) -> list[str]:
    """Return each pair of adjacent words once, in order; or the single word."""
    pairs = (text[place : place + 2] for place in range(max(len(text) - 1, 1)))
    return list(dict.fromkeys(pairs))


# Clauses compared for each unit: a formula shared by more is no evidence.
NEAREST: Final = 10
SURROGATES: Final = range(0xD800, 0xE000)
CODE_POINTS: Final = 0x110000 - len(SURROGATES)


class WordSimilarity:
    """The words of all clauses and units of a document, encoded for comparison."""

    def __init__(self, clauses: Sequence[Words], units: Sequence[Words]) -> None:
        self._numbers: dict[str, int] = {}
        self.clauses = [self._coded(words) for words in clauses]
        self.units = [self._coded(words) for words in units]

    def _coded(self, words: Words) -> str:
        """Encode each word as one character, which rapidfuzz compares fastest.

        Beyond the number of code points, words share characters: a document of a
        million different words loses a little accuracy.
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
    def _clause_index(self) -> PairIndex:
        return PairIndex(self.clauses)

    @cached_property
    def _unit_index(self) -> PairIndex:
        return PairIndex(self.units)

    def nearest_clauses(
        self, unit: int, clauses: Collection[int], floor: float
    ) -> dict[int, float]:
        """Return the similarities of the clauses most similar to a unit, by index."""
        text = self.units[unit]
        places = self._clause_index.worth_comparing(text, clauses)
        return self._nearest(text, {n: self.clauses[n] for n in places}, floor)

    def nearest_units(
        self, clause: int, units: Collection[int], floor: float
    ) -> dict[int, float]:
        """Return the similarities of the units most similar to a clause, by index."""
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
        """Return the Dice coefficient of the words, weighted by rarity."""
        mine, theirs = Counter(one), Counter(other)
        whole = self._weight(mine) + self._weight(theirs)
        return 2 * self._weight(mine & theirs) / whole if whole else 0.0

    def _weight(self, words: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in words.items())
