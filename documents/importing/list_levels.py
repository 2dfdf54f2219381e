"""List levels: the depth of a listed paragraph, from the numbering styles around it."""

from __future__ import annotations

import re
from typing import Final

from documents.text.numerals import FULL_WIDTH_MARKS, roman

ROMAN: Final = re.compile(r"[ivxl]+$")
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
ROMANS: Final = tuple(roman(value).lower() for value in range(1, 31))
# One list may have brackets of either width.
BRACKET: Final = re.compile("[)）]")
HALF_WIDTH: Final = str.maketrans("（）．", "().")
CYRILLIC: Final = "абвгдежзиклмнопрстуфхцчшщэюя"


def item_before(mark: str) -> str:
    """Return the mark before "b", "iv" or «б»; "" for the first one of a list."""
    for series in (ROMANS, LATIN, CYRILLIC):
        if mark in series[1:]:
            return series[series.index(mark) - 1]
    return ""


class Sublevels:
    """The open lists below a paragraph, outermost first."""

    def __init__(self) -> None:
        self.base = 0
        self.styles: list[str] = []
        self.last: dict[str, str] = {}
        # Whether "1." or 一、 is open: (1) or 1) is then an item below it.
        self.pointed = False

    def reset(self) -> None:
        """Leave article and lists."""
        self.base, self.styles, self.last = 0, [], {}
        self.pointed = False

    def begin_article(self) -> None:
        """Enter an article: its paragraphs have depth one."""
        self.base, self.styles, self.last = 1, [], {}
        self.pointed = False

    def end_items(self) -> None:
        """Leave every list."""
        self.styles, self.last = [], {}

    def number(self, number: str) -> int:
        """Return the depth of a numbered paragraph, 1. or 1.2."""
        self.end_items()
        self.pointed = self.pointed or not BRACKET.search(number)
        return self.base + len(re.findall(r"\.(?=\d)", number))

    def prefers_item(self, number: str) -> bool:
        """Return whether "1)" or "(1)" is an item: of an open list, or below "1."."""
        if self.pointed and BRACKET.search(number):
            return True
        return bool(self.styles) and self._style(number) in self.styles

    def item(self, number: str) -> int:
        """Return the depth of a list item; a new style opens a deeper list."""
        style = self._style(number)
        if style in self.styles:
            del self.styles[self.styles.index(style) + 1 :]
        else:
            self.styles.append(style)
        self.last[style] = re.sub(r"\W", "", number).translate(FULL_WIDTH_MARKS)
        return self.base + len(self.styles)

    def _style(self, number: str) -> str:
        """Return the style's name; "(i)" is a letter after "(h)", else Roman."""
        bare = re.sub(r"\W", "", number).translate(FULL_WIDTH_MARKS)
        frame = re.sub(r"[\w\s]", "", number).translate(HALF_WIDTH)
        if ROMAN.match(bare) and not self._follows_letter(bare, frame):
            return f"roman{frame}"
        for name, letters in (("latin", LATIN), ("cyrillic", CYRILLIC)):
            if bare.lower()[:1] in letters and bare:
                return f"{'upper' if bare.isupper() else name}{frame}"
        return f"{'digit' if bare.isdigit() else 'sign'}{frame}"

    def _follows_letter(self, bare: str, frame: str) -> bool:
        before = self.last.get(f"latin{frame}", "")
        if len(bare) > 1 or f"roman{frame}" in self.styles:
            return False
        return bool(before) and LATIN.find(bare) == LATIN.find(before) + 1
