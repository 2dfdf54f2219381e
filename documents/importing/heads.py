"""The head of a part: masthead, agenda title, title, and notes under the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from documents.importing.blocks import DANGLING, Block
from documents.importing.cues import Cues
from documents.importing.lines import begins_small, is_stopped, is_terminal
from documents.importing.masthead import masthead_pieces
from documents.importing.parts import Part, instrument_name
from documents.importing.starts import is_place_date
from documents.kinds import Kind

# "Kazakhstan, Kyrgyzstan and Tajikistan: draft resolution"
SPONSORS: Final = re.compile(
    r"[:：]\s*(?:revised\s+draft|draft|пересмотренный\s+проект|проект)\s+\w+$"
    r"|[:：](?:订正)?决议草案$",
    re.IGNORECASE,
)


def head_pieces(block: Block, part: Part, cues: Cues) -> list[tuple[Kind, str]]:
    """Return the masthead's units in a block; none when it is anything else."""
    if part.has(Kind.TITLE) and not cues.original.fullmatch(block.text):
        return []
    if cues.original.fullmatch(block.text):
        return [(Kind.ORIGINAL_LANGUAGE, block.text)]
    columns = "   ".join(line.raw.strip() for line in block.lines)
    return masthead_pieces(columns, cues) or masthead_pieces(block.text, cues)


def is_note(text: str, cues: Cues) -> bool:
    """Tell whether a block of the head is a note: by whom adopted, on whose report."""
    return bool(cues.resolution_note.match(text) or cues.note.match(text))


def read_title(part: Part, text: str, ahead: Sequence[str], cues: Cues) -> None:
    """Add a block of the head that is not a piece of the masthead."""
    titles = part.texts(Kind.TITLE)
    if SPONSORS.search(text):
        part.add(Kind.NOTE, text)
    elif titles:
        _read_under_title(part, text, cues)
    elif cues.letter_title.match(text) or cues.resolution_title.match(text):
        part.add(Kind.TITLE, text)
    elif is_note(text, cues) and instrument_name(text.split(",")[0], cues):
        part.add(Kind.NOTE if _has_head(ahead, cues) else Kind.TITLE, text)
    elif is_note(text, cues):
        part.add(Kind.NOTE, text)
    elif _is_agenda_title(part, ahead, cues):
        part.add(Kind.AGENDA_TITLE, text)
    else:
        part.add(Kind.TITLE, text)


def _has_head(ahead: Sequence[str], cues: Cues) -> bool:
    """Tell whether a title is still to come before the first clause."""
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
        part.units.pop()
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
    """Tell whether a block goes on with the title above it."""
    if is_note(text, cues) or is_place_date(text, cues) or text[:1] in "([（［":
        return False
    if begins_small(text) or DANGLING.search(title[-20:]):
        return True
    alone = len(title.split()) <= 3 and title.isupper()
    return alone and bool(instrument_name(title, cues)) and len(text) < 250
