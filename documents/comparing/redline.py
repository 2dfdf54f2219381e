"""The redline of two wordings: what was struck out, what was put in.

The shortest edit (Myers; here by rapidfuzz, on tokens) is made readable: words that
survive by chance between two changes are taken into them, and a change is shown as
one deletion followed by one insertion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import Indel

from documents.text.tokens import tokenise


class SegmentKind(StrEnum):
    """What became of a stretch of text; the names of the HTML elements that show it."""

    SAME = "same"
    DELETED = "del"
    INSERTED = "ins"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with one fate."""

    kind: SegmentKind
    text: str


SAME, DELETED, INSERTED = SegmentKind.SAME, SegmentKind.DELETED, SegmentKind.INSERTED
# What says nothing alone: blanks, punctuation, a single Chinese character.
ISLAND: Final = re.compile(r"\W*|\W*[\u3400-\u9fff]\W*")

# What a redline may cost where anybody's texts are compared: two texts as long as a
# comment may be are, in Chinese, as many tokens; a page shows several redlines.
MOST_TOKENS: Final = 20_000
MOST_SEGMENTS: Final = 200


def redline(before: str, after: str, language: str) -> tuple[Segment, ...]:
    """Return how one wording became another, in the pieces of its language.

    The segments that are not inserted give `before` back, those that are not deleted
    `after`. Equal wordings give one segment, or none when empty.
    """
    old, new = tokenise(before, language), tokenise(after, language)
    edits = list(_edits(old, new))
    return tuple(_in_order(_without_islands(edits)))


def bounded_redline(
    before: str, after: str, language: str
) -> tuple[Segment, ...] | None:
    """Return a redline that is cheap to make and to show; None when there is none.

    For texts whose length and number of changes nobody answers for.
    """
    if len(tokenise(before, language)) + len(tokenise(after, language)) > MOST_TOKENS:
        return None
    segments = redline(before, after, language)
    return segments if len(segments) <= MOST_SEGMENTS else None


def replaced(before: str, after: str) -> tuple[Segment, ...]:
    """Return how one word became another as a whole, as a printed number does."""
    if before == after:
        return (Segment(SAME, after),) if after else ()
    return tuple(_change(before, after))


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[Segment]:
    numbers: dict[str, int] = {}
    mine = [numbers.setdefault(token, len(numbers)) for token in old]
    theirs = [numbers.setdefault(token, len(numbers)) for token in new]
    for step in Indel.opcodes(mine, theirs):
        if step.tag == "equal":
            yield Segment(SAME, "".join(old[step.src_start : step.src_end]))
        elif step.tag == "delete":
            yield Segment(DELETED, "".join(old[step.src_start : step.src_end]))
        else:
            yield Segment(INSERTED, "".join(new[step.dest_start : step.dest_end]))


def _without_islands(edits: Sequence[Segment]) -> Iterator[Segment]:
    for place, segment in enumerate(edits):
        inside = 0 < place < len(edits) - 1
        if segment.kind is SAME and inside and ISLAND.fullmatch(segment.text):
            yield Segment(DELETED, segment.text)
            yield Segment(INSERTED, segment.text)
        else:
            yield segment


def _in_order(edits: Iterator[Segment]) -> Iterator[Segment]:
    """Gather each run of changes into one deletion and one insertion."""
    deleted, inserted = "", ""
    for segment in edits:
        if segment.kind is DELETED:
            deleted += segment.text
        elif segment.kind is INSERTED:
            inserted += segment.text
        else:
            yield from _change(deleted, inserted)
            yield segment
            deleted, inserted = "", ""
    yield from _change(deleted, inserted)


def _change(deleted: str, inserted: str) -> Iterator[Segment]:
    if deleted:
        yield Segment(DELETED, deleted)
    if inserted:
        yield Segment(INSERTED, inserted)
