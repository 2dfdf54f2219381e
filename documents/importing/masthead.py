"""The masthead: organs, sessions and agenda items, several of them on a line or one."""

from __future__ import annotations

import re

from documents.importing.lines import without_blanks, without_letter_spacing
from documents.languages.base import Cues
from documents.text.kinds import Kind
from documents.text.symbols import PRINTED_SYMBOL


def masthead_pieces(raw: str, cues: Cues) -> list[tuple[Kind, str]]:
    """Split a line into the pieces of a masthead; none when it is anything else."""
    clean = without_letter_spacing if cues.spaced else without_blanks
    # Blanks between columns divide; in Chinese the words alone do.
    columns = re.split(r"\s{2,}|\t", raw.strip()) if cues.spaced else [raw.strip()]
    pieces: list[tuple[Kind, str]] = []
    whole = _pieces(clean(raw.strip()), cues)
    if whole:
        return whole
    for column in columns:
        found = _pieces(clean(column), cues)
        if not found:
            return []
        pieces += found
    return pieces


def _pieces(text: str, cues: Cues) -> list[tuple[Kind, str]]:
    pieces: list[tuple[Kind, str]] = []
    rest = text
    while rest:
        piece = _first_piece(rest, cues)
        if piece is None:
            return []
        pieces.append(piece)
        rest = rest[len(piece[1]) :].lstrip()
    return [(kind, text.strip()) for kind, text in pieces]


def _first_piece(text: str, cues: Cues) -> tuple[Kind, str] | None:
    for kind, pattern in (
        (Kind.AGENDA_ITEM, cues.agenda_item),
        (Kind.SESSION, cues.session),
        (Kind.ORGAN, cues.organ),
        (Kind.NOTE, cues.masthead_note),
        (Kind.ORIGINAL_LANGUAGE, cues.original),
        (Kind.NOTE, re.compile(rf"{PRINTED_SYMBOL}(?:\s*[-–]\s*{PRINTED_SYMBOL})*")),
    ):
        match = pattern.match(text)
        if match and match.end() and not text[match.end() :].startswith((",", "，")):
            return kind, match[0]
    return None
