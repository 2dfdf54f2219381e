"""Flattened texts: a document on one line, as web pages give it, gets lines again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

from documents.importing.line_starts import is_organ_line
from documents.importing.lines import is_stopped, is_terminal
from documents.importing.list_levels import item_before
from documents.languages.base import Cues

# A document is longer, and a flattened one has few lines.
SHORTEST, MOST_LINES = 100, 3
NUMBER: Final = re.compile(r"(\d{1,3})\s?[.．、](?!\d)")
# What may be an organ's name with its comma: at most so many words of such lengths.
ORGAN_WORDS: Final = re.compile(r"(?:[^\s,，]{1,30}\s){0,8}[^\s,，]{1,30}[,，]")
# So much of a piece and of what follows decides.
LONGEST: Final = 120
FIRST_ITEMS: Final = frozenset("aiа一1")


def unfold(text: str, cues: Cues) -> str:
    """Return a text with a blank line before each unit, if it has no lines.

    The blanks left between the units are told by the stop before them and by the words
    behind: an organ, the opening words of a recital, the next number, a title's number,
    a date.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_LINES or not any(_is_flat(line, cues) for line in lines):
        return text
    return "\n\n".join(
        "\n\n".join(_pieces(line, cues)) if _is_flat(line, cues) else line
        for line in lines
    )


def _is_flat(line: str, cues: Cues) -> bool:
    return len(line) > SHORTEST and any(
        _is_organ_at(line, blank.end(), cues) for blank in re.finditer(r"\s+", line)
    )


def _is_organ_at(line: str, place: int, cues: Cues) -> bool:
    """Return whether an organ with its comma stands here: "The General Assembly,"."""
    words = ORGAN_WORDS.match(line, place)
    return words is not None and is_organ_line(words[0], cues)


def _pieces(line: str, cues: Cues) -> Iterator[str]:
    begin, last = 0, 0
    items: set[str] = set()
    for blank in re.finditer(r"\s+", line):
        if blank.start() <= begin:
            continue
        before = line[max(begin, blank.start() - LONGEST) : blank.start()]
        number = NUMBER.match(line, blank.end())
        if number and int(number[1]) == last + 1 and is_terminal(before):
            last += 1
            items.clear()
        elif last and (mark := _item(before, line, blank.end(), items, cues)):
            items.add(mark)
        elif not _opens(before, line, blank.end(), cues):
            continue
        yield line[begin : blank.start()].strip()
        begin = blank.end()
    yield line[begin:].strip()


def _item(before: str, line: str, place: int, items: Set[str], cues: Cues) -> str:
    """Return the mark of a list item that begins here, of `items` so far; "" for none.

    The first one stands behind a colon, the others behind a stop.
    """
    match = cues.item.match(line[place : place + LONGEST])
    mark = re.sub(r"\W", "", match["number"]) if match else ""
    if mark in FIRST_ITEMS:
        follows = before.endswith((":", "："))
    else:
        follows = item_before(mark) in items and is_stopped(before)
    return mark if follows else ""


def _opens(before: str, line: str, place: int, cues: Cues) -> bool:
    """Return whether a unit other than a numbered paragraph begins at a place."""
    behind = line[place : place + LONGEST]
    if _is_organ_at(line, place, cues):
        # "The" of "The General Assembly," has begun the line already.
        return not re.fullmatch(r"(?i:the)", before.strip())
    if _is_title_number(behind, cues):
        return not cues.resolution_title.match(f"{before.strip()} {behind}")
    if is_organ_line(before, cues):
        return True
    if not is_terminal(before):
        return False
    if cues.preambular.match(behind):
        return cues.opens_small or behind[:1].isupper()
    return before.endswith((".", "。")) and bool(re.match(r"\d", behind))


def _is_title_number(behind: str, cues: Cues) -> bool:
    number = re.match(r"\d{1,4}/\d{1,3}[.．]", behind)
    return bool(number and cues.resolution_title.match(behind))
