"""One text and everything that is known while it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commentary.references.detection.register import Outline, Register
from documents.languages import BY_CODE
from documents.languages.base import PointerCues

# How much of the text before something tells what it is.
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Scene:
    """A text in one language, the names that may occur in it, and where it stands."""

    text: str
    language: str
    register: Register
    outline: Outline
    place: str

    @property
    def cues(self) -> PointerCues:
        return BY_CODE[self.language].pointers

    @property
    def part(self) -> str:
        return self.place.partition("/")[0]

    def is_after(self, pattern: re.Pattern[str], end: int) -> bool:
        """Tell whether what a pattern describes stands right before a place."""
        return pattern.search(self.text[max(0, end - LOOK_BACK) : end]) is not None

    def is_before(self, pattern: re.Pattern[str], start: int) -> bool:
        """Tell whether what a pattern describes begins at a place."""
        return pattern.match(self.text, start) is not None
