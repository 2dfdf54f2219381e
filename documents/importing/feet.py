"""Footnotes at the feet of pages: which lines are theirs."""

from __future__ import annotations

import re
from typing import Final

from documents.importing.cues import Cues
from documents.importing.lines import HAS_HAN, Line, begins_small

# The rule above footnotes. Every alternative reads a character in one way only.
RULE: Final = re.compile(r"[_\-—–─=]{3,}|[_─](?:\s*[_─])+")
NOTE_MARK: Final = re.compile(r"(?:\d{1,2}|\*{1,3}|[a-z])\s*[./)]?\s*\S")
STAR_NOTE: Final = re.compile(r"\*{1,3}\s?[^\W\d_]")
FEW_STARS: Final = 2
STAR_LINES: Final = 15


def footnote_length(lines: list[Line], index: int, cut: set[int], cues: Cues) -> int:
    """Count the lines of the footnotes that begin here, with the rule above them."""
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
    """Count the lines of a note with a star that a page turn ends; 0 if none does."""
    for end in range(index + 1, min(len(lines), index + STAR_LINES)):
        line = lines[end]
        if end in cut or line.turn:
            return end - index
        if _opens_text(line, cues) or (line.gap and not _lists(lines[index:end])):
            return 0
    return 0


def _lists(lines: list[Line]) -> bool:
    """Tell whether a note goes on after a blank line: it announces a list."""
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
            notes[-1] += ("" if HAS_HAN.search(line.text[:1]) else " ") + line.text
    return notes
