"""Scene: one text with everything that the detector needs while reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commentary.references.detection.register import Outline, Register
from documents.languages import BY_CODE
from documents.languages.base import NameCues, PointerCues

# Number of characters before a span that patterns examine.
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Scene:
    """A text, its language, the register, the outline, and the place of its clause."""

    text: str
    language: str
    register: Register
    outline: Outline
    place: str

    @property
    def cues(self) -> PointerCues:
        return BY_CODE[self.language].pointers

    @property
    def names(self) -> NameCues:
        return BY_CODE[self.language].names

    @property
    def part(self) -> str:
        return self.place.partition("/")[0]

    def is_after(self, pattern: re.Pattern[str], end: int) -> bool:
        """Return whether a pattern matches immediately before `end`."""
        return pattern.search(self.text[max(0, end - LOOK_BACK) : end]) is not None

    def is_before(self, pattern: re.Pattern[str], start: int) -> bool:
        """Return whether a pattern matches at `start`."""
        return pattern.match(self.text, start) is not None
