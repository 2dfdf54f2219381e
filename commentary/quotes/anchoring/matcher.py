"""Anchoring matcher: finds quoted words in a later wording of their clause, or none.

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

from commentary.quotes.anchoring.context import (
    Index,
    Span,
    kept_around,
    occurrences,
    share_kept_around,
    sides_to_compare,
    surroundings,
    survivors,
    unchanged_around,
)
from commentary.quotes.anchoring.evidence import Scale
from commentary.quotes.anchoring.measures import CHARACTERS, WORDS
from commentary.quotes.anchoring.selectors import OtherWords, Selector
from commentary.quotes.anchoring.spelling import Alphabet, Spelled
from documents.languages import BY_CODE


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
class Asked:
    """What must be left of what stood around words; found by measuring."""

    kept: int  # tokens
    near: float  # of the window, with the neighbours
    afar: float  # of the tokens as far as the horizon


# So much less alike must the next best place be.
LEAD: Final = 0.1
# And so many tokens fewer must it have kept: an edge of a text alone decides nothing.
LEAD_TOKENS: Final = 2
# Two wordings of one clause have so much in common.
SAME_CLAUSE: Final = 0.7
# A piece of a clause that was split has so much of its text from it, in order.
WHOLE_PIECE: Final = 0.95
# So much less must speak for every other place.
LEAD_EVIDENCE: Final = 2
# So many tokens beside a short quote must be unchanged.
BESIDE: Final = 2
# A quote of a thousand words is placed unchanged or not at all.
LONGEST: Final = 1000


def find_place(
    selector: Selector, before: str, texts: Sequence[str], *, language: str
) -> Place:
    """Return where a quote from `before` stands in the texts that came of it.

    The clause's own text comes first ("" when it is gone), then those of its
    successors. Raises OtherWords when the quote is not of `before`.
    """
    return Matcher(before, texts, language=language).place(selector)


class Matcher:
    """Places the quotes of one text; what texts have in common is prepared once."""

    def __init__(self, before: str, texts: Sequence[str], *, language: str) -> None:
        self._before, self._texts = before, texts
        self._measures = WORDS if BY_CODE[language].spaced else CHARACTERS
        alphabet = Alphabet(language)
        self._old = alphabet.spell(before)
        self._new = [alphabet.spell(text) for text in texts]

    def place(self, selector: Selector) -> Place:
        if not selector.is_of(self._before):
            raise OtherWords
        if self._texts and self._texts[0] == self._before:
            return Place(State.EXACT, 0, selector.start, selector.end, 1.0)
        quoted = Span(self._old, *self._old.covering(selector.start, selector.end))
        same = [span for text in self._new for span in occurrences(quoted.code, text)]
        if same:  # whatever else there is, nothing is nearer to the words
            found = self._same_words(quoted, same)
            return self._unchanged(selector, quoted, found) if found else DETACHED
        similar = self._similar_words(quoted)
        return self._changed(*similar) if similar else DETACHED

    # --- The same words

    def _same_words(self, quoted: Span, found: Sequence[Span]) -> Span | None:
        place = self._by_evidence(quoted, found)
        place = place or self._by_surroundings(quoted, found)
        return None if place and self._is_misled(quoted, place) else place

    def _is_misled(self, quoted: Span, found: Span) -> bool:
        """Tell whether words may be of a text that took the place of theirs."""
        scale = self._scale
        return scale.is_of_another_clause(found) or scale.is_again_at_home(
            quoted, found
        )

    def _by_evidence(self, quoted: Span, found: Sequence[Span]) -> Span | None:
        """Return the place for which so much speaks that it is no formula.

        No other place of the words, in the new texts or in the old one, may come near.
        """
        weighed = [(self._scale.weigh(quoted, span), span) for span in found]
        evidence, best = max(weighed, key=lambda pair: pair[0].total)
        if not self._scale.is_no_formula(quoted, best, evidence):
            return None
        rivals = self._rivals(quoted, best, found)
        least = evidence.total - LEAD_EVIDENCE
        is_sure = all(self._scale.weigh(*rival).total <= least for rival in rivals)
        return best if is_sure else None

    @cached_property
    def _scale(self) -> Scale:
        return Scale(self._old, self._new, self._measures)

    def _rivals(
        self, quoted: Span, best: Span, found: Sequence[Span]
    ) -> Iterator[tuple[Span, Span]]:
        """Yield other pairs of places, old and new, that say the words or nearly."""
        for span in found:
            if span is not best:
                yield quoted, span
        for span in occurrences(quoted.code, self._old):
            if span.first != quoted.first:
                yield span, best
        for span in self._candidates(quoted, self._new_indexes):
            if not span.overlaps(best):
                yield quoted, span

    def _by_surroundings(self, quoted: Span, found: Sequence[Span]) -> Span | None:
        best = max(found, key=lambda span: self._around(quoted, span))
        rivals = self._rivals(quoted, best, found)
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
        measures = self._measures
        before, behind = unchanged_around(quoted, found, measures.telling)
        run = before + quoted.last - quoted.first + behind
        if run >= measures.telling or self._is_all(quoted, found, run):
            return True
        if self._is_short(quoted) and before + behind < BESIDE:
            return False
        asked = self._asked(quoted, found)
        return (
            self._kept(quoted, found) >= asked.kept
            and self._around(quoted, found) >= asked.near
            and share_kept_around(quoted, found, measures.horizon) >= asked.afar
        )

    def _asked(self, quoted: Span, found: Span) -> Asked:
        """Return how much must be left; less where no formula can mislead."""
        if self._is_same_clause(found.text):
            return Asked(0, near=0.55, afar=0.5)
        if self._is_piece(found.text) and not self._is_short(quoted):
            return Asked(self._measures.short, near=0.8, afar=0.7)
        if sides_to_compare(quoted, found) < 2:
            return Asked(self._measures.evidence, near=0.8, afar=0.6)
        if self._is_short(quoted):
            return Asked(self._measures.evidence, near=0.75, afar=0.6)
        return Asked(self._measures.evidence, near=0.55, afar=0.5)

    @cached_property
    def _kept_in(self) -> dict[int, int]:
        """How many tokens of the old text each new one has, in order."""
        old = self._old.code
        return {id(text): LCSseq.similarity(old, text.code) for text in self._new}

    def _is_same_clause(self, text: Spelled) -> bool:
        longer = max(len(self._old.code), len(text.code))
        return self._kept_in[id(text)] >= SAME_CLAUSE * longer

    def _is_piece(self, text: Spelled) -> bool:
        """Tell whether a new text is a piece of a clause that was split.

        All its words come from it, in order; a few words are found anywhere.
        """
        size = len(text.code)
        is_enough = size >= self._measures.piece
        return is_enough and self._kept_in[id(text)] >= WHOLE_PIECE * size

    def _is_all(self, quoted: Span, found: Span, run: int) -> bool:
        """Tell whether a run of tokens is all of the old text, if that is much."""
        everything = len(self._old.code) - 2
        return everything == run and everything > self._measures.short

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
        others = [(quoted, span) for span in found if not span.overlaps(best)]
        is_sure = (
            score >= LEAST_SCORE
            and score > max((_alike(*rival) for rival in others), default=0.0)
            and self._is_enough(quoted, best)
            and self._leads(quoted, best, [*others, *self._claims(best, quoted)])
        )
        return (best, score) if is_sure else None

    def _claims(self, found: Span, quoted: Span) -> Iterator[tuple[Span, Span]]:
        """Return what else of the old text may have become what was found."""
        for span in self._candidates(found, [self._old_index]):
            if not span.overlaps(quoted):
                yield span, found

    def _may_be_approximate(self, quoted: Span) -> bool:
        return not self._is_short(quoted) and quoted.last - quoted.first <= LONGEST

    def _is_short(self, quoted: Span) -> bool:
        return quoted.text.words(quoted.first, quoted.last) <= self._measures.short

    def _candidates(self, span: Span, indexes: Sequence[Index]) -> Iterator[Span]:
        window = self._measures.window
        for index in indexes:
            for region in index.regions(span, window):
                if (left := survivors(span, region, self._measures)) is not None:
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

    def _changed(self, span: Span, score: float) -> Place:
        start, end = span.text.starts[span.first], span.text.ends[span.last - 1]
        return Place(
            State.APPROXIMATE, self._index_of(span.text), start, end, round(score, 3)
        )

    def _index_of(self, text: Spelled) -> int:
        return next(n for n, each in enumerate(self._new) if each is text)


def _alike(one: Span, other: Span) -> float:
    """Return how many of the words, of the longer one's, both have in order."""
    return LCSseq.normalized_similarity(one.code, other.code)
