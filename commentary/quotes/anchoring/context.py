"""Anchoring context: how certain a match is, judged by the words around it.

The same words may stand in a clause ten times. What tells which of them were quoted is
what stands around, and how far it goes on without a change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from commentary.quotes.anchoring.measures import Measures
from commentary.quotes.anchoring.spelling import END, Spelled

# What the two neighbours weigh, beside all that stands in the windows.
NEIGHBOURS: Final = 0.2
# A pair of words that stands in a text more often says nothing of the place.
COMMON: Final = 12
MOST_REGIONS: Final = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` to `last` of a spelled text."""

    text: Spelled
    first: int
    last: int

    @property
    def code(self) -> str:
        return self.text.code[self.first : self.last]

    def before(self, size: int) -> str:
        return self.text.code[max(1, self.first - size) : self.first]

    def behind(self, size: int) -> str:
        return self.text.code[self.last : self.last + size].rstrip(END)

    def overlaps(self, other: Span) -> bool:
        return (
            self.text is other.text
            and self.first < other.last
            and other.first < self.last
        )


def surroundings(one: Span, other: Span, size: int) -> float:
    """Return how alike what stands around two spans is, from 0 to 1, and next to them.

    What lies beyond the edge of a text says nothing, for or against.
    """
    sides = [side for side in pair_sides(one, other, size) if all(side)]
    if not sides:
        return 1.0
    neighbours = sum(mine[0] == theirs[0] for mine, theirs in sides) / len(sides)
    share = share_kept_around(one, other, size)
    return (1 - NEIGHBOURS) * share + NEIGHBOURS * neighbours


def share_kept_around(one: Span, other: Span, size: int) -> float:
    """Return how many of the tokens around two spans are the same, from 0 to 1."""
    sides = [side for side in pair_sides(one, other, size) if all(side)]
    kept = sum(LCSseq.similarity(*side) for side in sides)
    return kept / sum(min(map(len, side)) for side in sides) if sides else 1.0


def sides_to_compare(one: Span, other: Span) -> int:
    """Count on how many sides both texts go on: two, one or none."""
    return sum(all(side) for side in pair_sides(one, other, 1))


def kept_around(one: Span, other: Span, size: int) -> int:
    """Count the tokens that stand around both spans, in order."""
    return sum(LCSseq.similarity(*side) for side in pair_sides(one, other, size))


def pair_sides(one: Span, other: Span, size: int) -> tuple[tuple[str, str], ...]:
    """Return what stands before both, last first, and what stands behind both."""
    return (
        (one.before(size)[::-1], other.before(size)[::-1]),
        (one.behind(size), other.behind(size)),
    )


def unchanged_around(one: Span, other: Span, size: int) -> tuple[int, int]:
    """Count the tokens before and behind two spans until they first differ."""
    before, behind = (_common(*side) for side in pair_sides(one, other, size))
    return before, behind


def _common(one: str, other: str) -> int:
    for count, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return count
    return min(len(one), len(other))


def occurrences(code: str, text: Spelled) -> list[Span]:
    """Return every place where a text says the same tokens; they may overlap."""
    found: list[Span] = []
    place = text.code.find(code)
    while place >= 0:
        found.append(Span(text, place, place + len(code)))
        place = text.code.find(code, place + 1)
    return found


class Index:
    """Where the pairs of neighbouring tokens of a text stand in it."""

    def __init__(self, text: Spelled) -> None:
        self.text = text
        self._places: dict[str, list[int]] = {}
        for place in range(len(text.code) - 1):
            self._places.setdefault(text.code[place : place + 2], []).append(place)

    def regions(self, span: Span, size: int) -> list[Span]:
        """Return where in this text the words of a span of another may have gone.

        Pairs that both texts have vote for how far they were shifted; words that were
        put in or taken out between them shift the rest by as much.
        """
        slack = max(3, (span.last - span.first) // 2)
        votes = self._votes(span, size)
        found: list[Span] = []
        for shift, _count in votes.most_common():
            region = self._region(span, shift, slack)
            if not any(region.overlaps(other) for other in found):
                found.append(region)
            if len(found) == MOST_REGIONS:
                break
        return found

    def _votes(self, span: Span, size: int) -> Counter[int]:
        votes: Counter[int] = Counter()
        code = span.text.code
        for place in range(
            max(0, span.first - size), min(len(code) - 1, span.last + size)
        ):
            standing = self._places.get(code[place : place + 2], ())
            if len(standing) <= COMMON:
                votes.update(there - place for there in standing)
        return votes

    def _region(self, span: Span, shift: int, slack: int) -> Span:
        first = max(0, span.first + shift - slack)
        last = min(len(self.text.code), span.last + shift + slack)
        return Span(self.text, first, max(first, last))


def survivors(span: Span, region: Span, measures: Measures) -> Span | None:
    """Return the stretch of a region that is left of a span's words; None for none.

    What surrounds the words is aligned with them, so that no word of the surroundings
    is taken for one of theirs. At its ends a word that stands off the rest, and off the
    surroundings, is not believed: it may stand there by chance.
    """
    runs = list(_runs(span, region, measures))
    while len(runs) > 1 and runs[0].is_crumb:
        runs.pop(0)
    while len(runs) > 1 and runs[-1].is_crumb:
        runs.pop()
    return Span(region.text, runs[0].first, runs[-1].last) if runs else None


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens of the new text that follow each other as in the old one."""

    first: int
    last: int
    is_crumb: bool


def _runs(span: Span, region: Span, measures: Measures) -> Iterator[_Run]:
    size = measures.window
    start, begin = max(0, span.first - size), max(0, region.first - size)
    window = span.text.code[start : span.last + size]
    target = region.text.code[begin : region.last + size]
    for block in LCSseq.opcodes(window, target).as_matching_blocks():
        shift = block.b + begin - block.a - start
        first = max(block.a + start, span.first)
        last = min(block.a + start + block.size, span.last)
        if first < last:
            is_crumb = (
                last - first < measures.believed
                and block.size < measures.believed_with_more
            )
            yield _Run(first + shift, last + shift, is_crumb)
