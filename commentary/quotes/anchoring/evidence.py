"""Anchoring evidence: what speaks for words having gone to a place, by weight.

A formula stands in clauses that have nothing else in common. What tells the words from
one is how much goes on unchanged around them, how rare it is, and how much of their
clause is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from rapidfuzz.distance import LCSseq

from commentary.quotes.anchoring.context import Span, pair_sides, unchanged_around
from commentary.quotes.anchoring.measures import Measures
from commentary.quotes.anchoring.spelling import END, Spelled

# Evidence, by weight; found by measuring.
# Words with their neighbours are told apart from a formula of a few words,
TOLD_APART: Final = 4
# or are particular enough where most of the clause is kept in order,
PARTICULAR: Final = 2.5
MOST_KEPT: Final = 0.6
LEAST_KEPT: Final = 3
# or are a phrase where the clause and what was beside the phrase are held somewhere.
PHRASE: Final = 5.5
CLAUSE_HELD: Final = 0.7
NEIGHBOURS_HELD: Final = 0.8
NEIGHBOURHOOD: Final = 8
# A clause of which less is held, and that is so many times longer, is another.
LONGER: Final = 4
# A clause of so little is a heading, which any text may repeat.
HEADING: Final = 6
# How far around the words evidence is looked for.
HORIZON: Final = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a place, each token by its weight."""

    run: float  # the words, and what is unchanged on both sides without a gap
    total: float  # and what is unchanged beyond gaps, less what these cost
    edges: int  # beginnings and ends of both texts that the run reaches


class Scale:
    """Weighs what speaks for the places that words of one text have in its new texts.

    The weight of a token is the less the more often the texts say it.
    """

    def __init__(
        self, old: Spelled, new: Sequence[Spelled], measures: Measures
    ) -> None:
        self._old, self._new, self._measures = old, new, measures
        self._weights = _weigh_tokens(old, new)
        self._weight = _weigh(old.code[1:-1], self._weights)
        self._held = _find_held(old, new, measures.gram)

    def weigh(self, one: Span, other: Span) -> Evidence:
        """Return what speaks for two spans being one place: the words in both too."""
        blocks = LCSseq.opcodes(one.code, other.code).as_matching_blocks()
        words = sum(_weigh(one.code[b.a : b.a + b.size], self._weights) for b in blocks)
        kept = [
            _kept_beside(*side, self._weights)
            for side in pair_sides(one, other, HORIZON)
        ]
        return Evidence(
            words + sum(run for run, _total in kept),
            words + sum(total for _run, total in kept),
            _edges(one, other, HORIZON),
        )

    def is_no_formula(self, quoted: Span, found: Span, evidence: Evidence) -> bool:
        """Tell whether more is unchanged than clauses have in common by their style.

        Much of it around the words; or most of the clause, and no word left behind if
        the edge of the text must decide; or a phrase with its neighbours in a clause of
        which hardly anything is gone, if in another order.
        """
        run, total = evidence.run, evidence.total
        if run >= TOLD_APART and total >= self._measures.convincing:
            return True
        edges = evidence.edges if self._may_tell_by_edges(quoted) else 0
        most = max(MOST_KEPT * self._weight, LEAST_KEPT)
        if run + edges >= PARTICULAR and total + edges >= most:
            return run >= PARTICULAR or not self._is_beside_neighbours(quoted, found)
        return run >= PHRASE and self._is_all_held(quoted, found)

    def _may_tell_by_edges(self, quoted: Span) -> bool:
        """Tell whether standing at the edge of both texts says something of the words.

        Nothing of a full stop, and nothing of a heading of two or three words.
        """
        has_words = quoted.text.words(quoted.first, quoted.last) > 0
        return has_words and self._weight >= HEADING

    def _is_all_held(self, quoted: Span, found: Span) -> bool:
        before, behind = unchanged_around(quoted, found, HORIZON)
        first = max(1, quoted.first - before - NEIGHBOURHOOD)
        last = quoted.last + behind + NEIGHBOURHOOD
        return (
            self._share_held(1, len(self._old.code)) >= CLAUSE_HELD
            and self._share_held(first, last) >= NEIGHBOURS_HELD
            and not self._is_left_at_home(quoted, found)
        )

    def _is_left_at_home(self, quoted: Span, found: Span) -> bool:
        """Tell whether a part of a phrase stands where all of it stood.

        Between its neighbours, and beside one of them as before: there the rest was
        struck out, and what is found elsewhere is of another sentence.
        """
        before, behind = unchanged_around(quoted, found, HORIZON)
        first, last = quoted.first - before, quoted.last + behind
        few = self._measures.gram // 2
        home = _home(self._old.code, first, last, few)
        return any(home.search(text.code) for text in self._new)

    def is_of_another_clause(self, found: Span) -> bool:
        """Tell whether words stand in a clause that took the place of theirs.

        Much longer, and a good part of the old one is in no new text.
        """
        is_longer = len(found.text.code) > LONGER * len(self._old.code)
        return is_longer and self._share_held(1, len(self._old.code)) < CLAUSE_HELD

    def is_again_at_home(self, quoted: Span, found: Span) -> bool:
        """Tell whether an end of the text has a damaged copy nearer to what follows.

        A sentence put before the first one often begins as that does; if that one was
        changed there, the new one has more of its words. The same at the last one.
        """
        before, behind = unchanged_around(quoted, found, HORIZON)
        first, last = quoted.first - before, quoted.last + behind
        few, code = self._measures.gram // 2, self._old.code
        most = 2 * self._measures.gram
        if not few < last - first <= most or (first == 1) == (code[last] == END):
            return False
        block = range(found.first - before, found.last + behind)
        return any(
            text is not found.text or match.start("part") not in block
            for home in _homes_at_end(code, first, last, few)
            for text in self._new
            for match in home.finditer(text.code)
        )

    def _is_beside_neighbours(self, quoted: Span, found: Span) -> bool:
        """Tell whether words found at an edge are still beside what they stood by.

        All but the outermost: a full stop stands at the edge of any text.
        """
        before, behind = unchanged_around(quoted, found, HORIZON)
        code, few = self._old.code, self._measures.gram // 2
        first, last = quoted.first - before, quoted.last + behind
        ahead = code[max(1, first - few) : min(first + few, last - 1)]
        next_to = code[max(last - few, first + 1) : last + few].rstrip(END)
        sides = [side for side in (ahead, next_to) if len(side) > few]
        return any(side in text.code for side in sides for text in self._new)

    def _share_held(self, first: int, last: int) -> float:
        """Return how much of some tokens of the old text some new text has in runs."""
        code = self._old.code[first:last].rstrip(END)
        held = zip(code, self._held[first:last], strict=False)
        kept = "".join(token for token, is_held in held if is_held)
        return _weigh(kept, self._weights) / _weigh(code, self._weights)


