"""Recogniser: blocks to units, each by its text and the units before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from documents.importing import part_head, signatures
from documents.importing.block import Block
from documents.importing.footnotes import MARKED_NOTE, FootnoteCalls, plain_mark
from documents.importing.line_starts import (
    is_annex,
    is_authors_line,
    is_enacting,
    is_heading,
    is_organ_line,
    is_place_date,
)
from documents.importing.lines import is_stopped, is_terminal
from documents.importing.list_levels import Sublevels
from documents.importing.lookahead import Outlook
from documents.importing.parts import Part
from documents.languages.base import Cues
from documents.text.kinds import Kind


def _notes(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the notes at the feet of pages, and those between the paragraphs."""
    for block in blocks:
        yield from block.notes
        if MARKED_NOTE.match(block.text):
            yield plain_mark(block.text)


def _bracketed(blocks: Sequence[Block]) -> list[str]:
    """Return the marks of the notes that begin with a figure in square brackets."""
    found = (re.match(r"\[(\d{1,3})\]\s*\w", block.text) for block in blocks)
    return [mark[1] for mark in found if mark]


# No numeral alone is longer: "VIII."
NUMERAL: Final = 5


class Phase(Enum):
    """The section of a part that is being read."""

    HEAD = auto()
    LETTER = auto()
    PREAMBLE = auto()
    PROSE = auto()  # a statement without an enacting formula
    OPERATIVE = auto()
    ARTICLES = auto()
    CLOSING = auto()


