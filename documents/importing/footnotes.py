"""The digits that call footnotes: extraction sets them into the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SUPERSCRIPTS: Final = re.compile("[¹²³⁰⁴-⁹]+")
MARK: Final = re.compile(r"(\d{1,2})")
GLUED: Final = re.compile(
    r"(?P<before>[^\W\d_][”\"»’')\],;.:，；。：、）》]{0,2})(?P<digits>\d{1,2})"
    r"(?![\d/.\-–]\d|[\d/年月日条款段次届号项个至、名国%)）]|[-–])"
)
APART: Final = re.compile(
    r"(?P<before>[^\W\d_][,;.])\s(?P<digits>\d{1,2})(?=\s[^\W\d_]|$)"
)
AFTER_YEAR: Final = re.compile(
    r"(?P<before>\b(?:19|20)\d\d[,;.)]?)(?P<digits>\d{1,2})(?![\d/])"
)
HAN: Final = re.compile(r"[\u3400-\u9fff]")


class FootnoteCalls:
    """Takes the digits that call footnotes out of a text read from its beginning.

    A digit is taken for a call when it is the next to come, 1, 2, 3, or one that
    has been called: everything else is the document's own.
    """

    def __init__(self, notes: Iterable[str]) -> None:
        marks = (MARK.match(note) for note in notes)
        self.known = {int(mark[1]) for mark in marks if mark}
        self.called = 0

    def remove(self, text: str) -> str:
        """Return the text without the calls."""
        text = SUPERSCRIPTS.sub("", text)
        text = GLUED.sub(self._glued, text)
        if self.known:
            text = APART.sub(self._next_only, text)
            text = AFTER_YEAR.sub(self._next_only, text)
        return text

    def _glued(self, match: re.Match[str]) -> str:
        letter = match["before"][0]
        if HAN.match(letter):
            return self._next_only(match) if self.known else match[0]
        if letter.isupper() or not letter.isalpha():
            return match[0]
        number = int(match["digits"])
        if 0 < number <= self.called and number in self.known:
            return _without_call(match)
        return self._next_only(match)

    def _next_only(self, match: re.Match[str]) -> str:
        number = int(match["digits"])
        expected = number == self.called + 1
        if not expected or (self.known and number not in self.known):
            return match[0]
        self.called = number
        return _without_call(match)


def _without_call(match: re.Match[str]) -> str:
    """Return what stood before the call; a blank, if the next word was glued to it."""
    following = match.string[match.end() : match.end() + 1]
    glued = following.isalpha() and not HAN.match(following)
    return match["before"] + (" " if glued else "")
