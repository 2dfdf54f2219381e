"""Redline of two texts: deleted and inserted segments.

The cheapest edit script on tokens, in which what a reader holds on to weighs more: a
number more than a word, a word more than a blank (a longest common subsequence of
tokens, each repeated by its weight; by rapidfuzz). It is made readable: words that are
equal by chance between two changes are merged into them, a changed Chinese character
takes its whole word or number along, each change is one deletion followed by one
insertion, and words that are deleted here and inserted there are moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import Indel

from documents.languages import BY_CODE
from documents.text.tokens import find_written_words, is_word, tokenise


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
    moved: bool = False  # deleted here and inserted there, or the other way round


SAME, DELETED, INSERTED = SegmentKind.SAME, SegmentKind.DELETED, SegmentKind.INSERTED
# Tokens too weak to stand between changes: blanks, punctuation, one Chinese character.
ISLAND: Final = re.compile(r"\W*|\W*[\u3400-\u9fff]\W*")

# What a token weighs; a blank or a mark weighs 1, a short word 2.
NUMBER_WEIGHT, WORD_WEIGHT, SHORT_WORD = 6, 3, 3
# What joins the pieces of a list, at the edges of a piece.
JOINER: Final = r"(?:\W|\b(?:and|or|и|или)\b|[和及与或])+"
EDGES: Final = re.compile(rf"^{JOINER}|{JOINER}$")
LEAST_MOVED: Final = 4  # characters
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
    segments = list(_in_order(_without_islands(list(_edits(old, new)))))
    segments = list(_slid(segments, language))
    if not BY_CODE[language].spaced:
        segments = list(_in_order(_with_whole_words(segments, before, after)))
    return tuple(_with_moves(segments))


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
    done_old = done_new = 0
    same = ""
    for mine, theirs in _matches(old, new):
        deleted, inserted = old[done_old:mine], new[done_new:theirs]
        if same and (deleted or inserted):
            yield Segment(SAME, same)
            same = ""
        yield from _change("".join(deleted), "".join(inserted))
        same += old[mine]
        done_old, done_new = mine + 1, theirs + 1
    if same:
        yield Segment(SAME, same)
    yield from _change("".join(old[done_old:]), "".join(new[done_new:]))


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of tokens that stand for each other, in rising order."""
    numbers: dict[tuple[str, int], int] = {}
    mine, theirs = _weighed(old, numbers), _weighed(new, numbers)
    edits = Indel.opcodes([n for n, _ in mine], [n for n, _ in theirs])
    last = (-1, -1)
    for step in edits:
        if step.tag != "equal":
            continue
        spans = (
            range(step.src_start, step.src_end),
            range(step.dest_start, step.dest_end),
        )
        for one, other in zip(*spans, strict=True):
            pair = mine[one][1], theirs[other][1]
            if pair[0] > last[0] and pair[1] > last[1]:
                last = pair
                yield pair


def _weighed(
    tokens: Sequence[str], numbers: dict[tuple[str, int], int]
) -> list[tuple[int, int]]:
    """Return symbols, each with the index of its token; as many a token as it weighs.

    `numbers` numbers the symbols of both texts.
    """
    return [
        (numbers.setdefault((token, copy), len(numbers)), place)
        for place, token in enumerate(tokens)
        for copy in range(_weight(token))
    ]


def _weight(token: str) -> int:
    if not is_word(token):
        return 1
    if any(map(str.isdigit, token)):
        return NUMBER_WEIGHT
    return WORD_WEIGHT if len(token) > SHORT_WORD else 2


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


def _slid(segments: Sequence[Segment], language: str) -> Iterator[Segment]:
    """Yield the segments; a deletion or an insertion alone stands where it reads best:
    "1665 (2006)[+ and 1672 (2006)+]", not "1665[+ (2006) and 1672+] (2006)".
    """
    pending = list(segments)
    for place in range(1, len(pending) - 1):
        before, change, behind = pending[place - 1 : place + 2]
        if (before.kind, behind.kind) == (SAME, SAME):
            pending[place - 1 : place + 2] = _slide(before, change, behind, language)
    yield from (segment for segment in pending if segment.text)


