"""What a line looks like at its beginning, asked without knowing where it stands."""

from __future__ import annotations

import re
from enum import Enum, auto

from documents.importing.lines import is_stopped, is_terminal
from documents.languages.base import Cues


class Start(Enum):
    """The kinds of beginning that matter when lines are put together."""

    NONE = auto()
    ARTICLE = auto()
    ANNEX = auto()
    ORIGINAL = auto()
    HEADING = auto()
    NUMBER = auto()
    ITEM = auto()
    PREAMBULAR = auto()
    OPERATIVE = auto()
    AUTHORS = auto()
    ENACTING = auto()
    SIGNED = auto()
    CLOSING = auto()
    TITLE = auto()


OPENERS = frozenset({Start.PREAMBULAR, Start.OPERATIVE})
LISTED = frozenset({Start.NUMBER, Start.ITEM})
# They begin a unit wherever the unit before them may end.
HARD = frozenset(
    {Start.ARTICLE, Start.ANNEX, Start.ORIGINAL, Start.SIGNED, Start.CLOSING}
)
PROSE = OPENERS | LISTED


def start_of(text: str, cues: Cues) -> Start:
    """Return what the beginning of a line says it is."""
    for start, found in (
        (Start.ARTICLE, cues.article.match(text)),
        (Start.ANNEX, is_annex(text, cues)),
        (Start.ORIGINAL, cues.original.fullmatch(text)),
        (Start.HEADING, is_heading(text, cues)),
        (Start.TITLE, cues.resolution_title.match(text)),
        (Start.NUMBER, cues.number.match(text)),
        (Start.ITEM, cues.item.match(text)),
        (Start.SIGNED, cues.signed.match(text)),
        (Start.CLOSING, cues.closing.match(text)),
        (Start.PREAMBULAR, cues.preambular.match(text)),
        (Start.AUTHORS, is_authors_line(text, cues)),
        (Start.ENACTING, is_enacting(text, cues)),
        (Start.OPERATIVE, cues.operative.match(text)),
    ):
        if found:
            return start
    return Start.NONE


def is_annex(text: str, cues: Cues) -> bool:
    """Tell whether the text is an annex heading, whole or its first line."""
    return bool(cues.annex.match(text)) and not is_stopped(text)


def is_heading(text: str, cues: Cues) -> bool:
    """Tell whether the text is the heading of a preamble, chapter or section."""
    if cues.preamble_heading.match(text):
        return True
    return len(text) <= 120 and bool(cues.heading.match(text))


def is_authors_line(text: str, cues: Cues) -> bool:
    """Tell whether the text names the authors and leaves the sentence open."""
    return bool(cues.authors.match(text) and cues.authors_end.search(text))


def is_organ_line(text: str, cues: Cues) -> bool:
    """Tell whether the text is an organ alone, as in "The General Assembly,"."""
    bare = re.sub(r"^(?:The|THE)\s+|[,，:：]$", "", text)
    return bool(cues.organ.fullmatch(bare))


def is_enacting(text: str, cues: Cues) -> bool:
    """Tell whether the text is the formula that opens what was agreed."""
    if len(text) > 320 or cues.number.match(text):
        return False
    return bool(cues.enacting.match(text))


def is_place_date(text: str, cues: Cues) -> bool:
    """Tell whether the text is a place and date or the meeting that adopted it."""
    return bool(cues.place_date.match(text))


def is_signed_line(text: str, cues: Cues) -> bool:
    """Tell whether the line bears the mark of a signature."""
    return len(text) < 120 and bool(cues.signed.search(text))


def is_post_line(text: str, cues: Cues) -> bool:
    """Tell whether the line is a signatory's post or rank."""
    bare = without_interim(text)
    if len(text) >= 120 or is_terminal(bare):
        return False
    shouted = text.isupper() and cues.post.match(text.capitalize())
    return bool(cues.post.match(text) or shouted)


def without_interim(text: str) -> str:
    """Return a post without "a.i.", whose stop ends no sentence."""
    return re.sub(r",?\s*\ba\.\s?i\.$", "", text)
