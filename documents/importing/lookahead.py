"""Lookahead: what the blocks after a position hold: signatures, clauses, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from documents.importing import signatures
from documents.importing.block import Block
from documents.importing.line_starts import (
    is_annex,
    is_enacting,
    is_place_date,
    is_post_line,
    is_signed_line,
)
from documents.importing.lines import begins_small, is_stopped, is_terminal
from documents.importing.parts import instrument_name
from documents.languages.base import Cues

SHORT_HEADING: Final = 120
MOST_SIGNATURES: Final = 60
MOST_RECITALS: Final = 40
FIRST_NUMBER: Final = re.compile(r"[1１]\s*[.．、]|一、|1\)|\(1\)")


class Outlook:
    """Lookahead over the blocks: answers questions about those from `place` on."""

    def __init__(self, blocks: Sequence[Block], cues: Cues) -> None:
        self.blocks = blocks
        self.cues = cues

    def is_new_title(self, text: str) -> bool:
        if is_terminal(text) or len(text) > 300 or begins_small(text):
            return False
        named = instrument_name(text, self.cues) and not is_place_date(text, self.cues)
        return bool(self.cues.resolution_title.match(text) or named)

    def is_signed_soon(self, place: int) -> bool:
        """Return whether a signature's mark follows after short lines only."""
        for block in self.blocks[place : place + 6]:
            if not self.continues_signatures(block):
                return False
            if any(is_signed_line(line.text, self.cues) for line in block.lines):
                return True
        return False

    def begins_signatures(self, place: int, *, letter: bool, over: bool) -> bool:
        """Return whether signatures begin here.

        `letter`: the part is a letter. `over`: its text was concluded.
        """
        cues, block = self.cues, self.blocks[place]
        first = block.lines[0].text
        if not all(
            signatures.can_be_signature(line.text, cues) for line in block.lines
        ):
            return False
        if any(is_signed_line(line.text, cues) for line in block.lines):
            return True
        signed_for, post = self._is_signed_for(first), is_post_line(first, cues)
        if letter or over:
            named = any(is_post_line(line.text, cues) for line in block.lines)
            return (
                signed_for or post or (letter and (named or self.is_signed_soon(place)))
            )
        if signed_for and self.is_signed_soon(place):
            return True
        return (signed_for or post) and self._is_signed_to_the_end(place)

    def _is_signed_for(self, text: str) -> bool:
        return bool(self.cues.signed_for.match(text)) and not is_stopped(
            text.rstrip(":：")
        )

    def _is_signed_to_the_end(self, place: int) -> bool:
        """Return whether only signatures, place and date follow in the part."""
        lines = 0
        for block in self.blocks[place : place + MOST_SIGNATURES]:
            text = block.text
            if is_annex(text, self.cues):
                break
            if not (self.continues_signatures(block) or is_place_date(text, self.cues)):
                return False
            lines += len(block.lines)
        return lines > 1

    def continues_signatures(self, block: Block) -> bool:
        cues, text = self.cues, block.text
        if (
            is_annex(text, cues)
            or is_place_date(text, cues)
            or cues.article.match(text)
        ):
            return False
        if cues.note.match(text) or cues.original.fullmatch(text):
            return False
        if any(is_signed_line(line.text, cues) for line in block.lines):
            return True
        if self.is_new_title(text) and not self.cues.post.match(text):
            return False
        return all(signatures.can_be_signature(line.text, cues) for line in block.lines)

    def is_preamble_ahead(self, place: int) -> bool:
        ahead = self.blocks[place + 1 : place + 4]
        return any(self.cues.preamble_heading.match(block.text) for block in ahead)

    def is_preamble_unfinished(self, place: int) -> bool:
        """Return whether paragraph 1 or the enacting formula follows in the part."""
        return self._unfinished[place + 1]

    @cached_property
    def _unfinished(self) -> list[bool]:
        """For each block, whether clauses begin at it or later in the same part."""
        answers = [False]
        for block in reversed(self.blocks):
            text = block.text
            begins = FIRST_NUMBER.match(text) or self.enacts(text)
            ends = is_annex(text, self.cues) or self.cues.article.match(text)
            answers.append(not ends and (bool(begins) or answers[-1]))
        return answers[::-1]

    def is_numbering_next(self, place: int) -> bool:
        """Return whether one of the next two blocks begins with the first number."""
        return any(
            FIRST_NUMBER.match(block.text)
            for block in self.blocks[place + 1 : place + 3]
        )

    def is_formula_ahead(self, place: int) -> bool:
        """Return whether "Declare the following:" follows, and no number before it."""
        for block in self.blocks[place + 1 : place + MOST_RECITALS]:
            if self.enacts(block.text):
                return True
            if self.cues.number.match(block.text) or is_annex(block.text, self.cues):
                return False
        return False

    def enacts(self, text: str) -> bool:
        return is_enacting(text, self.cues) and text.endswith((":", "："))

    def is_comma_ahead(self, place: int) -> bool:
        for block in self.blocks[place + 1 : place + 15]:
            if is_annex(block.text, self.cues):
                return False
            if block.text.endswith(("，", ",")) and self.cues.preambular.match(
                block.text
            ):
                return not is_place_date(block.text, self.cues)
        return False

    def is_heading_like(self, text: str) -> bool:
        cues = self.cues
        limit = SHORT_HEADING if cues.spaced else SHORT_HEADING // 3
        if is_terminal(text) or len(text) > limit or begins_small(text):
            return False
        return not (cues.number.match(text) or cues.item.match(text))
