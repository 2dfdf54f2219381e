"""Block: the lines of one paragraph, and Sketch, a block under construction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from documents.importing.line_joins import (
    Vocabulary,
    ends_with_hyphen,
    join_lines,
)
from documents.importing.line_starts import Layout, Start, is_place_date, start_of
from documents.importing.lines import (
    DANGLING,
    Line,
    begins_small,
    clean_line,
    is_stopped,
)
from documents.importing.sheets import Paragraph
from documents.languages.base import Cues
from documents.text.kinds import Kind
from documents.text.symbols import PRINTED_SYMBOL

# Of a block with more lines only the first and the last ones are examined.
HEAD, TAIL = 10, 3


@dataclass(slots=True)
class Block:
    """The lines of one paragraph, and its text."""

    lines: list[Line]
    text: str

    @property
    def page(self) -> int:
        """The page on which it begins, from 1; 0 where pages are unknown."""
        return self.lines[0].page

    @property
    def notes(self) -> list[str]:
        """The footnotes of its lines."""
        return [note for line in self.lines for note in line.notes]


def read_blocks(paragraphs: Sequence[Paragraph], cues: Cues) -> list[Block]:
    """Return a block for each paragraph; its lines are joined as those of a text.

    In the masthead, where lines stand close together, each line that is of it is a
    block.
    """
    printed = [line for paragraph in paragraphs for line in paragraph.lines]
    vocabulary = Vocabulary.of(printed, cues, few=0)
    blocks: list[Block] = []
    page, in_masthead = 0, True
    for paragraph in paragraphs:
        lines = _read_lines(paragraph, cues)
        if not lines:
            continue
        lines[0].turn, page = paragraph.page != page, paragraph.page
        lines[-1].notes = [clean_line(note, cues) for note in paragraph.notes]
        for run in _divide(lines, cues, in_masthead=in_masthead):
            texts = (line.text for line in run)
            text = join_lines(texts, spaced=cues.spaced, vocabulary=vocabulary)
            blocks.append(Block(run, text))
        in_masthead = in_masthead and not is_stopped(blocks[-1].text)
    return blocks


def _read_lines(paragraph: Paragraph, cues: Cues) -> list[Line]:
    return [
        Line(
            raw=raw,
            text=clean_line(raw.strip(), cues),
            indent=0,
            gap=int(not place),
            page=paragraph.page,
        )
        for place, raw in enumerate(paragraph.lines)
        if raw.strip()
    ]


def _divide(lines: list[Line], cues: Cues, *, in_masthead: bool) -> list[list[Line]]:
    """Return runs of lines; each line of a masthead is one of its own.

    Below the masthead, that is the line with the original language of an annex.
    """
    runs: list[list[Line]] = []
    was_apart = True
    for line in lines:
        of_masthead = in_masthead and bool(masthead_pieces(line.raw, cues))
        is_apart = of_masthead or bool(cues.original.fullmatch(line.text))
        if is_apart or was_apart:
            runs.append([line])
        else:
            runs[-1].append(line)
        was_apart = is_apart
    return runs


class Sketch:
    """A block under construction: its beginning and its end.

    It is examined at every line; the beginning of a long block is joined and recognised
    once, so that the time stays linear.
    """

    def __init__(self, cues: Cues, vocabulary: Vocabulary) -> None:
        self.cues = cues
        self.vocabulary = vocabulary
        self.begin()

    def begin(self) -> None:
        """Start an empty block."""
        self.lines: list[Line] = []
        self.text = ""
        self.first = Start.NONE
        self._head = ""

    def add(self, line: Line, start: Start) -> None:
        """Add a line whose Start is known."""
        self.lines.append(line)
        if len(self.lines) <= HEAD + TAIL:
            self.text = self._head = self.join(self.lines)
            alone = len(self.lines) == 1
            self.first = start if alone else start_of(self.text, self.cues)
        else:
            self.text = f"{self._head} {self.join(self.lines[-TAIL:])}"

    def join(self, lines: list[Line]) -> str:
        """Return lines as one text."""
        return join_lines(
            (line.text for line in lines),
            spaced=self.cues.spaced,
            vocabulary=self.vocabulary,
        )


ANNEX_ALONE: Final = 8
# An annex's heading in Chinese begins with the letter's date.
DATED: Final = re.compile(r"\d{4}年[^，。]{4,160}$")
LIST_MARK: Final = re.compile(r"[(（]?\w{1,3}[.)）．、]")
AGENDA_NUMBER: Final = re.compile(r"[\d(（]")


def is_open(sketch: Sketch, b: Line, *, in_masthead: bool) -> bool:
    """Return whether the block ends within a word, heading or agenda item."""
    a = sketch.lines[-1]
    if in_masthead and a.text.endswith(":") and b.indent > a.indent:
        # An agenda item's title whose second line hangs.
        return len(sketch.lines) == 1 and not LIST_MARK.match(b.text)
    if begins_small(b.text) and (
        ends_with_hyphen(a.text) or (in_masthead and DANGLING.search(a.text))
    ):
        return True
    if DATED.match(sketch.text) and not b.text.startswith("附"):
        return bool(sketch.cues.annex.match(sketch.join([*sketch.lines, b])))
    return in_masthead and _is_agenda_item(sketch, a, b)


def _is_agenda_item(sketch: Sketch, a: Line, b: Line) -> bool:
    if not (AGENDA_NUMBER.match(b.text) or sketch.cues.agenda_rest.match(b.text)):
        return False
    item = sketch.cues.agenda_item.match(a.text)
    longer = sketch.cues.agenda_item.fullmatch(sketch.join([a, b]))
    return bool(longer and (item or not masthead_pieces(a.raw, sketch.cues)))


def is_certain(sketch: Sketch, b: Line, start: Start, layout: Layout) -> bool:
    """Return whether, below the masthead, the text alone makes `b` begin a block."""
    cues, block = sketch.cues, sketch.text
    if DANGLING.search(block[-20:]):
        return False
    if start is Start.HEADING and cues.preamble_heading.match(b.text):
        return True
    dated = is_place_date(b.text, cues)
    if is_stopped(block) and (
        cues.adoption.match(b.text) or (dated and b.width < 0.6 * layout.width)
    ):
        return True
    if not is_place_date(block, cues) or begins_small(b.text) or dated:
        return False
    # "Done at" begins a sentence that may take several lines.
    if (
        block.endswith((",", "，"))
        or b.text.startswith(("(", "（"))
        or sketch.lines[-1].width > 0.75 * layout.width
    ):
        return False
    if start is Start.ANNEX:
        return cues.spaced or len(b.text) < ANNEX_ALONE
    return cues.spaced or start in {Start.TITLE, Start.HEADING}


def masthead_pieces(raw: str, cues: Cues) -> list[tuple[Kind, str]]:
    """Split a line into its masthead units; [] when it is not of the masthead."""
    # Wide blanks divide the columns; in Chinese only the words do.
    columns = re.split(r"\s{2,}|\t", raw.strip()) if cues.spaced else [raw.strip()]
    pieces: list[tuple[Kind, str]] = []
    whole = _pieces(clean_line(raw.strip(), cues), cues)
    if whole:
        return whole
    for column in columns:
        found = _pieces(clean_line(column, cues), cues)
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
