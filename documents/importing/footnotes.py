"""Footnotes at the bottom of pages: their lines, their texts, and their calls."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from documents.importing.lines import UNSPACED, Line, begins_small
from documents.languages import LANGUAGES
from documents.languages.base import Cues

# The rule above footnotes. Alternatives are disjoint, so there is no backtracking.
RULE: Final = re.compile(r"[_\-—–─=]{3,}|[_─](?:\s*[_─])+")
NOTE_MARK: Final = re.compile(r"(?:\d{1,2}|\*{1,3}|[a-z])\s*[./)]?\s*\S")
STAR_NOTE: Final = re.compile(r"\*{1,3}\s?[^\W\d_]")
FEW_STARS: Final = 2
STAR_LINES: Final = 15


def footnote_length(lines: list[Line], index: int, cut: set[int], cues: Cues) -> int:
    """Return the number of lines of the footnotes that begin here, with their rule."""
    first = lines[index].text
    ruled = bool(RULE.fullmatch(first))
    start = index + ruled
    if start >= len(lines) or start in cut:
        return 0
    if not ruled and STAR_NOTE.match(first):
        return _star_length(lines, index, cut, cues)
    mark = NOTE_MARK if ruled else cues.footnote
    if not mark.match(lines[start].text) or cues.number.match(lines[start].text):
        return 0
    end = start + 1
    while end < len(lines) and end not in cut and not lines[end].turn:
        line = lines[end]
        if line.gap and not mark.match(line.text):
            break
        if not ruled and _opens_text(line, cues):
            break
        end += 1
    return end - index


def _star_length(lines: list[Line], index: int, cut: set[int], cues: Cues) -> int:
    """Return the number of lines of a starred note before a page turn; 0 if none."""
    for end in range(index + 1, min(len(lines), index + STAR_LINES)):
        line = lines[end]
        if end in cut or line.turn:
            return end - index
        if _opens_text(line, cues) or (line.gap and not _lists(lines[index:end])):
            return 0
    return 0


def _lists(lines: list[Line]) -> bool:
    """Return whether a note continues after a blank line, as it announces a list."""
    return any(line.text.endswith((":", "：")) for line in lines)


def _opens_text(line: Line, cues: Cues) -> bool:
    return bool(
        cues.number.match(line.text)
        or (cues.preambular.match(line.text) and not begins_small(line.text))
        or cues.article.match(line.text)
    )


def footnotes(lines: list[Line], cues: Cues) -> list[str]:
    """Return one text per footnote."""
    notes: list[str] = []
    for line in lines:
        if RULE.fullmatch(line.text):
            continue
        begins = cues.footnote.match(line.text) or re.match(r"\d{1,2}\s|\*", line.text)
        if begins or not notes:
            notes.append(line.text)
        else:
            notes[-1] += ("" if UNSPACED.search(line.text[:1]) else " ") + line.text
    return notes


SUPERSCRIPTS: Final = re.compile("[¹²³⁰⁴-⁹]+")
# A note whose mark is a superior figure, or in square brackets; and its call.
MARKED_NOTE: Final = re.compile(r"(?:[¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\])\s*(?=\w)")
NOTE_START: Final = re.compile(rf"{MARKED_NOTE.pattern}|{STAR_NOTE.pattern}")
BRACKETED_CALL: Final = re.compile(r"(?<=\S)\s?\[(\d{1,3})\]")
PLAIN_FIGURES: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", "[]")


def plain_mark(note: str) -> str:
    """Return a marked note with its mark in plain figures: "1 See …"."""
    mark = MARKED_NOTE.match(note)
    if mark is None:
        return note
    return f"{mark[0].strip().translate(PLAIN_FIGURES)} {note[mark.end() :]}"


MARK: Final = re.compile(r"(\d{1,2})")
GLUED: Final = (
    r"(?P<glued>[^\W\d_][”\"»’')\],;.:，；。：、）》]{0,2})(?P<after_glued>\d{1,2})"
    r"(?![\d/.\-–]\d|[\d/年月日条款段次届号项个至、名国%)）]|[-–])"
)
APART: Final = r"(?P<apart>[^\W\d_][,;.])\s(?P<after_apart>\d{1,2})(?=\s[^\W\d_]|$)"
AFTER_YEAR: Final = r"(?P<year>\b(?:19|20)\d\d[,;.)]?)(?P<after_year>\d{1,2})(?![\d/])"
# Without any note only the first is certain enough. They are looked for at once, as
# the calls count up from the beginning of a text to its end.
CALL: Final = re.compile(GLUED)
NOTED_CALL: Final = re.compile(f"{GLUED}|{APART}|{AFTER_YEAR}")
HAN: Final = re.compile(r"[\u3400-\u9fff]")
# What stands before a digit without a blank: "A/60/650/Add.", "No.".
WORD_BEFORE: Final = re.compile(r"[!-~\u0400-\u04ff]+\Z")
LONGEST_WORD: Final = 80
ABBREVIATIONS: Final = frozenset(
    word for each in LANGUAGES for word in each.abbreviations
)
# Without any note, a digit behind so few letters is a name's: "Mi1", "Ka1".
NAME: Final = 3


class FootnoteCalls:
    """Removes the calls of footnotes from a text, from its beginning to its end.

    A digit is a call if it is the next number, 1, 2, 3, or was a call before; all other
    digits belong to the text. `bracketed` are the marks of notes in square brackets.
    """

    def __init__(self, notes: Iterable[str], bracketed: Iterable[str] = ()) -> None:
        marks = (MARK.match(note) for note in notes)
        self.known = {int(mark[1]) for mark in marks if mark}
        self.bracketed = {int(mark) for mark in bracketed}
        self.called = 0

    def remove(self, text: str) -> str:
        """Return the text without the calls."""
        text = SUPERSCRIPTS.sub("", text)
        text = BRACKETED_CALL.sub(self._bracketed, text)
        return (NOTED_CALL if self.known else CALL).sub(self._call, text)

    def _bracketed(self, match: re.Match[str]) -> str:
        return "" if int(match[1]) in self.bracketed else match[0]

    def _call(self, match: re.Match[str]) -> str:
        if match["glued"] is None:
            return self._next_only(match)
        if self._is_own(match):
            return match[0]
        letter = match["glued"][0]
        if HAN.match(letter):
            return self._next_only(match) if self.known else match[0]
        if letter.isupper() or not letter.isalpha():
            return match[0]
        number = _number(match)
        if 0 < number <= self.called and number in self.known:
            return _without_call(match)
        return self._next_only(match)

    def _is_own(self, match: re.Match[str]) -> bool:
        """Return whether the digit is part of its word: a symbol, an address, No.1."""
        end = match.start("after_glued")
        word = WORD_BEFORE.search(match.string[max(0, end - LONGEST_WORD) : end])
        if word is None:
            return False
        if not self.known and word[0].istitle() and len(word[0]) <= NAME:
            return True
        stem = word[0].lstrip('(«“"').casefold()
        return "/" in stem or (stem.endswith(".") and stem[:-1] in ABBREVIATIONS)

    def _next_only(self, match: re.Match[str]) -> str:
        number = _number(match)
        expected = number == self.called + 1
        if not expected or (self.known and number not in self.known):
            return match[0]
        self.called = number
        return _without_call(match)


def _number(match: re.Match[str]) -> int:
    return int(match[match.lastgroup or 0])


def _without_call(match: re.Match[str]) -> str:
    """Return the text before the call; a blank if the next word followed directly."""
    following = match.string[match.end() : match.end() + 1]
    glued = following.isalpha() and not HAN.match(following)
    before = match.string[match.start() : match.start(match.lastgroup or 0)]
    return before.rstrip() + (" " if glued else "")
