"""Block builder: divides lines into blocks, one for each unit.

The signs of a boundary are blank lines, indents, and the text of the lines. Layout
determines first which of them a file uses; the text takes precedence.
"""

from __future__ import annotations

import re
from typing import Final

from documents.importing.block import (
    Block,
    Sketch,
    is_certain,
    is_open,
    masthead_pieces,
)
from documents.importing.footnotes import NOTE_START
from documents.importing.line_joins import Vocabulary
from documents.importing.line_starts import (
    HARD,
    LISTED,
    OPENERS,
    PROSE,
    SENTENCES,
    Layout,
    Start,
    is_enacting,
    is_numbered_heading,
    is_organ_line,
    is_place_date,
    is_post_line,
    is_signed_line,
    start_of,
)
from documents.importing.lines import (
    DANGLING,
    Line,
    begins_small,
    is_stopped,
    is_terminal,
)
from documents.importing.list_levels import item_before
from documents.importing.parts import instrument_name
from documents.languages.base import Cues

LONG: Final = 60
# "Annex II", 附件二: the heading of an annex without "to the letter …".
ANNEX_HEADING: Final = 14
# What a short line above a number may begin with all the same.
UNSURE: Final = OPENERS | {Start.NONE, Start.NUMBER, Start.HEADING}
HEADINGS: Final = frozenset({Start.HEADING, Start.SUBHEADING})


# How a list begins after no punctuation: "the necessity (a) For …".
FIRST_ITEM: Final = re.compile(r"\((?:a|i|1)\)\s+[A-Z]")
ITEM_MARK: Final = re.compile(r"\(([a-z]{1,5})\)")
# So many lines back the item before is looked for.
LOOK_BACK: Final = 30
QUOTES: Final = '“"«'
# The verbs with which a formula of several lines begins.
FORMULA: Final = re.compile(
    r"(?i)(?:have|hereby|реш|соглас|договор|заяв|провозглас)\w*"
)


