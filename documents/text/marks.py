"""Marks in a text (quotes, references, found words): where to cut it to show them.

Marks may overlap in any way and HTML elements may not, so a text is cut wherever a
mark begins or ends, and each piece knows the marks that lie over it. A template prints
a piece as one element, a link where it leads somewhere, and escapes its text as ever:
nothing here is HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

NAME: Final = re.compile(r"[a-z][a-z0-9_-]*")
# An address of this site, a place in this page, or the web: never a script.
HREF: Final = re.compile(r"|[/?#].*|https?://.+", re.DOTALL)
# A third mark over two others is shown as dark as the eye can tell from the second.
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of a text, with a CSS class and words to explain it.

    Offsets count Unicode code points. Raises ValueError for a name that is no class and
    for an address that is none.
    """

    start: int
    end: int
    name: str
    label: str = ""
    href: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(self.name)
        if not HREF.fullmatch(self.href):
            raise ValueError(self.href)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks, the outermost mark first."""

    text: str
    marks: tuple[Mark, ...] = ()
    start: int = 0

    @property
    def depth(self) -> int:
        """How many marks lie over each other here, as far as CSS tells them apart."""
        return min(len(self.marks), DEEPEST)

    @property
    def classes(self) -> str:
        """The names of the marks, each once."""
        return " ".join(dict.fromkeys(mark.name for mark in self.marks))

    @property
    def link(self) -> Mark | None:
        """The mark whose address the piece leads to: the shortest, for links nest not.

        A longer one is reached where it stands alone.
        """
        linked = [mark for mark in self.marks if mark.href]
        return min(linked, key=lambda mark: mark.end - mark.start, default=None)

    @property
    def href(self) -> str:
        return self.link.href if self.link else ""

    @property
    def opening(self) -> tuple[Mark, ...]:
        """The marks that begin here: what is said of a mark is said once."""
        return tuple(mark for mark in self.marks if mark.start == self.start)

    @property
    def closing(self) -> tuple[Mark, ...]:
        """The marks that end here."""
        end = self.start + len(self.text)
        return tuple(mark for mark in self.marks if mark.end == end)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a text so that every mark is a run of whole pieces.

    The pieces joined give the text back; an empty text has none. A mark that reaches
    out of the text counts as far as the text goes: a page is shown even where the words
    of a draft have just become fewer.
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
            yield Mark(start, end, mark.name, mark.label, mark.href)
