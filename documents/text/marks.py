"""Marks on a text (quotes, references, search hits), and its pieces between them.

Marks may overlap in any way, HTML elements may not. A text is therefore cut wherever a
mark begins or ends, and each piece lists the marks that cover it. The template renders
a piece as one element, a link where a mark has an address, and escapes its text: there
is no HTML here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

# The class of what a search finds.
FOUND: Final = "match"
NAME: Final = re.compile(r"[a-z][a-z0-9_-]*")
# Addresses of this site, of this page, or of the web: no javascript:.
HREF: Final = re.compile(r"|[/?#].*|https?://.+", re.DOTALL)
# Deeper overlaps have no shade of their own: it would not be distinguishable.
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a text, `start` to `end`, with a CSS class, a label and an address.

    `count` is how many things it stands for, and `word` words the count of all that
    cover a place. Offsets are in Unicode code points. Raises ValueError for an invalid
    class name or address.
    """

    start: int
    end: int
    name: str
    label: str = ""
    href: str = ""
    count: int = 1
    word: Callable[[int], str] | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(self.name)
        if not HREF.fullmatch(self.href):
            raise ValueError(self.href)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks, the outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()
    start: int = 0

    @property
    def depth(self) -> int:
        """The number of overlapping marks, up to the most that CSS distinguishes."""
        return min(len(self.marks), DEEPEST)

    @property
    def classes(self) -> str:
        """The CSS classes of the marks, each once."""
        return " ".join(dict.fromkeys(mark.name for mark in self.marks))

    @property
    def link(self) -> Mark | None:
        """The shortest mark with an address, since links cannot nest; None without one.

        A longer mark is linked where it is alone.
        """
        linked = [mark for mark in self.marks if mark.href]
        return min(linked, key=lambda mark: mark.end - mark.start, default=None)

    @property
    def label(self) -> str:
        """The label of the outermost mark, which counts all that overlap here."""
        first = next(iter(self.marks), None)
        if first is None or first.word is None:
            return first.label if first else ""
        return first.word(sum(m.count for m in self.marks if m.name == first.name))

    @property
    def href(self) -> str:
        return self.link.href if self.link else ""

    @property
    def opening(self) -> tuple[Mark, ...]:
        """The marks that begin here; their labels are read out once."""
        return tuple(mark for mark in self.marks if mark.start == self.start)

    @property
    def closing(self) -> tuple[Mark, ...]:
        """The marks that end here."""
        end = self.start + len(self.text)
        return tuple(mark for mark in self.marks if mark.end == end)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text so that every mark covers whole pieces.

    The pieces join to the text; an empty text has none. A mark beyond the end of the
    text is clipped: a draft's text may just have become shorter.
    """
    laid = sorted(_inside(text, marks), key=lambda mark: (mark.start, -mark.end))
    cuts = sorted({0, len(text)}.union(*((mark.start, mark.end) for mark in laid)))
    waiting = laid[::-1]
    active: list[Mark] = []
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.end > start]
        while waiting and waiting[-1].start == start:
            active.append(waiting.pop())
        found.append(Piece(text[start:end], tuple(active), start))
    return found


def _inside(text: str, marks: Iterable[Mark]) -> Iterable[Mark]:
    for mark in marks:
        start, end = max(0, mark.start), min(len(text), mark.end)
        if start < end:
            yield replace(mark, start=start, end=end)
