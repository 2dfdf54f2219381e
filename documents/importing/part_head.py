"""Head of a part: masthead, agenda titles, title, and notes under the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from documents.importing.block import Block, masthead_pieces
from documents.importing.line_joins import Vocabulary, ends_with_hyphen, join_lines
from documents.importing.line_starts import is_place_date
from documents.importing.lines import (
    DANGLING,
    Line,
    begins_small,
    is_stopped,
    is_terminal,
)
from documents.importing.parts import Part, instrument_name
from documents.languages.base import Cues
from documents.text.kinds import Kind

# "Kazakhstan, Kyrgyzstan and Tajikistan: draft resolution"
SPONSORS: Final = re.compile(
    r"[:：]\s*(?:revised\s+draft|draft|пересмотренный\s+проект|проект)\s+\w+$"
    r"|[:：](?:订正)?决议草案$",
    re.IGNORECASE,
)


def head_pieces(block: Block, part: Part, cues: Cues) -> list[tuple[Kind, str]]:
    """Return the masthead's units in a block; [] when it is not of the masthead."""
    if part.has(Kind.TITLE) and not cues.original.fullmatch(block.text):
        return []
    if cues.original.fullmatch(block.text):
        return [(Kind.ORIGINAL_LANGUAGE, block.text)]
    columns = "   ".join(line.raw.strip() for line in block.lines)
    return masthead_pieces(columns, cues) or masthead_pieces(block.text, cues)


def is_note(text: str, cues: Cues) -> bool:
    """Return whether a block is a note of the head: adopted by, on the report of."""
    return bool(cues.resolution_note.match(text) or cues.note.match(text))


def read_title(
    part: Part, block: Block, text: str, ahead: Sequence[str], cues: Cues
) -> None:
    """Add a block of the head below the masthead: title, note or agenda title."""
    title = _without_false_title(part, text, cues)
    if SPONSORS.search(text):
        part.add(Kind.NOTE, text)
    elif title:
        _read_under_title(part, text, cues)
    elif cues.letter_title.match(text) or cues.resolution_title.match(text):
        part.add(Kind.TITLE, text)
    elif is_note(text, cues) and instrument_name(text.split(",")[0], cues):
        part.add(Kind.NOTE if _has_head(ahead, cues) else Kind.TITLE, text)
    elif is_note(text, cues):
        part.add(Kind.NOTE, text)
    elif _is_agenda_title(part, ahead, cues):
        for title in agenda_titles(block, part, text, cues):
            part.add(Kind.AGENDA_TITLE, title)
    else:
        part.add(Kind.TITLE, text)


def _without_false_title(part: Part, text: str, cues: Cues) -> str:
    """Return the title; one before a letter's own title is reread as masthead."""
    title = part.first(Kind.TITLE)
    if not title or cues.letter_title.match(title):
        return title
    numbered = cues.resolution_title.match(text) and not (
        cues.resolution_title.match(title) or instrument_name(title, cues)
    )
    if not (numbered or cues.letter_title.match(text)):
        return title
    units = [part.pop() for _ in range(len(part.units))][::-1]
    for unit in units:
        if unit.kind in {Kind.TITLE, Kind.HEADING}:
            for kind, piece in _reread(part, unit.text, cues):
                part.add(kind, piece)
        else:
            part.units.append(unit)
    return ""


def _reread(part: Part, text: str, cues: Cues) -> list[tuple[Kind, str]]:
    """Return a presumed title or heading as units of the masthead."""
    if pieces := masthead_pieces(text, cues):
        return pieces
    if part.has(Kind.AGENDA_ITEM):
        return [(Kind.AGENDA_TITLE, text)]
    return [(Kind.ORGAN if cues.organ.match(text) else Kind.NOTE, text)]


def agenda_titles(block: Block, part: Part, text: str, cues: Cues) -> list[str]:
    """Divide the titles of several agenda items that no blank line separates."""
    items = sum(len(re.findall(r"\d+", item)) for item in part.texts(Kind.AGENDA_ITEM))
    if items < 2 or len(block.lines) < 2:
        return [text]
    for strictly in (False, True):
        titles = _grouped(block.lines, cues, strictly=strictly)
        if len(titles) <= items:
            return titles
    return [text]


def _grouped(lines: Sequence[Line], cues: Cues, *, strictly: bool) -> list[str]:
    width = max(line.width for line in lines)
    groups: list[list[Line]] = [[lines[0]]]
    for a, b in pairwise(lines):
        goes_on = (
            begins_small(b.text)
            or b.indent > groups[-1][0].indent
            or a.text.endswith((":", ",", "：", "，", "、"))
            or ends_with_hyphen(a.text)
            or DANGLING.search(a.text)
            or (strictly and a.width + len(b.text.split()[0]) >= 0.9 * width)
        )
        if goes_on:
            groups[-1].append(b)
        else:
            groups.append([b])
    vocabulary = Vocabulary.of([line.text for line in lines], cues)
    return [
        join_lines(
            (line.text for line in group), spaced=cues.spaced, vocabulary=vocabulary
        )
        for group in groups
    ]


def _has_head(ahead: Sequence[str], cues: Cues) -> bool:
    """Return whether a title follows before the first clause."""
    for text in ahead:
        if cues.letter_title.match(text) or cues.resolution_title.match(text):
            return True
        if is_terminal(text) and len(text) > 12:
            return False
        if not is_note(text, cues) and instrument_name(text, cues):
            return True
    return False


def _is_agenda_title(part: Part, ahead: Sequence[str], cues: Cues) -> bool:
    if not part.has(Kind.AGENDA_ITEM):
        return False
    if _has_head(ahead, cues):
        return True
    following = next(iter(ahead), "")
    return not part.has(Kind.AGENDA_TITLE) and not is_terminal(following)


def _read_under_title(part: Part, text: str, cues: Cues) -> None:
    last = part.units[-1]
    if last.kind is Kind.TITLE and _goes_on(last.text, text, cues):
        part.pop()
        part.add(Kind.TITLE, f"{last.text}{' ' if cues.spaced else ''}{text}")
    elif re.fullmatch(r"[A-ZА-Я甲乙丙丁]{1,2}", text):
        part.add(Kind.HEADING, text)
    else:
        part.add(Kind.NOTE if _is_remark(text, cues) else Kind.HEADING, text)


def _is_remark(text: str, cues: Cues) -> bool:
    return (
        is_note(text, cues)
        or is_stopped(text)
        or is_place_date(text, cues)
        or (text[:1] in "([（［")
    )


def _goes_on(title: str, text: str, cues: Cues) -> bool:
    """Return whether a block continues the title above it."""
    if is_note(text, cues) or is_place_date(text, cues) or text[:1] in "([（［":
        return False
    if begins_small(text) or DANGLING.search(title[-20:]):
        return True
    alone = len(title.split()) <= 3 and title.isupper()
    return alone and bool(instrument_name(title, cues)) and len(text) < 250
