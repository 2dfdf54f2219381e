"""Where quoted words stand in a later wording of their clause, or that they are gone.

The rule behind every line: rather no place than a wrong one. A place is given when the
words and what surrounds them leave no other, seen from both sides: no other place in
the new texts fits as well, and no other words of the old text fit that place as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from rapidfuzz.distance import LCSseq

from commentary.quoting.likeness import (
    Index,
    Span,
    kept_around,
    occurrences,
    surroundings,
    survivors,
    unchanged_around,
)
from commentary.quoting.selectors import OtherWords, Selector
from commentary.quoting.spelling import Alphabet, Spelled
from documents.languages import CHINESE


class State(StrEnum):
    """How a quote was found again."""

    EXACT = "exact"
    MOVED = "moved"
    APPROXIMATE = "approximate"
    DETACHED = "detached"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: which of the texts given, and the characters in it."""

    state: State
    text: int = 0
    start: int = 0
    end: int = 0
    score: float = 0.0


DETACHED: Final = Place(State.DETACHED)
LEAST_SCORE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Measures:
    """How much of a language is enough; in tokens."""

    window: int  # how far around the words is looked
    horizon: int  # how far, to tell a formula from a clause
    short: int  # so few words are found unchanged or not at all
    telling: int  # so many, unchanged and in one run, need no surroundings


WORDS: Final = Measures(window=10, horizon=30, short=3, telling=24)
# A Chinese word has mostly two characters (as in documents.matching.words).
CHARACTERS: Final = Measures(window=20, horizon=60, short=6, telling=48)
# Surroundings less alike than this are other ones.
ALIKE: Final = 0.5
ALIKE_AFAR: Final = 0.4
# So much less alike must the next best place be.
LEAD: Final = 0.1
# And so many tokens fewer must it have kept: an edge of a text alone decides nothing.
LEAD_TOKENS: Final = 2
# A quote of a thousand words is placed unchanged or not at all.
LONGEST: Final = 1000


def place(
    selector: Selector, before: str, texts: Sequence[str], *, language: str
) -> Place:
    """Return where a quote from `before` stands in the texts that came of it.

    The clause's own text comes first ("" when it is gone), then those of its
    successors. Raises OtherWords when the quote is not of `before`.
    """
    return Placer(before, texts, language=language).place(selector)


class Placer:
    """Places the quotes of one text; what texts have in common is prepared once."""

    def __init__(self, before: str, texts: Sequence[str], *, language: str) -> None:
        self._before, self._texts = before, texts
        self._measures = CHARACTERS if language == CHINESE.code else WORDS
        alphabet = Alphabet(language)
        self._old = alphabet.spell(before)
        self._new = [alphabet.spell(text) for text in texts]

    def place(self, selector: Selector) -> Place:
        if not selector.is_of(self._before):
            raise OtherWords
        if self._texts and self._texts[0] == self._before:
            return Place(State.EXACT, 0, selector.start, selector.end, 1.0)
        quoted = Span(self._old, *self._old.covering(selector.start, selector.end))
        if found := self._same_words(quoted):
            return self._unchanged(selector, quoted, found)
        if found := self._similar_words(quoted):
            return self._changed(quoted, found)
        return DETACHED

    # --- The same words

    def _same_words(self, quoted: Span) -> Span | None:
        found = [span for text in self._new for span in occurrences(quoted.code, text)]
        if not found:
            return None
        best = max(found, key=lambda span: self._around(quoted, span))
        rivals = [(quoted, span) for span in found if span is not best]
        rivals += (
            (span, best)
            for span in occurrences(quoted.code, self._old)
            if span.first != quoted.first
        )
        rivals += (
            (quoted, span)
            for span in self._candidates(quoted, self._new_indexes)
            if not span.overlaps(best)
        )
        is_sure = self._is_enough(quoted, best) and self._leads(quoted, best, rivals)
        return best if is_sure else None

    def _leads(
        self, quoted: Span, best: Span, rivals: Iterable[tuple[Span, Span]]
    ) -> bool:
        """Tell whether no other pair of places is nearly as well matched."""
        fit, kept = self._fit(quoted, best), self._kept(quoted, best)
        return all(
            fit - self._fit(*rival) >= LEAD and kept - self._kept(*rival) >= LEAD_TOKENS
            for rival in rivals
        )

    def _is_enough(self, quoted: Span, found: Span) -> bool:
        """Tell whether the words go on, or stand among, as they did.

        A formula of ten words is found in many a clause that was written anew.
        """
        size = self._measures.telling
        before, behind = unchanged_around(quoted, found, size)
        return before + quoted.last - quoted.first + behind >= size or (
            self._around(quoted, found) >= ALIKE
            and surroundings(quoted, found, self._measures.horizon) >= ALIKE_AFAR
        )

    def _around(self, one: Span, other: Span) -> float:
        return surroundings(one, other, self._measures.window)

    # --- Nearly the same words

    def _similar_words(self, quoted: Span) -> tuple[Span, float] | None:
        if not self._may_be_approximate(quoted):
            return None
        found = list(self._candidates(quoted, self._new_indexes))
        if not found:
            return None
        best = max(found, key=lambda span: self._fit(quoted, span))
        score = _alike(quoted, best)
        rivals = [(quoted, span) for span in found if not span.overlaps(best)]
        rivals += (
            (span, best)
            for span in self._candidates(best, [self._old_index])
            if not span.overlaps(quoted)
        )
        is_alike = score >= LEAST_SCORE and self._is_enough(quoted, best)
        is_sure = is_alike and self._leads(quoted, best, rivals)
        return (best, score) if is_sure else None

    def _may_be_approximate(self, quoted: Span) -> bool:
        words = quoted.text.words(quoted.first, quoted.last)
        return self._measures.short < words and quoted.last - quoted.first <= LONGEST

    def _candidates(self, span: Span, indexes: Sequence[Index]) -> Iterator[Span]:
        window = self._measures.window
        for index in indexes:
            for region in index.regions(span, window):
                if (left := survivors(span, region, window)) is not None:
                    yield left

    def _fit(self, one: Span, other: Span) -> float:
        return (_alike(one, other) + self._around(one, other)) / 2

    def _kept(self, one: Span, other: Span) -> int:
        common = LCSseq.similarity(one.code, other.code)
        return common + kept_around(one, other, self._measures.window)

    @cached_property
    def _new_indexes(self) -> list[Index]:
        return [Index(text) for text in self._new]

    @cached_property
    def _old_index(self) -> Index:
        return Index(self._old)

    # --- Answers

    def _unchanged(self, selector: Selector, quoted: Span, found: Span) -> Place:
        """Return the place of the same words; a quote may begin or end in one."""
        old, new = quoted.text, found.text
        text = self._index_of(new)
        start = new.starts[found.first] + selector.start - old.starts[quoted.first]
        end = new.ends[found.last - 1] - (old.ends[quoted.last - 1] - selector.end)
        is_same = text == 0 and start == selector.start
        return Place(State.EXACT if is_same else State.MOVED, text, start, end, 1.0)

    def _changed(self, quoted: Span, found: tuple[Span, float]) -> Place:
        span, score = found
        start, end = span.text.starts[span.first], span.text.ends[span.last - 1]
        return Place(
            State.APPROXIMATE, self._index_of(span.text), start, end, round(score, 3)
        )

    def _index_of(self, text: Spelled) -> int:
        return next(n for n, each in enumerate(self._new) if each is text)


def _alike(one: Span, other: Span) -> float:
    """Return how many of the words, of the longer one's, both have in order."""
    return LCSseq.normalized_similarity(one.code, other.code)
