"""Redline of two texts: deleted and inserted segments.

The shortest edit script on tokens (Myers; computed by rapidfuzz) is made readable:
words that are equal by chance between two changes are merged into them, and each change
is one deletion followed by one insertion.
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
    """The kinds of segments; the values are the names of their HTML elements."""

    SAME = "same"
    DELETED = "del"
    INSERTED = "ins"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that is unchanged, deleted or inserted."""

    kind: SegmentKind
    text: str


SAME, DELETED, INSERTED = SegmentKind.SAME, SegmentKind.DELETED, SegmentKind.INSERTED
# Tokens too weak to stand between changes: blanks, punctuation, one Chinese character.
ISLAND: Final = re.compile(r"\W*|\W*[\u3400-\u9fff]\W*")

# The bounds of a redline of texts by users: two texts as long as a
# comment may be are, in Chinese, as many tokens; a page shows several redlines.
MOST_TOKENS: Final = 20_000
MOST_SEGMENTS: Final = 200


def redline(before: str, after: str, language: str) -> tuple[Segment, ...]:
    """Return the redline of two texts, on the tokens of a language.

    The segments that are not inserted join to `before`, those that are not deleted to
    `after`. Equal texts give one segment, or none when empty.
    """
    old, new = tokenise(before, language), tokenise(after, language)
    edits = list(_edits(old, new))
    return tuple(_in_order(_without_islands(edits)))


def bounded_redline(
    before: str, after: str, language: str
) -> tuple[Segment, ...] | None:
    """Return a redline within the bounds of cost and size; None beyond them.

    For texts by users, whose length and number of changes are not controlled.
    """
    if len(tokenise(before, language)) + len(tokenise(after, language)) > MOST_TOKENS:
        return None
    segments = redline(before, after, language)
    return segments if len(segments) <= MOST_SEGMENTS else None


def replaced(before: str, after: str) -> tuple[Segment, ...]:
    """Return the redline of two values as wholes, such as printed numbers."""
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
    """Merge each run of changes into one deletion followed by one insertion."""
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
