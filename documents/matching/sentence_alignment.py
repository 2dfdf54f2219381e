"""Sentence alignment: what of a clause says the same in each of its languages.

After Gale and Church (1993): in order, one sentence is one or two of the other
language, by the evidence of documents.importing.likeness. A reader is shown the result
as a fact, so it holds only what is sure: a pair without which the sentences could be
paired nearly as well is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final, TypeAlias

from documents.importing.likeness import Features, Likeness, read_features
from documents.languages import CODES
from documents.text.sentences import sentences

# Where a sentence, or some in a row, begin and end in a text: in code points.
Span: TypeAlias = tuple[int, int]
# What says the same: a span in each of two or more languages.
Counterparts: TypeAlias = dict[str, Span]


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked of a pair that is shown, in tenths of a logarithm."""

    least: int  # evidence for it
    margin: int  # by how much every way without it is worse
    rival: int  # by how much a sentence nearby is less like one of the pair


# So many sentences of the one text and of the other are paired.
BEADS: Final = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))
# In tenths of a logarithm, as the evidence is: what it costs that two sentences are
# one, and that one has no counterpart. Which of these is rarer differs from text to
# text: a pair is sure that is right either way.
COSTS: Final = ((30, 60), (40, 10))
# Where one sentence is one throughout, fewer things can be otherwise.
ONE_TO_ONE: Final = Demands(least=10, margin=20, rival=0)
ANY: Final = Demands(least=0, margin=15, rival=10)
MOST: Final = 30  # sentences of a clause; one with more is a text of its own


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of two texts that say the same: from `mine` on, and from `theirs`."""

    mine: int
    theirs: int
    size: tuple[int, int]
    evidence: int

    @property
    def pairs(self) -> bool:
        return 0 not in self.size

    def score(self, join: int, gap: int) -> int:
        """Return the evidence less what the bead costs."""
        return self.evidence - {(1, 1): 0, (1, 0): gap, (0, 1): gap}.get(
            self.size, join
        )

    def touches(self, other: Bead) -> bool:
        """Whether a sentence of one text is in both."""
        return self._has_mine(other) or self._has_theirs(other)

    def covers(self, other: Bead) -> bool:
        return self._has_mine(other) and self._has_theirs(other)

    def _has_mine(self, other: Bead) -> bool:
        return self.mine <= other.mine < self.mine + self.size[0]

    def _has_theirs(self, other: Bead) -> bool:
        return self.theirs <= other.theirs < self.theirs + self.size[1]


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences of a text: where they stand, and their features."""

    spans: Sequence[Span]
    features: Sequence[Features]


def align_sentences(texts: Mapping[str, str]) -> list[Counterparts]:
    """Return what says the same in the texts of a clause, by language, in order.

    Nothing for a clause of one sentence, which is its own counterpart, and for lines
    that are no sentences, such as a signature's: their order differs by language.
    """
    read = {
        code: _read(texts[code], code)
        for code in CODES
        if texts.get(code, "").strip() and "\n" not in texts[code].strip()
    }
    longest = max((len(each.spans) for each in read.values()), default=0)
    if not 1 < longest <= MOST:
        return []
    # Each text in turn is the one that the others are paired with: the most tells most.
    ways = [list(_gather(pivot, read)) for pivot in read]
    return max(ways, key=lambda found: sum(map(len, found)), default=[])


def _read(text: str, code: str) -> Read:
    spans = [
        (each.start, each.start + len(each.text.rstrip()))
        for each in sentences(text, code)
    ]
    return Read(spans, [read_features(text[start:end]) for start, end in spans])


def _pair(mine: Read, theirs: Read) -> list[Bead]:
    """Return the beads of two texts that are sure, in order."""
    beads = _weigh_beads(mine, theirs)
    either = [set(_find_sure(beads, mine, theirs, *costs)) for costs in COSTS]
    return sorted(set.intersection(*either), key=lambda bead: bead.mine)


def _find_sure(
    beads: frozenset[Bead], mine: Read, theirs: Read, join: int, gap: int
) -> Iterator[Bead]:
    scores = {bead: bead.score(join, gap) for bead in beads}
    best, path = _find_best(scores, mine, theirs)
    asked = ONE_TO_ONE if all(bead.size == (1, 1) for bead in path) else ANY
    for bead in path:
        if not bead.pairs or bead.evidence < asked.least:
            continue
        without = {each: score for each, score in scores.items() if each != bead}
        is_better = best - _find_best(without, mine, theirs)[0] >= asked.margin
        if is_better and not _has_rival(bead, beads, asked.rival):
            yield bead


def _has_rival(bead: Bead, beads: frozenset[Bead], distance: int) -> bool:
    """Whether a sentence of the pair would do nearly as well with another one.

    Also one that stands before: then it is the order that differs by language.
    """
    return any(
        other.evidence > bead.evidence - distance
        for other in beads
        if other.size == (1, 1) and bead.touches(other) and not bead.covers(other)
    )


def _weigh_beads(mine: Read, theirs: Read) -> frozenset[Bead]:
    likeness = Likeness(mine.features, theirs.features)

    def weigh(i: int, j: int, size: tuple[int, int]) -> int:
        if 0 in size:
            return 0
        one = reduce(or_, mine.features[i : i + size[0]])
        return likeness.of(one, reduce(or_, theirs.features[j : j + size[1]]))

    return frozenset(
        Bead(i, j, size, weigh(i, j, size))
        for size in BEADS
        for i in range(len(mine.spans) - size[0] + 1)
        for j in range(len(theirs.spans) - size[1] + 1)
    )


def _find_best(
    scores: Mapping[Bead, int], mine: Read, theirs: Read
) -> tuple[int, list[Bead]]:
    """Return the best way through both texts, and what it scores."""
    best: dict[Span, tuple[int, Bead | None]] = {(0, 0): (0, None)}
    for bead in sorted(scores, key=lambda each: (each.mine, each.theirs)):
        if (before := best.get((bead.mine, bead.theirs))) is None:
            continue
        end = (bead.mine + bead.size[0], bead.theirs + bead.size[1])
        score = before[0] + scores[bead]
        if end not in best or score > best[end][0]:
            best[end] = (score, bead)
    total, last = best[len(mine.spans), len(theirs.spans)]
    path: list[Bead] = []
    while last is not None:
        path.append(last)
        _score, last = best[last.mine, last.theirs]
    return total, path[::-1]


def _gather(pivot: str, read: Mapping[str, Read]) -> Iterator[Counterparts]:
    """Yield the counterparts of runs of sentences of the pivot."""
    paired = {code: _pair(read[pivot], read[code]) for code in read if code != pivot}
    for first, last in _runs(len(read[pivot].spans), paired.values()):
        found = {pivot: _span(read[pivot], first, last)}
        for code, beads in paired.items():
            inside = [each for each in beads if first <= each.mine < last]
            if sum(each.size[0] for each in inside) == last - first:
                end = inside[-1].theirs + inside[-1].size[1]
                found[code] = _span(read[code], inside[0].theirs, end)
        if len(found) > 1:
            yield found


def _runs(count: int, every: Iterable[Sequence[Bead]]) -> Iterator[Span]:
    """Yield the runs of sentences that no bead of any language cuts."""
    joined = {bead.mine + 1 for beads in every for bead in beads if bead.size[0] > 1}
    first = 0
    for place in range(1, count + 1):
        if place not in joined:
            yield first, place
            first = place


def _span(read: Read, first: int, last: int) -> Span:
    return read.spans[first][0], read.spans[last - 1][1]
