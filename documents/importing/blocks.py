"""From lines to blocks: where does one unit end and the next begin?

A page gives three kinds of sign: blank lines, indents, and the words themselves. Which
of them a text uses is found out first; the words have the last say.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from documents.importing.cues import Cues
from documents.importing.joining import Vocabulary, ends_with_hyphen, join_lines
from documents.importing.lines import (
    Line,
    begins_small,
    is_stopped,
    is_terminal,
    usual_width,
)
from documents.importing.masthead import masthead_pieces
from documents.importing.starts import (
    HARD,
    LISTED,
    OPENERS,
    PROSE,
    Start,
    is_enacting,
    is_organ_line,
    is_post_line,
    is_signed_line,
    start_of,
)

# A line that a function word ends is not the end of anything.
DANGLING: Final = re.compile(
    r"\b(?:of|the|and|to|in|for|by|on|from|at|a|an|with|or|и|в|на|к|с|о|об|от|по|при|"
    r"для|за|из|у|или)$",
    re.IGNORECASE,
)
LONG: Final = 60
FEW: Final = 8
MANY: Final = 20


@dataclass(slots=True)
class Block:
    """Lines that belong together, and the paragraph they make."""

    lines: list[Line]
    text: str

    @property
    def notes(self) -> list[str]:
        """The footnotes that stood below its lines."""
        return [note for line in self.lines for note in line.notes]


@dataclass(frozen=True, slots=True)
class Layout:
    """The signs a text uses to set its paragraphs off."""

    blank: bool
    indented: bool
    margin: int
    width: int
    ragged: bool

    @classmethod
    def of(cls, lines: list[Line], cues: Cues) -> Layout:
        """Find the signs out from lines that are certain to begin a unit."""
        margin = _margin(lines)
        sure = [b for a, b in itertools.pairwise(lines) if _is_sure(a, b, cues)]
        sample = sure if len(sure) > 2 else lines[1:]
        share = 0.5 if len(sure) > 2 else 0.12
        return cls(
            blank=sum(line.gap for line in sample) > share * len(sample),
            indented=sum(line.indent > margin for line in sample) > share * len(sample),
            margin=margin,
            width=usual_width(lines),
            ragged=_is_ragged(lines),
        )


def _is_ragged(lines: list[Line]) -> bool:
    """Tell whether lines end anywhere, so that a short one says nothing."""
    width = usual_width(lines)
    inner = [
        a
        for a, b in itertools.pairwise(lines)
        if not (is_terminal(a.text) or b.gap or b.turn)
    ]
    short = sum(line.width < 0.8 * width for line in inner)
    return len(inner) >= FEW and short > 0.3 * len(inner)


def _margin(lines: list[Line]) -> int:
    counts = Counter(line.indent for line in lines)
    usual = [indent for indent, count in counts.items() if count >= 0.1 * len(lines)]
    return min(usual, default=0)


def _is_sure(a: Line, b: Line, cues: Cues) -> bool:
    start = start_of(b.text, cues)
    if not is_terminal(a.text):
        return False
    if start in {Start.NUMBER, Start.ARTICLE}:
        return True
    return start in OPENERS and (
        not cues.spaced or not begins_small(b.text) or b.gap > 0
    )


class BlockBuilder:
    """Puts the lines of a text together into blocks, from the first to the last."""

    def __init__(self, lines: list[Line], cues: Cues) -> None:
        self.cues = cues
        self.layout = Layout.of(lines, cues)
        self.vocabulary = Vocabulary.of(line.text for line in lines)
        self.lines = lines
        self.current: list[Line] = []
        self.in_masthead = True
        self.last_number = 0

    def build(self) -> list[Block]:
        """Return the blocks of the text in order."""
        blocks: list[Block] = []
        for place, line in enumerate(self.lines):
            start = self._start(place)
            if self.current and self._is_break(self.current[-1], line, start):
                blocks.append(self._close())
            self.current.append(line)
        if self.current:
            blocks.append(self._close())
        return blocks

    def _start(self, place: int) -> Start:
        """Return the line's beginning; opening words may run on to the next line."""
        line = self.lines[place]
        start = start_of(line.text, self.cues)
        if start is not Start.NONE or place + 1 == len(self.lines):
            return start
        longer = start_of(self._join([line, self.lines[place + 1]]), self.cues)
        return longer if longer in OPENERS else start

    def _close(self) -> Block:
        block = Block(self.current, self._text())
        self.current = []
        self.last_number = self._number_of(block.text)
        if self._is_prose(block.text):
            self.in_masthead = False
        elif start_of(block.text, self.cues) is Start.ANNEX:
            self.in_masthead = True
        return block

    def _text(self) -> str:
        return self._join(self.current)

    def _join(self, lines: list[Line]) -> str:
        return join_lines(
            (line.text for line in lines),
            spaced=self.cues.spaced,
            vocabulary=self.vocabulary,
        )

    def _sketch(self) -> str:
        """Return the block so far; of a very long one, its beginning and its end.

        A block is asked about at every line: this keeps the work in proportion.
        """
        lines = self.current
        if len(lines) > 2 * MANY:
            lines = [*lines[:MANY], *lines[-MANY:]]
        return self._join(lines)

    def _is_prose(self, text: str) -> bool:
        if start_of(text, self.cues) in PROSE | {Start.ARTICLE, Start.AUTHORS}:
            return is_terminal(text)
        return len(text) > LONG / (1 if self.cues.spaced else 2) and is_stopped(text)

    def _is_break(self, a: Line, b: Line, start: Start) -> bool:
        block = self._sketch()
        if self._is_annex_continued(block, b):
            return False
        if ends_with_hyphen(a.text) and not b.gap and begins_small(b.text):
            return False
        if self._is_whole(block, b, start):
            return True
        ends = is_terminal(a.text)
        if ends and start is Start.ENACTING:
            return True
        if start in HARD and (ends or b.gap or start is Start.ORIGINAL):
            return True
        if b.turn:
            return self._breaks_at_turn(block, b, start)
        if b.gap:
            return self._breaks_at_gap(block, b, start)
        return self._breaks_in_column(a, b, start)

    def _is_annex_continued(self, block: str, b: Line) -> bool:
        goes_on = bool(self.cues.annex_continued.match(b.text))
        return goes_on and start_of(block, self.cues) is Start.ANNEX

    # Whole units

    def _is_whole(self, block: str, b: Line, start: Start) -> bool:
        """Tell whether the block needs no more lines."""
        cues = self.cues
        if begins_small(b.text) and start not in OPENERS | LISTED:
            return False
        if DANGLING.search(block[-20:]):
            return False
        if is_organ_line(b.text, cues) and b.text.endswith((",", "，")):
            return True
        if self.in_masthead and self._is_whole_head(block, b):
            return True
        first = start_of(block, cues)
        if first is Start.ARTICLE:
            return self._is_whole_article(block, b)
        if first is Start.HEADING:
            return len(self.current) == 1
        return self._is_whole_line(block, first)

    def _is_whole_article(self, block: str, b: Line) -> bool:
        match = self.cues.article.match(block)
        if not match or len(self.current) > 1:
            return False
        heading = match["rest"] and not is_terminal(block)
        return not match["rest"] or bool(heading and self._is_short(self.current[0], b))

    def _is_whole_head(self, block: str, b: Line) -> bool:
        cues = self.cues
        if masthead_pieces(self.current[-1].raw, cues) and len(self.current) == 1:
            return True
        if b.text[0] in "[［" or cues.resolution_title.match(b.text):
            return True
        if cues.resolution_note.match(b.text):
            return True
        if masthead_pieces(b.raw, cues) and not cues.letter_title.match(block):
            return True
        if cues.letter_title.match(b.text) and not self._is_open_letter_title(block):
            return cues.spaced
        opens = cues.letter_opening.match(b.text)
        return bool(opens and cues.letter_title_end.match(block))

    def _is_open_letter_title(self, block: str) -> bool:
        return bool(self.cues.letter_title.match(block))

    def _is_whole_line(self, block: str, first: Start) -> bool:
        cues = self.cues
        if first is Start.ANNEX:
            return not cues.spaced or len(block) < 20
        if first is Start.ORIGINAL or cues.preamble_heading.match(block):
            return True
        if is_organ_line(block, cues):
            return bool(block.endswith((",", "，"))) or not self.in_masthead
        if is_enacting(block, cues) and block.endswith((":", "：")):
            return True
        trailing = cues.signed.search(self.current[-1].text)
        if trailing and trailing.end() == len(self.current[-1].text):
            return trailing.start() > 0
        if first in PROSE or cues.spaced or len(self.current) > 1:
            return False
        return is_post_line(block, cues)

    # Places

    def _breaks_at_turn(self, block: str, b: Line, start: Start) -> bool:
        a = self.current[-1]
        if not is_terminal(a.text):
            return start in {Start.ARTICLE, Start.ANNEX} or self._is_signature(block)
        if start in PROSE | {Start.HEADING}:
            if start is Start.OPERATIVE and begins_small(b.text):
                return is_stopped(a.text)
            opens = self._is_opener_here(b, start) or self._is_short(a, b)
            return is_stopped(a.text) or opens
        if begins_small(b.text) or not is_stopped(a.text):
            return False
        if a.text.endswith((";", "；")) and start_of(block, self.cues) in PROSE:
            return False  # the next clause would begin with its own words
        if self.layout.indented and not self.layout.blank:
            return b.indent > self.layout.margin
        return self._is_short(a, b)

    def _breaks_at_gap(self, block: str, b: Line, start: Start) -> bool:
        a = self.current[-1]
        if is_terminal(a.text) or start is not Start.NONE:
            return not (
                begins_small(b.text)
                and a.text.endswith((",", "，"))
                and start is Start.NONE
            )
        if self._is_signature(block) or is_signed_line(b.text, self.cues):
            return True
        if begins_small(b.text):
            return False
        # A clause that no stop ends is not ended by a blank line either.
        open_clause = start_of(block, self.cues) in PROSE and len(block) > LONG
        return not (open_clause and not self._is_short(a, b))

    def _breaks_in_column(self, a: Line, b: Line, start: Start) -> bool:
        ends = is_terminal(a.text)
        if start in LISTED and (ends or (self.layout.indented and b.indent > a.indent)):
            return self._is_next_number(b) or start is Start.ITEM or b.indent > a.indent
        if self.layout.indented and b.indent > self.layout.margin:
            return self._breaks_at_indent(a, b, start)
        if start in OPENERS and ends:
            cut_short = a.width < 0.75 * self.layout.width and not self.layout.ragged
            recital = cut_short and start is Start.PREAMBULAR
            return recital or self._is_opener_here(b, start)
        if start is Start.TITLE and not self.in_masthead:
            return ends
        if self._is_plain():
            return ends and self._breaks_plain(a, b)
        return False

    def _breaks_at_indent(self, a: Line, b: Line, start: Start) -> bool:
        if is_terminal(a.text):
            return True
        if start_of(self._sketch(), self.cues) in PROSE:
            return False
        if a.indent > self.layout.margin and b.indent >= a.indent:
            # Lines that are all indented: a centred heading, or a quotation.
            return start is not Start.NONE
        return start is not Start.NONE or self._is_short(a, b)

    def _breaks_plain(self, a: Line, b: Line) -> bool:
        """Decide where neither blank lines nor indents set paragraphs off."""
        if not is_stopped(a.text) or begins_small(b.text):
            return False
        return self._is_short(a, b)

    def _is_plain(self) -> bool:
        return not (self.layout.blank or self.layout.indented)

    def _is_opener_here(self, b: Line, start: Start) -> bool:
        """Tell whether opening words at a line's beginning do open a clause.

        In the middle of a sentence they are as common as at its beginning, but for
        English, which gives a clause a capital.
        """
        if start not in OPENERS:
            return start is not Start.NONE
        if self.cues.spaced and not begins_small(b.text):
            return True
        return self._is_plain() or (b.turn and b.indent > self.layout.margin)

    def _is_next_number(self, b: Line) -> bool:
        number = re.match(r"\(?(\d+)", b.text)
        last = self._number_of(self._sketch())
        return not number or int(number[1]) in {1, last + 1}

    def _number_of(self, block: str) -> int:
        """Return the number the block begins with, or the last one before it."""
        number = re.match(r"\(?(\d+)", block)
        if number and start_of(block, self.cues) is Start.NUMBER:
            return int(number[1])
        return self.last_number

    def _is_signature(self, block: str) -> bool:
        if self.in_masthead or start_of(block, self.cues) in PROSE:
            return False
        return is_signed_line(block, self.cues) or is_post_line(block, self.cues)

    def _is_short(self, a: Line, b: Line) -> bool:
        """Tell whether the next word would have fitted on the line."""
        if self.layout.ragged and b.turn:
            return a.width < 0.4 * self.layout.width
        if self.cues.spaced:
            word = len(b.text.split(maxsplit=1)[0])
            return a.width + 1 + word <= self.layout.width - 2
        return a.width < 0.85 * self.layout.width
