"""Numbering: printed numbers as values, and values printed in the same style.

A printed number is a numeral in a frame: 第七条, "Article VII", "(c)", «в)», 三、, 3.1.
The levels before the last ("3." in "3.1.") are part of the frame. A series is what one
language prints in one list: only there can "(i)" be told from "(i)", the letter after
(h) from the Roman one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from documents.text.numerals import (
    ARTICLE_WORD,
    CIRCLED,
    CYRILLIC_ITEMS,
    FULL_WIDTH,
    ROMAN_LOOK_ALIKE,
    ROMAN_VALUES,
    han_value,
    hanzi,
    roman,
    roman_value,
)

LATIN_ITEMS: Final = "abcdefghijklmnopqrstuvwxyz"
WIDE: Final = {value: key for key, value in FULL_WIDTH.items()}
LARGEST: Final = 9999
FRAME: Final = re.compile(
    r"(?P<before>[\s第(（\[]*)"
    r"(?P<levels>(?:[0-9]+[.．])*)"
    r"(?P<numeral>[0-9]+|[０-９]+|[零一二三四五六七八九十百]+|[㈠-㈩]|[①-⑳]"
    rf"|[a-zA-Z]{{1,12}}|[{CYRILLIC_ITEMS}]|[{CYRILLIC_ITEMS.upper()}])"
    r"(?P<after>\s*[条款章节项]?\W*)"
)


class NoSuchNumber(ValueError):
    """The value cannot be printed in the style of the number."""


@dataclass(frozen=True, slots=True)
class Style:
    """Numerals of one kind: `read` gives a value, `write` the numeral of a value.

    Both raise ValueError, KeyError or IndexError for what does not exist.
    """

    read: Callable[[str], int]
    write: Callable[[int], str]

    def value(self, numeral: str) -> int:
        """Return the value of a numeral that this style would print so, else 0."""
        try:
            value = self.read(numeral)
            return value if self.print(value) == numeral else 0
        except (ValueError, KeyError, IndexError):
            return 0

    def print(self, value: int) -> str:
        """Return the numeral of a value. Raises NoSuchNumber."""
        try:
            written = self.write(value) if 1 <= value <= LARGEST else ""
        except (ValueError, IndexError):
            written = ""
        if not written:
            raise NoSuchNumber(value)
        return written


def _lettered(letters: str, most: int) -> Style:
    """Return the style of list letters; behind z come aa, bb, …"""

    def read(numeral: str) -> int:
        return letters.index(numeral[0]) + 1 + (len(numeral) - 1) * len(letters)

    def write(value: int) -> str:
        again, place = divmod(value - 1, len(letters))
        return letters[place] * (again + 1) if value <= most else ""

    return Style(read, write)


def _signs(first: str, count: int) -> Style:
    """Return the style of signs that enclose a number, such as ①."""
    return Style(
        lambda sign: int(sign.translate(CIRCLED)),
        lambda value: chr(ord(first) + value - 1) if value <= count else "",
    )


def _read_roman(numeral: str) -> int:
    return roman_value(numeral.upper())


def _write_roman(value: int) -> str:
    return roman(value) if value in ROMAN_VALUES else ""


UPPER_ROMAN: Final = Style(_read_roman, _write_roman)
LOWER_ROMAN: Final = Style(_read_roman, lambda value: _write_roman(value).lower())
ROMANS: Final = (UPPER_ROMAN, LOWER_ROMAN)
STYLES: Final = (
    Style(int, str),
    Style(
        lambda numeral: int(numeral.translate(FULL_WIDTH)),
        lambda value: str(value).translate(WIDE),
    ),
    Style(han_value, lambda value: hanzi(value) if value < 1000 else ""),
    _signs("㈠", 10),
    _signs("①", 20),
    *(
        _lettered(letters, most)
        for items, most in ((LATIN_ITEMS, 52), (CYRILLIC_ITEMS, len(CYRILLIC_ITEMS)))
        for letters in (items, items.upper())
    ),
    *ROMANS,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A printed number that was understood."""

    before: str
    levels: str
    numeral: str
    after: str
    style: Style

    @property
    def value(self) -> int:
        return self.style.value(self.numeral)

    @property
    def lead(self) -> str:
        """What numbers of the level below begin with, without the stop: "3.1"."""
        return f"{self.levels}{self.numeral}"

    def __str__(self) -> str:
        return f"{self.before}{self.lead}{self.after}"

    def at(self, value: int) -> Numeral:
        """Return the number of another value in this style. Raises NoSuchNumber."""
        return replace(self, numeral=self.style.print(value))

    def below(self, old: Numeral, new: Numeral) -> Numeral:
        """Return the number after the one above it changed: 3.1 below 4 is 4.1."""
        rest = self.levels.removeprefix(old.lead)
        if rest == self.levels or rest[:1] not in (".", "．"):
            return self
        return replace(self, levels=f"{new.lead}{rest}")


def read_series(numbers: Sequence[str]) -> list[Numeral | None]:
    """Return the numbers of one list in one language; None for what is not one."""
    readings = [_readings(number) for number in numbers]
    is_roman = _is_roman([each for each in readings if each])
    return [_choose(each, is_roman=is_roman) for each in readings]


def _readings(number: str) -> list[Numeral]:
    """Return the number in each style in which it can be read: two for "(i)"."""
    word = ARTICLE_WORD.match(number)
    begun = word[0] if word else ""
    rest = number.removeprefix(begun)
    found = FRAME.fullmatch(rest.translate(ROMAN_LOOK_ALIKE) if word else rest)
    if found is None:
        return []
    before, levels, numeral, after = found.groups()
    return [
        Numeral(f"{begun}{before}", levels, numeral, after, style)
        for style in STYLES
        if style.value(numeral) and not (word and _is_item(style))
    ]


def _is_item(style: Style) -> bool:
    """Return whether a style has letters, which number no articles."""
    return style not in ROMANS and style.print(1).isalpha() and style.print(1) != "一"


def _is_roman(readings: Sequence[Sequence[Numeral]]) -> bool:
    """Return whether numerals that can be letters too are Roman."""
    letters, romans = ([each[place].value for each in readings] for place in (0, -1))
    steps = _count_steps(romans) - _count_steps(letters)
    if steps:
        return steps > 0
    certain = [each[0].style in ROMANS for each in readings if len(each) == 1]
    if certain:
        return any(certain)
    return any(each[0].numeral[0] in "ivxIVX" for each in readings[:1])


def _count_steps(values: Sequence[int]) -> int:
    return sum(after == before + 1 for before, after in pairwise(values))


def _choose(readings: Sequence[Numeral], *, is_roman: bool) -> Numeral | None:
    return readings[-1 if is_roman else 0] if readings else None
