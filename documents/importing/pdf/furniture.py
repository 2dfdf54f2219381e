"""Furniture of the pages of a PDF: heads and feet told apart from the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from documents.importing.page_furniture import FURNITURE
from documents.importing.pdf.extract import Page
from documents.importing.pdf.lines import PrintedLine
from documents.text.symbols import PRINTED_SYMBOL

# Shares of the height of the page, from the foot.
HEAD, FOOT = 0.875, 0.115
SYMBOL: Final = re.compile(PRINTED_SYMBOL)
# Repeated on so many of the pages.
REPEATED: Final = 1 / 3
# So far from the text, in sizes of the letters.
SET_APART: Final = 1.6
ENDS: Final = re.compile(r"^\W*\d+|\d+\W*$")


def find_furniture(
    pages: Sequence[Page], lines: Sequence[Sequence[PrintedLine]]
) -> set[tuple[int, int]]:
    """Return the places of furniture: the index of a page, and of a line on it."""
    found: set[tuple[int, int]] = set()
    repeated: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for place, (page, own) in enumerate(zip(pages, lines, strict=True)):
        for index, line in enumerate(own):
            if not _is_in_band(line, page):
                continue
            if _is_surely(line, is_first=place == 0, page=page):
                found.add((place, index))
            elif _is_set_apart(line, own, page):
                repeated[ENDS.sub("#", line.text)].add((place, index))
    for places in repeated.values():
        if len({page for page, _line in places}) >= max(2, REPEATED * len(pages)):
            found |= places
    return found


def _is_in_band(line: PrintedLine, page: Page) -> bool:
    share = line.baseline / page.height
    return share > HEAD or share < FOOT


def _is_surely(line: PrintedLine, *, is_first: bool, page: Page) -> bool:
    """Return whether the words say so; the masthead's symbol is not furniture."""
    if is_first and line.baseline > page.height / 2 and SYMBOL.match(line.text):
        return False
    return FURNITURE.fullmatch(line.text.strip()) is not None


def _is_set_apart(line: PrintedLine, own: Sequence[PrintedLine], page: Page) -> bool:
    is_head = line.baseline > page.height / 2
    inner = [
        abs(other.baseline - line.baseline)
        for other in own
        if (other.baseline < line.baseline) is is_head
        and other.baseline != line.baseline
    ]
    return not inner or min(inner) > SET_APART * line.size
