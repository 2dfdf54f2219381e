"""Orphan numbers: a number alone on its line, moved to the text that it marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from documents.importing.footnotes import RULE
from documents.importing.lines import Line, begins_small, is_stopped, is_terminal
from documents.languages.base import Cues

NOTE_ALONE: Final = re.compile(r"\d{1,2}|\*{1,3}")
NUMBER_ALONE: Final = re.compile(r"(\d{1,3})\s?[.．、]")
ITEM_ALONE: Final = re.compile(r"[(（]?(?:[a-zа-я]{1,2}|[ivx]{1,5})[)）]|[㈠-㈩]")
RESOLUTION_ALONE: Final = re.compile(r"\d{1,3}/\d{1,3}\s?[.．]")
NUMBERED: Final = re.compile(r"(\d{1,3})\s?[.．、)](?!\d)")
WORDS: Final = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
YEAR: Final = re.compile(r"\d{4}[;,.]")
SHORT: Final = 40
# Page numbers are printed at the outer margin, paragraph numbers at the left.
FAR_RIGHT: Final = 20


def untwist(lines: Sequence[Line]) -> list[Line]:
    """Put a paragraph's last line behind its first one.

    Extraction gives "4.", "2021;" and, below a blank line, "Decides to … 31 October",
    when the number stands far to the left of two lines.
    """
    found = list(lines)
    for place in range(len(found) - 3):
        mark, tail, head, after = found[place : place + 4]
        if _is_twisted(mark, tail, head, after):
            mark.gap, tail.gap, head.gap = max(mark.gap, 1), 0, 0
            found[place + 1 : place + 3] = [head, tail]
    return found


def _is_twisted(mark: Line, tail: Line, head: Line, after: Line) -> bool:
    if not (NUMBER_ALONE.fullmatch(mark.text) or ITEM_ALONE.fullmatch(mark.text)):
        return False
    if tail.gap or not (head.gap and after.gap) or head.turn or tail.turn:
        return False
    goes_on = begins_small(tail.text) or YEAR.match(tail.text)
    if not (is_stopped(tail.text) and goes_on):
        return False
    wraps = head.width > SHORT and not is_terminal(head.text)
    return wraps and head.text[:1].isupper()


def with_numbers(lines: Sequence[Line], cues: Cues) -> list[Line]:
    """Join a paragraph's number that is alone on its line to the next line."""
    numbered: list[Line] = []
    last = 0
    for line in untwist(lines):
        above = numbered[-2] if len(numbered) > 1 else None
        if numbered and _marks(numbered[-1], line, above, last, cues):
            numbered[-1] = _joined(numbered[-1], line, cues)
        else:
            numbered.append(line)
        number = NUMBERED.match(numbered[-1].text)
        if number and len(numbered[-1].text) > len(number[0]):
            last = int(number[1])
    return numbered


def _marks(mark: Line, line: Line, above: Line | None, last: int, cues: Cues) -> bool:
    """Return whether `mark` is the number of the paragraph that begins with `line`."""
    if not _is_number(mark, last) or _is_number(line, last + 1):
        return False
    if not WORDS.search(line.text) or NUMBERED.match(line.text):
        return False
    if above is None or RESOLUTION_ALONE.fullmatch(mark.text) or mark.gap:
        return True
    if cues.agenda_item.match(above.text):
        return False  # the letters of "90 (bb)"
    # "as defined in Article" may break before its number.
    return is_terminal(above.text) or above.width < SHORT


def _is_number(line: Line, last: int) -> bool:
    if line.indent > FAR_RIGHT:
        return False
    if ITEM_ALONE.fullmatch(line.text) or RESOLUTION_ALONE.fullmatch(line.text):
        return True
    number = NUMBER_ALONE.fullmatch(line.text)
    return number is not None and int(number[1]) in {1, last + 1}


def with_marks(lines: Sequence[Line], cues: Cues) -> list[Line]:
    """Join a footnote's mark that is alone on its line to the next line."""
    marked: list[Line] = []
    ruled, last = False, 0
    for line in lines:
        before = marked[-1] if marked else None
        if before and not line.gap and _is_mark(before, line, last, cues, ruled=ruled):
            last = int(before.text) if before.text.isdecimal() else last
            marked[-1] = _joined(before, line, cues)
            continue
        ruled = (ruled and not line.turn) or bool(RULE.fullmatch(line.text))
        marked.append(line)
    return marked


def _is_mark(mark: Line, line: Line, last: int, cues: Cues, *, ruled: bool) -> bool:
    if not NOTE_ALONE.fullmatch(mark.text):
        return False
    if cues.footnote.match(f"{mark.text} {line.text}"):
        return True
    expected = not mark.text.isdecimal() or int(mark.text) == last + 1
    return ruled and expected and not cues.number.match(line.text)


def _joined(mark: Line, line: Line, cues: Cues) -> Line:
    title = RESOLUTION_ALONE.fullmatch(mark.text) and not cues.spaced
    return Line(
        raw=f"{mark.raw} {line.raw.strip()}",
        text=mark.text + ("" if title else " ") + line.text,
        indent=mark.indent,
        gap=mark.gap,
        turn=mark.turn,
        page=mark.page,
    )
