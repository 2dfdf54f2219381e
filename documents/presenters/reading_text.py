"""The text of an edition as markup: parts, divisions and rows, and their outline.

A long one is divided into stretches of fifty rows, which a browser lays out when they
come near. It is not streamed: it is made in a fraction of a second and kept as a whole
(portal/prepared/), from which it is sent as fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.presenters.markup import (
    RowMarkup,
    join_markup,
    mark_up_outline,
)
from documents.presenters.rows import Row
from documents.text.kinds import Kind

STRETCH: Final = 50  # rows
# A text with more rows is laid out by stretches.
LAID_OUT_WHOLE: Final = 100

PREAMBLE: Final = {Kind.OPENING, Kind.PREAMBULAR}
OPERATIVE_PART: Final = {Kind.OPERATIVE}
DIVISIONS: Final[dict[str, str | Promise]] = {
    "preamble": _("Preamble"),
    "operative-part": _("Operative part"),
    "": "",
}


@dataclass(frozen=True, slots=True)
class Division:
    """A named stretch of a part; name "" for the rest of the part."""

    key: str
    name: str | Promise
    rows: list[Row]

    @property
    def outlined(self) -> list[tuple[str, str]]:
        return [(row.key, row.labels.place) for row in self.rows if row.is_outlined]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part with its divisions in order."""

    key: str
    name: str
    note: str
    divisions: list[Division]


def divide(part: str, rows: Iterable[Row]) -> list[Division]:
    """Return the rows of a part as its divisions, each with a key of its own."""
    divisions: list[Division] = []
    for name, group in groupby(_with_division(rows), lambda pair: pair[0]):
        key = f"{part}-{name}" if name else ""
        if any(division.key == key for division in divisions):
            name = key = ""  # the preamble's division was named before
        own = [row for _name, row in group]
        divisions.append(Division(key, DIVISIONS[name], own))
    return divisions


def _with_division(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Pair each row with the name of its division.

    A division begins once: headings between its paragraphs, and units below them,
    belong to it; rows before or after all of them belong to none.
    """
    listed = list(rows)
    names = [_own_division(row) for row in listed]
    last = {name: index for index, name in enumerate(names) if name}
    name = ""
    for index, row in enumerate(listed):
        if names[index]:
            name = names[index]
        elif not row.depth and last.get(name, -1) < index:
            name = ""
        yield name, row


def _own_division(row: Row) -> str:
    if row.kind in PREAMBLE:
        return "preamble"
    return "operative-part" if row.kind in OPERATIVE_PART else ""


class ReadingText:
    """The text of an edition: its markup in stretches, and what a page says of it."""

    def __init__(self, parts: Sequence[ReadPart], markup: RowMarkup) -> None:
        self._parts = parts
        self._markup = markup
        rows = [row for part in parts for each in part.divisions for row in each.rows]
        self.count = len(rows)
        shown = (row.key for row in rows if not row.is_masthead)
        #: The key of the first clause that is not folded away; "" without one.
        self.first = next(shown, "")

    @property
    def outline(self) -> SafeString:
        """The list of parts, divisions and places, each a link to its anchor."""
        return join_markup(map(_outline_part, self._parts))

    @property
    def markup(self) -> SafeString:
        """All of the text."""
        return join_markup(self._made())

    def _made(self) -> Iterator[str]:
        for part in self._parts:
            yield _open_part(part)
            blocks = self._blocks(part)
            yield from lay_out(blocks, self.count)
            yield "</section>"

    def _blocks(self, part: ReadPart) -> Iterator[tuple[int, str]]:
        """Yield what stays together, with its number of rows."""
        for division in part.divisions:
            if division.key:
                yield 0, _head_division(division)
            for is_masthead, rows in groupby(
                division.rows, lambda row: row.is_masthead
            ):
                made = [self._render(row) for row in rows]
                if is_masthead:
                    yield len(made), _fold_masthead(made)
                else:
                    yield from ((1, row) for row in made)

    def _render(self, row: Row) -> str:
        return self._markup.render(row, is_first=row.key == self.first)


def lay_out(blocks: Iterable[tuple[int, str]], count: int) -> Iterator[str]:
    """Yield blocks of rows, each with its number of them: of a long text in stretches.

    `count` is the number of rows of the page.
    """
    if count > LAID_OUT_WHOLE:
        yield from _in_stretches(blocks)
    else:
        yield from (block for _rows, block in blocks)


def _in_stretches(blocks: Iterable[tuple[int, str]]) -> Iterator[str]:
    waiting: list[str] = []
    count = 0
    for rows, block in blocks:
        if count >= STRETCH:
            yield _stretch(waiting)
            waiting, count = [], 0
        waiting.append(block)
        count += rows
    yield _stretch(waiting)


def _stretch(blocks: Iterable[str]) -> str:
    return f'<div class="stretch">{"".join(blocks)}</div>'


def _open_part(part: ReadPart) -> str:
    name = escape(capfirst(part.name))
    note = format_html('<p class="part-note">{}</p>', part.note) if part.note else ""
    return (
        f'<section class="part" aria-labelledby="part-{part.key}">'
        f'<h2 class="part-name" id="part-{part.key}">{name}</h2>{note}'
    )


def _head_division(division: Division) -> str:
    name = escape(division.name)
    return f'<h3 class="division-name" id="{division.key}">{name}</h3>'


def _fold_masthead(rows: Iterable[str]) -> str:
    # Translators: the lines above a document's title: organs, session, agenda item
    words = escape(gettext("Masthead"))
    lines = "".join(rows)
    return f'<details class="masthead"><summary>{words}</summary>{lines}</details>'


def _outline_part(part: ReadPart) -> str:
    lines = "".join(
        _outline_division(each) if each.key else mark_up_outline(each.outlined)
        for each in part.divisions
    )
    name = escape(capfirst(part.name))
    return f'<li><a href="#part-{part.key}">{name}</a><ol>{lines}</ol></li>'


def _outline_division(division: Division) -> str:
    places = mark_up_outline(division.outlined)
    return (
        f'<li><a href="#{division.key}">{escape(division.name)}</a>'
        f'<ol class="places">{places}</ol></li>'
    )