class Recogniser:
    """Recognises the kind of each block, from its text and the preceding blocks."""

    def __init__(self, blocks: Sequence[Block], cues: Cues) -> None:
        self.blocks = blocks
        self.cues = cues
        self.outlook = Outlook(blocks, cues)
        self.calls = FootnoteCalls(_notes(blocks), _bracketed(blocks))
        self.part = Part()
        self.parts = [self.part]
        self.phase = Phase.HEAD
        self.levels = Sublevels()
        # Below a heading, before the next numbered paragraph.
        self.in_chapter = False
        self.place = 0

    def read(self) -> list[Part]:
        """Return the parts with their units in order."""
        while self.place < len(self.blocks):
            start = self.place
            self.part.page = self.blocks[start].page
            self._read_block(self.blocks[start])
            self.place = max(self.place, start + 1)
            for block in self.blocks[start : self.place]:
                for note in block.notes:
                    self.part.add(Kind.NOTE, note)
        return self.parts

    def _read_block(self, block: Block) -> None:
        text = self.calls.remove(block.text)
        if self._read_anywhere(block, text):
            return
        if self.phase is Phase.HEAD:
            self._read_head(block, text)
        elif self.phase is Phase.LETTER:
            self._read_letter(text)
        elif self.phase is Phase.ARTICLES:
            self._read_in_article(text)
        else:
            self._read_clause(text)

    # What may stand anywhere

    def _read_anywhere(self, block: Block, text: str) -> bool:
        return (
            self._read_part_head(text)
            or self._read_signatures()
            or self._read_article(text)
            or self._read_formula(text)
            or self._read_marked_note(block.text)
            or self._read_note(text)
            or self._read_closing(text)
        )

    def _read_part_head(self, text: str) -> bool:
        cues = self.cues
        if is_annex(text, cues):
            self._begin_part(annexed=True)
            self.part.add(Kind.ANNEX_HEADING, text)
            return True
        if (self.phase is Phase.CLOSING and self.outlook.is_new_title(text)) or (
            self.phase is Phase.OPERATIVE and cues.resolution_title.match(text)
        ):
            self._begin_part(annexed=False)
        return False

    def _begin_part(self, *, annexed: bool) -> None:
        if self.part.units:
            self.part = Part(annexed=annexed, page=self.part.page)
            self.parts.append(self.part)
        self.part.annexed = annexed
        self.phase = Phase.HEAD
        self.in_chapter = False
        self.levels.reset()

    def _read_signatures(self) -> bool:
        if self.phase is Phase.HEAD or not self.outlook.begins_signatures(
            self.place,
            letter=self.phase is Phase.LETTER,
            over=self.phase in {Phase.CLOSING, Phase.ARTICLES},
        ):
            return False
        end = self.place + 1
        while end < len(self.blocks) and self.outlook.continues_signatures(
            self.blocks[end]
        ):
            end += 1
        lines = [line for one in self.blocks[self.place : end] for line in one.lines]
        for record in signatures.split_signatures(lines, self.cues):
            self.part.add(Kind.SIGNATURE, record)
        self.place, self.phase = end, Phase.CLOSING
        return True

    def _read_article(self, text: str) -> bool:
        match = self.cues.article.match(text)
        if not match:
            return False
        self.phase = Phase.ARTICLES
        self.levels.begin_article()
        rest = (match["rest"] or "").strip()
        heading = rest if rest and not is_stopped(rest) else ""
        self.part.add(Kind.ARTICLE, heading, number=match["number"])
        if not rest:
            self._read_article_heading()
        elif not heading:
            self._read_in_article(rest)
        return True

    def _read_article_heading(self) -> None:
        """Add the next block as the article's heading if it is one."""
        following = self.blocks[self.place + 1 : self.place + 3]
        if len(following) < 2 or following[0].lines[0].turn:
            return
        text = following[0].text
        if not self.outlook.is_heading_like(text) or self.cues.article.match(
            following[1].text
        ):
            return
        number = self.part.pop().number
        self.part.add(Kind.ARTICLE, self.calls.remove(text), number=number)
        self.place += 2

    def _read_formula(self, text: str) -> bool:
        if is_enacting(text, self.cues) and self.phase is not Phase.LETTER:
            if self._is_resolved() and not self.outlook.is_numbering_next(self.place):
                return False
            self.part.add(Kind.OPENING, text)
            acts = not re.search(r"(?i)^(?:now,? therefore|поэтому|посему)", text)
            self.phase = Phase.OPERATIVE if acts else Phase.PREAMBLE
            return True
        if self.phase is Phase.LETTER or not self._is_heading(text):
            return False
        if self.phase is Phase.HEAD and not self._is_head_over():
            return False
        self.part.add(Kind.HEADING, text)
        # A numeral alone divides the decisions, a title is that of a chapter.
        self.in_chapter = len(text) > NUMERAL
        if self.phase is Phase.HEAD:
            self.phase = Phase.PREAMBLE
        elif self.phase is Phase.ARTICLES:
            self.levels.reset()
        return True

    def _is_heading(self, text: str) -> bool:
        if self.cues.numbered_heading.match(text):
            # The last of a list needs no stop either.
            return self.phase is not Phase.HEAD and not self._is_last()
        return is_heading(text, self.cues)

    def _is_resolved(self) -> bool:
        return self.phase is Phase.OPERATIVE and self.part.has(Kind.OPERATIVE)

    def _is_head_over(self) -> bool:
        """Return whether a heading here is below the title, not in the masthead."""
        return self.part.has(Kind.TITLE) or bool(
            self.cues.preamble_heading.match(self.blocks[self.place].text)
        )

    def _read_marked_note(self, text: str) -> bool:
        """Add a note that begins with a superior figure or one in square brackets."""
        if self.phase is Phase.HEAD or not MARKED_NOTE.match(text):
            return False
        self.part.add(Kind.NOTE, plain_mark(text))
        return True

    def _read_note(self, text: str) -> bool:
        if self.phase is Phase.HEAD or not self.cues.note.match(text):
            return False
        if self.phase is Phase.LETTER and is_stopped(text) and not text.startswith("*"):
            return False
        self.part.add(Kind.NOTE, text)
        return True

    def _read_closing(self, text: str) -> bool:
        if self.phase is Phase.HEAD:
            return False
        if self.cues.closing.match(text):
            self.part.add(Kind.PARAGRAPH, text)
            self.phase = Phase.CLOSING
            return True
        if not is_place_date(text, self.cues) or self.cues.number.match(text):
            return False
        self._add_place_date(self.blocks[self.place])
        self.phase = Phase.CLOSING
        return True

    def _add_place_date(self, block: Block) -> None:
        lines = [line.text for line in block.lines]
        each = all(is_place_date(line, self.cues) for line in lines)
        text = "\n".join(lines) if each else self.calls.remove(block.text)
        units = self.part.units
        if units and units[-1].kind is Kind.PLACE_DATE and len(text) < 60:
            text = self.part.pop().text + "\n" + text
        self.part.add(Kind.PLACE_DATE, text)

    # The head of a part

    def _read_head(self, block: Block, text: str) -> None:
        pieces = part_head.head_pieces(block, self.part, self.cues)
        if pieces:
            for kind, piece in pieces:
                self.part.add(kind, piece)
            return
        if self._read_opening(text):
            return
        if self._is_first_clause(text):
            self._leave_head()
            self._read_block(block)
            return
        ahead = [one.text for one in self.blocks[self.place + 1 : self.place + 12]]
        part_head.read_title(self.part, block, text, ahead, self.cues)

    def _read_opening(self, text: str) -> bool:
        cues = self.cues
        own = re.match(r"(?:We|Мы|我们)(?=[,，\s]|.*[，,]$)", text)
        named = is_authors_line(text, cues) or (
            is_organ_line(text, cues) and self.part.has(Kind.TITLE)
        )
        if cues.letter_title.match(self.part.first(Kind.TITLE)):
            return False
        open_end = (
            self.part.has(Kind.TITLE)
            and text.endswith((",", "，", "——", "—"))
            and not cues.preambular.match(text)
        )
        if not (
            named
            or (own and is_terminal(text))
            or open_end
            or self._opens_recitals(text)
        ):
            return False
        self.part.add(Kind.OPENING, text)
        self.phase = Phase.PREAMBLE
        return True

    def _opens_recitals(self, text: str) -> bool:
        """Return whether a line with a colon is above recitals and below the title."""
        if not (self.part.has(Kind.TITLE) and text.endswith((":", "："))):
            return False
        following = self.blocks[self.place + 1 : self.place + 2]
        return bool(following and self.cues.preambular.match(following[0].text)) and (
            self.outlook.is_preamble_unfinished(self.place)
        )

    def _is_first_clause(self, text: str) -> bool:
        cues = self.cues
        if cues.number.match(text) and (len(text) > 15 or self._begins_list()):
            return True
        title = self.part.first(Kind.TITLE)
        if cues.letter_title.match(title):
            return is_stopped(text) or bool(cues.letter_opening.match(text))
        if cues.preambular.match(text) and is_terminal(text):
            return True
        return (
            (bool(title) or self._is_untitled(text))
            and is_stopped(text)
            and not part_head.is_note(text, cues)
            and (not self.outlook.is_preamble_ahead(self.place))
        )

    def _begins_list(self) -> bool:
        """Return whether items stand below a short numbered line: a list of names."""
        following = self.blocks[self.place + 1 : self.place + 2]
        return bool(following and self.cues.item.match(following[0].text))

    def _is_untitled(self, text: str) -> bool:
        """Return whether an annex begins with a sentence, as a letter does."""
        return self.part.has(Kind.ANNEX_HEADING) and text.endswith((".", "。"))

    def _leave_head(self) -> None:
        title = self.part.first(Kind.TITLE)
        if self.cues.letter_title.match(title):
            self.phase = Phase.LETTER
        else:
            self.phase = Phase.PREAMBLE if self._resolves() else Phase.PROSE

    def _resolves(self) -> bool:
        return bool(self.cues.preambular.match(self.blocks[self.place].text)) and (
            is_terminal(self.blocks[self.place].text)
            and not self.blocks[self.place].text.endswith((".", "。"))
        )

    # Paragraphs

    def _read_letter(self, text: str) -> None:
        if not self._add_listed(text, Kind.PARAGRAPH):
            self.part.add(Kind.PARAGRAPH, text)

    def _read_in_article(self, text: str) -> None:
        if self._add_listed(text, Kind.PARAGRAPH):
            return
        if self._is_section_heading(text):
            self.part.add(Kind.HEADING, text)
            return
        self.levels.end_items()
        self.part.add(Kind.PARAGRAPH, text, depth=self.levels.base)

    def _is_section_heading(self, text: str) -> bool:
        following = self.blocks[self.place + 1 : self.place + 2]
        return self.outlook.is_heading_like(text) and bool(
            following and self.cues.article.match(following[0].text)
        )

    def _read_clause(self, text: str) -> None:
        if is_organ_line(text, self.cues) or self._is_second_opening(text):
            self.part.add(Kind.OPENING, text)
            self.phase = Phase.PREAMBLE
            return
        kind = self._clause_kind(text)
        if self._add_listed(text, Kind.OPERATIVE):
            return
        if kind is Kind.OPERATIVE:
            self.phase = Phase.OPERATIVE
            self.levels.end_items()
        self.part.add(kind, text)

    def _is_second_opening(self, text: str) -> bool:
        if self.phase is not Phase.PREAMBLE:
            return False
        last = self.part.units[-1]
        if self.part.has(Kind.OPENING) and last.kind is not Kind.OPENING:
            return False
        if self.cues.preambular.match(text):
            return False
        # "The independent States:" is followed by their list in the next paragraph.
        lists = last.kind is Kind.OPENING and last.text.endswith((":", "：", "-", "—"))
        return is_authors_line(text, self.cues) or (lists and text[-1] in ",，-—")

    def _add_listed(self, text: str, kind: Kind) -> bool:
        """Add a numbered paragraph or a list item; return whether the text is one."""
        number = self.cues.number.match(text)
        item = self.cues.item.match(text) or number
        if number and item and not self.levels.prefers_item(item["number"]):
            depth = self.levels.number(number["number"])
            deeper = Kind.SUBPARAGRAPH if depth > self.levels.base else kind
            if kind is Kind.OPERATIVE:
                self.phase = Phase.OPERATIVE
            self.in_chapter = False
            rest = text[number.end() :].strip()
            self.part.add(deeper, rest, number=number["number"].strip(), depth=depth)
            return True
        if item:
            depth = self.levels.item(item["number"])
            rest = text[item.end() :].strip()
            mark = item["number"].strip()
            self.part.add(Kind.SUBPARAGRAPH, rest, number=mark, depth=depth)
            return True
        return False

    def _clause_kind(self, text: str) -> Kind:
        cues = self.cues
        if self.outlook.is_heading_like(text) and not self._is_last():
            return Kind.HEADING
        if self.phase is Phase.PROSE:
            return Kind.PARAGRAPH
        if self.phase in {Phase.OPERATIVE, Phase.CLOSING}:
            resolved = self.phase is Phase.OPERATIVE and not self.in_chapter
            return Kind.OPERATIVE if resolved else Kind.PARAGRAPH
        if not cues.spaced:
            return self._chinese_kind(text)
        if cues.preambular.match(text) or (
            text.endswith(".") and self.outlook.is_formula_ahead(self.place)
        ):
            return Kind.PREAMBULAR
        if cues.operative.match(text):
            return Kind.OPERATIVE
        if self._is_recital(text):
            return Kind.PREAMBULAR
        return Kind.OPERATIVE if self.part.has(Kind.OPENING) else Kind.PARAGRAPH

    def _is_last(self) -> bool:
        return self.place == len(self.blocks) - 1

    def _chinese_kind(self, text: str) -> Kind:
        """Return the kind by the ending, which is a comma for recitals.

        Chinese opening words serve both recitals and operative paragraphs.
        """
        if text.endswith(("，", ",", "、")) or self.outlook.is_preamble_unfinished(
            self.place
        ):
            return Kind.PREAMBULAR
        if self.outlook.is_comma_ahead(self.place) and self.cues.preambular.match(text):
            return Kind.PREAMBULAR
        if self.cues.operative.match(text) or self.cues.preambular.match(text):
            return Kind.OPERATIVE
        return Kind.OPERATIVE if self.part.has(Kind.OPENING) else Kind.PARAGRAPH

    def _is_recital(self, text: str) -> bool:
        return not text.endswith(".") and (
            text.endswith(",")
            or self.outlook.is_preamble_unfinished(self.place)
            or not is_stopped(text)
        )
