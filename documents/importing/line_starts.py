"""Line starts: classification of a line by its beginning, without context.

Also Layout: which signs a text uses to separate paragraphs.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from documents.importing.lines import (
    UNSPACED,
    Line,
    begins_small,
    is_stopped,
    is_terminal,
    usual_width,
)
from documents.languages.base import Cues


class Start(Enum):
    """The kinds of line starts."""

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
    SUBHEADING = auto()  # a short line above a numbered paragraph: from its context


NUMERAL: Final = re.compile(r"(?:[IVXХ]{1,5}|[A-HА-Д甲乙丙丁])[.．、]\s*[^\W\d]")
OPENERS = frozenset({Start.PREAMBULAR, Start.OPERATIVE})
LISTED = frozenset({Start.NUMBER, Start.ITEM})
# These begin a unit wherever the unit before may end.
HARD = frozenset(
    {Start.ARTICLE, Start.ANNEX, Start.ORIGINAL, Start.SIGNED, Start.CLOSING}
)
PROSE = OPENERS | LISTED
# These begin with a capital, in a language whose clauses do.
SENTENCES = OPENERS | {Start.AUTHORS}


def start_of(text: str, cues: Cues) -> Start:
    """Return the kind of a line's start."""
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
    """Return whether the text is an annex heading, or the first line of one."""
    return bool(cues.annex.match(text)) and not is_stopped(text)


def is_heading(text: str, cues: Cues) -> bool:
    """Return whether the text is the heading of a preamble, chapter or section."""
    if cues.preamble_heading.match(text):
        return True
    return len(text) <= 120 and bool(cues.heading.match(text))


def is_numbered_heading(text: str, cues: Cues) -> bool:
    """Return whether the text is a heading with a numeral and words: "II. Lamps"."""
    if cues.numbered_heading.match(text):
        return True
    return bool(NUMERAL.match(text)) and is_heading(text, cues)


def is_authors_line(text: str, cues: Cues) -> bool:
    """Return whether the text names the authors and leaves the sentence open."""
    return bool(cues.authors.match(text) and cues.authors_end.search(text))


def is_organ_line(text: str, cues: Cues) -> bool:
    """Return whether the text is an organ alone, as in "The General Assembly,"."""
    bare = re.sub(r"^(?:The|THE)\s+|[,，:：]$", "", text)
    return bool(cues.organ.fullmatch(bare))


def is_enacting(text: str, cues: Cues) -> bool:
    """Return whether the text is the formula that opens the operative part."""
    if len(text) > 320 or cues.number.match(text):
        return False
    return bool(cues.enacting.match(text))


def is_place_date(text: str, cues: Cues) -> bool:
    """Return whether the text is a place and date, or the meeting of the adoption."""
    return bool(cues.place_date.match(text))


def is_signed_line(text: str, cues: Cues) -> bool:
    """Return whether the line has the mark of a signature."""
    return len(text) < 120 and bool(cues.signed.search(text))


def is_post_line(text: str, cues: Cues) -> bool:
    """Return whether the line is a signatory's post or rank."""
    bare = without_interim(text)
    if len(text) >= 120 or is_terminal(bare):
        return False
    shouted = text.isupper() and cues.post.match(text.capitalize())
    return bool(cues.post.match(text) or shouted)


def without_interim(text: str) -> str:
    """Return a post without "a.i.", whose full stop ends no sentence."""
    return re.sub(r",?\s*\ba\.\s?i\.$", "", text)


FEW: Final = 8
# No printed line is as wide: a wider one is a whole paragraph.
WIDEST: Final = 130


@dataclass(frozen=True, slots=True)
class Layout:
    """The signs that separate the paragraphs of a text."""

    blank: bool
    indented: bool
    margin: int
    width: int
    ragged: bool
    unwrapped: bool
    single: bool
    # Whether items begin with an indent: one at the margin is running text.
    items_indented: bool

    @classmethod
    def of(cls, lines: Sequence[Line], starts: Sequence[Start], cues: Cues) -> Layout:
        """Determine the signs from lines that certainly begin a unit."""
        margin = _margin(lines)
        sure = [
            b
            for (a, b), start in zip(
                itertools.pairwise(lines), starts[1:], strict=False
            )
            if _is_sure(a, b, start, cues)
        ]
        sample = sure if len(sure) > 2 else lines[1:]
        share = 0.5 if len(sure) > 2 else 0.12
        return cls(
            blank=sum(line.gap for line in sample) > share * len(sample),
            indented=sum(line.indent > margin for line in sample) > share * len(sample),
            margin=margin,
            width=usual_width(lines),
            ragged=_is_ragged(lines),
            unwrapped=_is_unwrapped(lines),
            single=not any(_goes_on(a, b) for a, b in itertools.pairwise(lines)),
            items_indented=_are_items_indented(lines, starts, margin),
        )


def _are_items_indented(
    lines: Sequence[Line], starts: Sequence[Start], margin: int
) -> bool:
    indents = [
        line.indent > margin
        for line, start in zip(lines, starts, strict=True)
        if start in LISTED
    ]
    return sum(indents) > 0.7 * len(indents)


def _is_unwrapped(lines: Sequence[Line]) -> bool:
    """Return whether each line is a paragraph, as in text from web pages."""
    wide = [line for line in lines if line.width > WIDEST]
    stopped = sum(is_terminal(line.text) for line in wide)
    return len(wide) > 1 and stopped >= 0.8 * len(wide)


def _goes_on(a: Line, b: Line) -> bool:
    """Return whether a sentence continues from a line to the next one."""
    if b.gap or is_terminal(a.text):
        return False
    return begins_small(b.text) or (a.width > 50 and bool(UNSPACED.search(a.text)))


def _is_ragged(lines: Sequence[Line]) -> bool:
    """Return whether line lengths vary too much for a short line to be a sign."""
    width = usual_width(lines)
    inner = [
        a
        for a, b in itertools.pairwise(lines)
        if not (is_terminal(a.text) or b.gap or b.turn)
    ]
    short = sum(line.width < 0.8 * width for line in inner)
    return len(inner) >= FEW and short > 0.3 * len(inner)


def align_pages(lines: list[Line]) -> list[Line]:
    """Move each page to a margin of 0: extraction gives each one a margin of its own.

    A page that does not show its margin has that of the page before it.
    """
    margin = 0
    for page in _pages(lines):
        least = min((line.indent for line in page), default=0)
        if least < margin or _shows_margin(page, least):
            margin = least
        for line in page:
            line.indent = max(0, line.indent - margin)
    return lines


def _shows_margin(page: Sequence[Line], margin: int) -> bool:
    """Return whether an indented line goes on at the margin."""
    return any(
        b.indent == margin < a.indent and not (b.gap or is_stopped(a.text))
        for a, b in itertools.pairwise(page)
    )


def _pages(lines: list[Line]) -> Iterator[list[Line]]:
    begin = 0
    for index, line in enumerate(lines):
        if line.turn and index > begin:
            yield lines[begin:index]
            begin = index
    yield lines[begin:]


def _margin(lines: Sequence[Line]) -> int:
    counts = Counter(line.indent for line in lines)
    usual = [indent for indent, count in counts.items() if count >= 0.1 * len(lines)]
    return min(usual, default=0)


def _is_sure(a: Line, b: Line, start: Start, cues: Cues) -> bool:
    if not is_terminal(a.text):
        return False
    if start in {Start.NUMBER, Start.ARTICLE}:
        return True
    return start in OPENERS and (
        not cues.spaced or not begins_small(b.text) or b.gap > 0
    )