def _slide(
    before: Segment, change: Segment, behind: Segment, language: str
) -> list[Segment]:
    """Return the three with the change at the best of the places it can have."""
    moving, following = tokenise(change.text, language), tokenise(behind.text, language)
    most = min(len(moving), len(following))
    common = next((n for n in range(most) if moving[n] != following[n]), most)
    best = max(range(common + 1), key=lambda n: (_reads(moving[n:] + moving[:n]), n))
    passed = "".join(moving[:best])
    return [
        Segment(SAME, before.text + passed),
        Segment(change.kind, "".join(moving[best:]) + passed),
        Segment(SAME, behind.text[len(passed) :]),
    ]


def _reads(tokens: Sequence[str]) -> int:
    """Return how well a change reads: whole brackets, a blank before it, none after."""
    text = "".join(tokens)
    whole = all(
        text.count(a) == text.count(b) for a, b in ("()", "（）", "«»", "“”", "《》")
    )
    return 2 * whole + text[:1].isspace() - text[-1:].isspace()


def _with_whole_words(
    segments: Sequence[Segment], before: str, after: str
) -> Iterator[Segment]:
    """Yield the segments; a change within a word or a number takes all of it."""
    bounds = _inner_places(before), _inner_places(after)
    pending = list(segments)
    old = new = 0
    for place, segment in enumerate(pending):
        if segment.kind is SAME:
            end_old, end_new = old + len(segment.text), new + len(segment.text)
            head = _overhang(bounds, old, new, +1) if place else 0
            tail = (
                _overhang(bounds, end_old, end_new, -1)
                if place + 1 < len(pending)
                else 0
            )
            yield from _cut(segment.text, head, tail)
            old, new = end_old, end_new
        else:
            yield segment
            old += len(segment.text) * (segment.kind is DELETED)
            new += len(segment.text) * (segment.kind is INSERTED)


def _inner_places(text: str) -> dict[int, tuple[int, int]]:
    """Return, for each place within a word, where the word begins and ends."""
    return {
        place: (start, end)
        for start, end in find_written_words(text)
        for place in range(start + 1, end)
    }


def _overhang(
    bounds: Sequence[dict[int, tuple[int, int]]], old: int, new: int, side: int
) -> int:
    """Return how many characters a word reaches over a place, in either text."""
    return max(
        abs(words[place][side > 0] - place) if place in words else 0
        for words, place in zip(bounds, (old, new), strict=True)
    )


def _cut(same: str, head: int, tail: int) -> Iterator[Segment]:
    """Yield an unchanged text whose ends are given to the changes beside it."""
    if head + tail >= len(same):
        head, tail = len(same), 0
    end = len(same) - tail
    for kinds, text in (
        ((DELETED, INSERTED), same[:head]),
        ((SAME,), same[head:end]),
        ((DELETED, INSERTED), same[end:]),
    ):
        if text:
            yield from (Segment(kind, text) for kind in kinds)


def _with_moves(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the segments; those that say the same at two places are moved."""
    said = {
        kind: {_words_of(each.text) for each in segments if each.kind is kind}
        for kind in (DELETED, INSERTED)
    }
    moved = {words for words in said[DELETED] & said[INSERTED] if _is_enough(words)}
    for segment in segments:
        is_moved = segment.kind is not SAME and _words_of(segment.text) in moved
        yield replace(segment, moved=True) if is_moved else segment


def _words_of(text: str) -> str:
    """Return a text without the marks that join the pieces of a list."""
    return EDGES.sub("", text)


def _is_enough(words: str) -> bool:
    """Return whether words are too many to be the same by chance."""
    return len(words) >= LEAST_MOVED


def _change(deleted: str, inserted: str) -> Iterator[Segment]:
    if deleted:
        yield Segment(DELETED, deleted)
    if inserted:
        yield Segment(INSERTED, inserted)