def _edges(one: Span, other: Span, size: int) -> int:
    before, behind = unchanged_around(one, other, size)
    begins = one.first - before == 1 == other.first - before
    ends = all(span.text.code[span.last + behind] == END for span in (one, other))
    return begins + ends


def _home(code: str, first: int, last: int, few: int) -> re.Pattern[str]:
    """Return the pattern of a phrase of which the end, or the beginning, is gone.

    A few tokens are left of it, and a few of what stood on each side.
    """
    parts = (
        code[max(0, first - few) : first],
        code[first : first + few],
        code[last - few : last],
        code[last : last + few],
    )
    ahead, begins, ends, behind = map(re.escape, parts)
    rest = f".{{0,{last - first - few - 1}}}"
    return re.compile(f"{ahead}(?:{begins}{rest}|{rest}{ends}){behind}", re.DOTALL)


def _homes_at_end(
    code: str, first: int, last: int, few: int
) -> Iterator[re.Pattern[str]]:
    """Yield patterns of a part of the first phrase, or the last, and its neighbours.

    The nearest neighbours may be gone with the rest of the phrase.
    """
    size = last - first
    left = min(few, max(1, size // 3))
    begins = re.escape(code[first : first + left])
    ends = re.escape(code[last - left : last])
    rest = f".{{0,{size - left}}}"
    for gone in range(few + 1):
        if first == 1:
            next_to = code[last + gone : last + gone + few].rstrip(END)
            pattern = f"(?P<part>{begins}{rest}|{ends}){re.escape(next_to)}"
        else:
            next_to = code[max(1, first - gone - few) : first - gone]
            pattern = f"{re.escape(next_to)}(?P<part>{begins}|{rest}{ends})"
        if len(next_to) == few:
            yield re.compile(pattern, re.DOTALL)


def _kept_beside(
    mine: str, theirs: str, weights: Mapping[str, float]
) -> tuple[float, float]:
    """Return the weight of what follows unchanged, without a gap and with gaps.

    A gap costs the more the longer it is; what is not worth the gaps before it is left.
    """
    run = best = total = 0.0
    at = there = 0
    for block in LCSseq.opcodes(mine, theirs).as_matching_blocks():
        if not block.size:
            continue
        gap = max(block.a - at, block.b - there)
        at, there = block.a + block.size, block.b + block.size
        kept = _weigh(mine[block.a : at], weights)
        total += kept - (1 + log2(1 + gap) if gap else 0)
        run += kept if at == block.size and not gap else 0
        best = max(best, total)
    return run, best


def _weigh(code: str, weights: Mapping[str, float]) -> float:
    """Return the weight of tokens of the old text."""
    return sum(map(weights.__getitem__, code))


def _find_held(old: Spelled, new: Iterable[Spelled], size: int) -> list[bool]:
    """Tell of each token of the old text whether it stands in a run that a new one has.

    In whatever order: a sentence that was moved is held, one that was replaced is not.
    """
    runs = {
        text.code[place : place + size]
        for text in new
        for place in range(1, len(text.code) - size)
    }
    held = [False] * len(old.code)
    for place in range(1, len(old.code) - size):
        if old.code[place : place + size] in runs:
            held[place : place + size] = [True] * size
    return held


def _weigh_tokens(old: Spelled, new: Iterable[Spelled]) -> dict[str, float]:
    """Return how much each token of the old text tells of a place: rare ones more."""
    before, after = Counter(old.code), Counter[str]()
    for text in new:
        after.update(text.code)
    return {
        token: 1 / (1 + log2(max(count, after[token])))
        for token, count in before.items()
    }