class BlockBuilder:
    """Builds the blocks of a text, line by line."""

    def __init__(self, lines: list[Line], cues: Cues) -> None:
        self.cues = cues
        self.lines = lines
        self.starts = [start_of(line.text, cues) for line in lines]
        self.layout = Layout.of(lines, self.starts, cues)
        self.sketch = Sketch(cues, Vocabulary.of([line.text for line in lines], cues))
        self.in_masthead = True
        self.last_number = 0

    @property
    def current(self) -> list[Line]:
        """The lines of the block under construction."""
        return self.sketch.lines

    def build(self) -> list[Block]:
        """Return the blocks in order."""
        blocks: list[Block] = []
        for place, line in enumerate(self.lines):
            start = self._start(place)
            if self.current and self._is_break(self.current[-1], line, start):
                blocks.append(self._close())
            self.sketch.add(line, self.starts[place])
        if self.current:
            blocks.append(self._close())
        return blocks

    def _start(self, place: int) -> Start:
        """Return the line's Start; opening words may continue on the next line."""
        line, start = self.lines[place], self.starts[place]
        if not self.cues.opens_small and start in SENTENCES and begins_small(line.text):
            return Start.NONE
        if place + 1 == len(self.lines):
            return start
        if start in UNSURE and self._is_subheading(place):
            self.starts[place] = Start.SUBHEADING
            return Start.SUBHEADING
        if start is not Start.NONE:
            return start
        if FORMULA.match(line.text):
            sentence = self.sketch.join(self.lines[place : place + 4])
            if is_enacting(sentence.split(":")[0] + ":", self.cues):
                return Start.ENACTING
        if len(line.text) > LONG:
            return start  # opening words are not as long
        longer = start_of(self.sketch.join(self.lines[place : place + 2]), self.cues)
        return longer if longer in OPENERS else start

    def _is_subheading(self, place: int) -> bool:
        """Return whether a short line without a stop is above a number or a heading."""
        line, below = self.lines[place], self.lines[place + 1]
        following = self.starts[place + 1]
        if not place or following not in HEADINGS | {Start.NUMBER}:
            return False
        if following is Start.NUMBER and not self._is_next_number(below):
            return False
        return self._is_short_title(line) and self._is_above_free(place)

    def _is_short_title(self, line: Line) -> bool:
        if is_terminal(line.text) or begins_small(line.text):
            return False
        limit = LONG / (1 if self.cues.spaced else 3)
        return len(line.text) <= limit and not DANGLING.search(line.text)

    def _is_above_free(self, place: int) -> bool:
        """Return whether what stands above a presumed heading has ended.

        A heading with a numeral may stand below a title, which has no stop.
        """
        line, above = self.lines[place], self.lines[place - 1]
        numbered = is_numbered_heading(line.text, self.cues)
        if self.starts[place] is Start.NUMBER and not numbered:
            return False
        if numbered and (self.in_masthead or self.starts[place - 1] in HEADINGS):
            return not DANGLING.search(above.text)
        return not self.in_masthead and is_terminal(above.text)

    def _close(self) -> Block:
        lines = self.current
        block = Block(lines, self.sketch.join(lines))
        first = self.sketch.first
        self.last_number = self._number_of(block.text)
        if self._is_prose(block.text, first):
            self.in_masthead = False
        elif first is Start.ANNEX:
            self.in_masthead = True
        self.sketch.begin()
        return block

    def _is_prose(self, text: str, first: Start) -> bool:
        if first in PROSE | {Start.ARTICLE, Start.AUTHORS}:
            return is_terminal(text)
        if self.cues.letter_opening.match(text) and is_stopped(text):
            return True
        return len(text) > LONG / (1 if self.cues.spaced else 2) and is_stopped(text)

    def _is_break(self, a: Line, b: Line, start: Start) -> bool:
        block = self.sketch.text
        if self._is_annex_continued(b):
            return False
        if not b.gap and is_open(self.sketch, b, in_masthead=self.in_masthead):
            return False
        if self._is_whole(block, b, start):
            return True
        if NOTE_START.match(block) and NOTE_START.match(b.text):
            return True
        ends = is_terminal(a.text)
        if start is Start.SUBHEADING or (ends and start is Start.ENACTING):
            return True
        if ends and b.text[0] in QUOTES and block[0] in QUOTES:
            return True  # each paragraph of a statement that is quoted
        if start is Start.ANNEX and self._is_annex_here(a, b, block):
            return True
        if self.in_masthead and self._begins_text(a, b, start):
            return True
        if start in HARD and (ends or b.gap or start is Start.ORIGINAL):
            return True
        if not self.in_masthead and is_certain(self.sketch, b, start, self.layout):
            return True
        if b.turn:
            return self._breaks_at_turn(block, b, start)
        if start is Start.ITEM and FIRST_ITEM.match(b.text):
            return True
        if self.layout.unwrapped and self._is_plain() and not b.gap:
            return ends or not begins_small(b.text)
        if b.gap:
            return self._breaks_at_gap(block, b, start)
        return self._breaks_in_column(a, b, start)

    def _is_annex_continued(self, b: Line) -> bool:
        goes_on = bool(self.cues.annex_continued.match(b.text))
        return goes_on and self.sketch.first is Start.ANNEX

    def _is_annex_here(self, a: Line, b: Line, block: str) -> bool:
        """Return whether a line is an annex's heading, not "see annex"."""
        if self._is_signature(block) and not begins_small(b.text):
            return True
        if len(b.text) > ANNEX_HEADING or begins_small(b.text):
            return False
        open_end = DANGLING.search(a.text) or a.text.endswith((",", "(", "，", "（"))
        return not open_end and a.width < 0.75 * max(self.layout.width, LONG)

    def _begins_text(self, a: Line, b: Line, start: Start) -> bool:
        """Return whether the first numbered paragraph or the authors follow a title."""
        if start is Start.AUTHORS and not begins_small(b.text):
            short = a.width < 0.75 * self.layout.width and not DANGLING.search(a.text)
            return short and bool(instrument_name(self.sketch.text, self.cues))
        if start is not Start.NUMBER:
            return False
        titled = self.sketch.first not in LISTED and not DANGLING.search(a.text)
        first = re.match(r"[1１]\s?[.．、]|一、", b.text)
        return bool(first) and titled and not self.cues.agenda_item.match(a.text)

    # Whole units

    def _is_whole(self, block: str, b: Line, start: Start) -> bool:
        """Return whether the block is complete."""
        cues = self.cues
        if is_organ_line(block, cues) and block.endswith((",", "，")):
            return True
        titled = self.in_masthead and self.sketch.first is Start.TITLE
        if titled and cues.resolution_note.match(b.text):
            return True
        if begins_small(b.text) and start not in OPENERS | LISTED:
            return False
        if len(block) > 2 and DANGLING.search(block[-20:]):
            return False
        if is_organ_line(b.text, cues) and b.text.endswith((",", "，")):
            return self.in_masthead or b.gap > 0 or is_terminal(block)
        if self.in_masthead and self._is_whole_head(block, b):
            return True
        first = self.sketch.first
        if first is Start.ANNEX and self._is_letter_begun(block, b):
            return True
        if first is Start.ARTICLE:
            return self._is_whole_article(block, b)
        if first in {Start.HEADING, Start.SUBHEADING}:
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
        if cues.whole_title.match(block):
            return True
        alone = len(self.current) == 1
        if masthead_pieces(self.current[-1].raw if alone else block, cues):
            return True
        if b.text[0] in "[［" or cues.resolution_title.match(b.text):
            return True
        if cues.resolution_note.match(b.text):
            return True
        if masthead_pieces(b.raw, cues) and not cues.letter_title.match(block):
            # The date may be a note's last words: "принятая … 6 декабря 2006 года".
            dated = cues.resolution_note.match(block) and is_place_date(b.text, cues)
            return not dated
        if cues.letter_title.match(b.text) and not self._is_open_letter_title(block):
            return cues.spaced
        return self._is_letter_begun(block, b)

    def _is_letter_begun(self, block: str, b: Line) -> bool:
        """Return whether a letter's first words stand below its title."""
        opens = self.cues.letter_opening.match(b.text)
        sentence = is_stopped(b.text) and not (
            begins_small(b.text) or b.text[0] in "[("
        )
        return bool((opens or sentence) and self.cues.letter_title_end.match(block))

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
            narrow = a.width < 0.75 * self.layout.width
            dated = narrow and is_place_date(block, self.cues)
            signed = self._is_signature(block)
            return start in {Start.ARTICLE, Start.ANNEX} or signed or dated
        if start in PROSE | {Start.HEADING}:
            if start is Start.OPERATIVE and begins_small(b.text):
                return is_stopped(a.text)
            fits = self._is_short(a, b) and not self._is_at_margin(b)
            opens = self._is_opener_here(b, start) or fits
            return is_stopped(a.text) or opens
        if begins_small(b.text) or not is_stopped(a.text):
            return False
        if a.text.endswith((";", "；")) and self.sketch.first in PROSE:
            return False  # the next clause would begin with its own words
        if self.layout.indented and not self.layout.blank:
            return b.indent > self.layout.margin
        return self._is_short(a, b)

    def _is_at_margin(self, b: Line) -> bool:
        """Return whether a line lacks the indent with which every unit begins."""
        layout = self.layout
        return layout.indented and not layout.blank and b.indent <= layout.margin

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
        # A clause without final punctuation is not ended by a blank line.
        open_clause = self.sketch.first in PROSE and len(block) > LONG
        return not (open_clause and not self._is_short(a, b))

    def _breaks_in_column(self, a: Line, b: Line, start: Start) -> bool:
        ends = is_terminal(a.text)
        if start is Start.NUMBER and self._is_first_below(b):
            return True
        if start is Start.ITEM and self._is_item_within(b):
            return False
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
        return self._is_plain() and self._breaks_plain(a, b)

    def _is_item_within(self, b: Line) -> bool:
        """Return whether an item's mark is within a sentence, not before a paragraph.

        It is at the margin where items are indented, or the item before it is within
        the sentence, as in "in particular: (i) the first; (ii) the second".
        """
        layout = self.layout
        if layout.items_indented and b.indent <= layout.margin:
            return self.sketch.first in LISTED
        mark = ITEM_MARK.match(b.text)
        before = mark and item_before(mark[1])
        return bool(before) and any(
            re.search(rf"[:;,]\s(?:\w+\s)?\({before}\)\s", line.text)
            for line in self.current[-LOOK_BACK:]
        )

    def _breaks_at_indent(self, a: Line, b: Line, start: Start) -> bool:
        if is_terminal(a.text):
            return True
        if self.sketch.first in PROSE:
            return False
        if a.indent > self.layout.margin and b.indent >= a.indent:
            # Lines that are all indented: a centred heading, or a quotation.
            return start is not Start.NONE
        return start is not Start.NONE or self._is_short(a, b)

    def _breaks_plain(self, a: Line, b: Line) -> bool:
        """Return whether `b` begins a block, by the text and the line widths alone."""
        if begins_small(b.text):
            return False
        if is_stopped(a.text):
            posted = not self.cues.spaced and is_post_line(b.text, self.cues)
            return posted or self.layout.single or self._is_short(a, b)
        if DANGLING.search(a.text):
            return False
        # A short line without final punctuation is a heading.
        heading = len(self.current) == 1 and self.sketch.first is Start.NONE
        short = a.width < 0.7 * self.layout.width and not is_terminal(a.text)
        alone = self.layout.single and is_stopped(b.text)
        below = alone or not (self.in_masthead or self.layout.ragged)
        return heading and short and below

    def _is_plain(self) -> bool:
        return not (self.layout.blank or self.layout.indented)

    def _is_opener_here(self, b: Line, start: Start) -> bool:
        """Return whether opening words at the beginning of a line open a clause.

        They also occur within sentences; an English clause begins with a capital.
        """
        if start not in OPENERS:
            return start is not Start.NONE
        if self.cues.spaced and not begins_small(b.text):
            return True
        if b.turn:
            return not self.layout.indented or b.indent > self.layout.margin
        return self._is_plain()

    def _is_first_below(self, b: Line) -> bool:
        """Return whether "1.1." follows the heading "1. Definitions"."""
        number = re.match(r"(\d+)\.1\b", b.text)
        return bool(number and re.match(rf"{number[1]}\.\s", self.sketch.text))

    def _is_next_number(self, b: Line) -> bool:
        number = re.match(r"\(?(\d+)", b.text)
        last = self._number_of(self.sketch.text)
        return not number or int(number[1]) in {1, last + 1}

    def _number_of(self, block: str) -> int:
        """Return the number the block begins with, or else the previous one."""
        number = re.match(r"\(?(\d+)", block)
        if number and self.sketch.first is Start.NUMBER:
            return int(number[1])
        return self.last_number

    def _is_signature(self, block: str) -> bool:
        if self.in_masthead or self.sketch.first in PROSE:
            return False
        return is_signed_line(block, self.cues) or is_post_line(block, self.cues)

    def _is_short(self, a: Line, b: Line) -> bool:
        """Return whether the next word would have fitted on the line."""
        if self.layout.ragged and b.turn:
            return a.width < 0.4 * self.layout.width
        if self.cues.spaced:
            word = len(b.text.split(maxsplit=1)[0])
            return a.width + 1 + word <= self.layout.width - 2
        return a.width < 0.85 * self.layout.width
