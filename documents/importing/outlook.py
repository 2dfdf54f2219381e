"""What is still to come: questions about the blocks that follow a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from documents.importing import signatures
from documents.importing.blocks import Block
from documents.importing.cues import Cues
from documents.importing.lines import begins_small, is_terminal
from documents.importing.parts import instrument_name
from documents.importing.starts import (
    is_annex,
    is_enacting,
    is_place_date,
    is_signed_line,
)

SHORT_HEADING: Final = 120


class Outlook:
    """Answers, for a reader at a place, what the blocks after it hold."""

    def __init__(self, blocks: Sequence[Block], cues: Cues) -> None:
        self.blocks = blocks
        self.cues = cues

    def is_new_title(self, text: str) -> bool:
        if is_terminal(text) or len(text) > 300 or begins_small(text):
            return False
        named = instrument_name(text, self.cues) and not is_place_date(text, self.cues)
        return bool(self.cues.resolution_title.match(text) or named)

    def is_signed_soon(self, place: int) -> bool:
        """Tell whether only short lines stand between here and a signature's mark."""
        for block in self.blocks[place : place + 6]:
            if not self.continues_signatures(block):
                return False
            if any(is_signed_line(line.text, self.cues) for line in block.lines):
                return True
        return False

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
        """Tell whether paragraph 1 or the enacting formula is still to come."""
        return self._unfinished[place + 1]

    @cached_property
    def _unfinished(self) -> list[bool]:
        """For each place, whether clauses begin there or later in the same part."""
        answers = [False]
        for block in reversed(self.blocks):
            text = block.text
            begins = re.match(r"1\s*[.．、]|一、", text) or self.enacts(text)
            ends = is_annex(text, self.cues) or self.cues.article.match(text)
            answers.append(not ends and (bool(begins) or answers[-1]))
        return answers[::-1]

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
