"""How sure it is that words in one text are those of another: by what surrounds them.

The same words may stand in a clause ten times. What tells which of them were quoted is
what stands around, and how far it goes on without a change.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel, LCSseq

from commentary.quoting.spelling import BEGINNING, END, Spelled

# The two neighbours weigh as much as a quarter of the window on their side.
WINDOW_SHARE: Final = 0.8
NEIGHBOUR_SHARE: Final = 0.1
EDGES: Final = BEGINNING + END
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
        return self.text.code[max(0, self.first - size) : self.first]

    def behind(self, size: int) -> str:
        return self.text.code[self.last : self.last + size]

    def overlaps(self, other: Span) -> bool:
        return (
            self.text is other.text
            and self.first < other.last
            and other.first < self.last
        )


def surroundings(one: Span, other: Span, size: int) -> float:
    """Return how alike what stands around two spans is, from 0 to 1."""
    left, right = (
        (one.before(size), other.before(size)),
        (
            one.behind(size),
            other.behind(size),
        ),
    )
    windows = (
        Indel.normalized_similarity(*left) + Indel.normalized_similarity(*right)
    ) / 2
    neighbours = (left[0][-1:] == left[1][-1:]) + (right[0][:1] == right[1][:1])
    return WINDOW_SHARE * windows + NEIGHBOUR_SHARE * neighbours


def kept_around(one: Span, other: Span, size: int) -> int:
    """Count the tokens that stand around both spans, in order; an edge is none."""
    return sum(
        LCSseq.similarity(mine.strip(EDGES), theirs.strip(EDGES))
        for mine, theirs in (
            (one.before(size), other.before(size)),
            (one.behind(size), other.behind(size)),
        )
    )


def unchanged_around(one: Span, other: Span, size: int) -> tuple[int, int]:
    """Count the tokens before and behind two spans until they first differ."""
    return (
        _common(one.before(size)[::-1], other.before(size)[::-1]),
        _common(one.behind(size), other.behind(size)),
    )


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


def survivors(span: Span, region: Span, size: int) -> Span | None:
    """Return the stretch of a region that is left of a span's words; None for none.

    What surrounds the words is aligned with them, so that no word of the surroundings
    is taken for one of theirs. A single word that stands off the rest is not believed.
    """
    code, there = span.text.code, region.text.code
    start, begin = max(0, span.first - size), max(0, region.first - size)
    blocks = [
        (max(block.a + start, span.first), block)
        for block in Indel.opcodes(
            code[start : span.last + size], there[begin : region.last + size]
        ).as_matching_blocks()
    ]
    runs: list[tuple[int, int]] = []
    for first, block in blocks:
        last = min(block.a + start + block.size, span.last)
        if first < last:
            at = first - block.a - start + block.b + begin
            if runs and runs[-1][1] == at:
                runs[-1] = runs[-1][0], at + last - first
            else:
                runs.append((at, at + last - first))
    while len(runs) > 1 and runs[0][1] - runs[0][0] < 2:
        runs.pop(0)
    while len(runs) > 1 and runs[-1][1] - runs[-1][0] < 2:
        runs.pop()
    return Span(region.text, runs[0][0], runs[-1][1]) if runs else None
