"""Paragraph: what a file with a layout of its own gives to the recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from documents.importing.refusals import EmptyFile, TooLongFile

# Of one file; as much as plain text may have.
MOST_PARAGRAPHS: Final = 120_000
MOST_CHARACTERS: Final = 5_000_000
NUMBER_ALONE: Final = re.compile(
    r"(?:[(（]?(?:\d{1,3}|[a-zа-я]{1,4}|[IVX]{1,5}|[一二三四五六七八九十]{1,3})"
    r"[.)）．、]{1,2}|\d{1,3}|[•–—-])"
)

NUMBERED_LINE: Final = re.compile(
    r"(?<=[.;:,。；：，])\n(?=\s*(?:\d{1,3}[.．、](?!\d)|[(（](?:\d{1,2}|[a-zа-я]|[ivx]{1,4})"
    r"[)）]|[a-zа-я]\))\s*[^\W\d_])"
)


@dataclass(slots=True)
class Paragraph:
    """A paragraph as printed: its lines, its page, and the footnotes of its page.

    `page` counts from 1; 0 in a format without pages. `notes` are the footnotes that
    follow it.
    """

    lines: list[str]
    page: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The paragraphs of a file, and the lines that are left out of them.

    Those are printed beside the text, or are deleted or hidden.
    """

    paragraphs: list[Paragraph]
    furniture: list[str]


def divide_lines(text: str, page: int = 0) -> list[Paragraph]:
    """Return the paragraphs of a text: a line alone breaks, a blank one divides.

    So does a line that begins with a number or an item's mark, behind a stop.
    """
    pieces = re.split(r"\n[^\S\n]*\n\s*", NUMBERED_LINE.sub("\n\n", text))
    found = [[line for line in piece.split("\n") if line.strip()] for piece in pieces]
    return [Paragraph(lines, page) for lines in found if lines]


def lay_out_row(
    cells: Sequence[Sequence[Paragraph]], *, in_masthead: bool
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a row of a table.

    A row of single lines is one paragraph, its cells divided by tabs; otherwise, and in
    a masthead, each cell has its own. A number alone belongs to the cell behind it.
    """
    filled = [list(cell) for cell in cells if cell]
    if len(filled) > 1 and _is_number(filled[0]):
        [number], text = filled.pop(0), filled[0][0]
        text.lines[0] = f"{number.lines[0]} {text.lines[0]}"
        text.notes[:0] = number.notes
    is_single = all(len(cell) == 1 and len(cell[0].lines) == 1 for cell in filled)
    if in_masthead or not is_single or not filled:
        for cell in filled:
            yield from cell
        return
    row = [cell[0] for cell in filled]
    line = "\t".join(each.lines[0] for each in row)
    yield Paragraph([line], row[0].page, [note for each in row for note in each.notes])


def _is_number(cell: Sequence[Paragraph]) -> bool:
    first, *more = cell
    return not more and bool(NUMBER_ALONE.fullmatch(" ".join(first.lines).strip()))


def pack_sheets(sheets: Sheets) -> dict[str, Any]:
    """Return sheets as a bounded process answers them; raise TooLongFile."""
    paragraphs = sheets.paragraphs
    size = sum(len(text) for each in paragraphs for text in each.lines + each.notes)
    size += sum(map(len, sheets.furniture))
    if len(paragraphs) + len(sheets.furniture) > MOST_PARAGRAPHS:
        raise TooLongFile
    if size > MOST_CHARACTERS:
        raise TooLongFile
    return {
        "paragraphs": [[each.lines, each.page, each.notes] for each in paragraphs],
        "furniture": sheets.furniture,
    }


def unpack_sheets(packed: Mapping[str, Any]) -> Sheets:
    """Return the sheets that a bounded process answered; raise EmptyFile."""
    if not packed["paragraphs"]:
        raise EmptyFile
    paragraphs = [
        Paragraph(lines, page, notes) for lines, page, notes in packed["paragraphs"]
    ]
    return Sheets(paragraphs, packed["furniture"])


def print_paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    """Return the text of paragraphs with their notes; form feeds divide pages."""
    printed: list[str] = []
    last = 1
    for each in paragraphs:
        breaks = "\f" * max(each.page - last, 0)
        last = max(each.page, last)
        printed.append(breaks + "\n".join([*each.lines, *each.notes]))
    return "\n\n".join(printed)
