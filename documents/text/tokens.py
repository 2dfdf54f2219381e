"""The pieces in which a text is compared: words, or in Chinese characters."""

from __future__ import annotations

import re
from typing import Final

from documents.languages import BY_CODE

HAN: Final = r"\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LETTER: Final = r"[^\W_]"
MARK: Final = r"[\u0300-\u036f]"
# A word keeps its accents, and compounds and figures stay whole: nuclear-weapon-free,
# 1,000, A/61/89.
STRETCH: Final = rf"(?:(?:{LETTER}|[_\u00ad]){MARK}*)+"
FIGURES: Final = r"\d+(?:[.,/]\d+)+"
WORD: Final = rf"{FIGURES}|{STRETCH}(?:[-\u2010\u2011'’]{STRETCH})*"
WORDS: Final = re.compile(rf"{WORD}|\s+|.", re.DOTALL)
# Latin words and numbers within a Chinese text are words still.
CHARACTERS: Final = re.compile(
    rf"{FIGURES}|(?:(?![{HAN}\U00020000-\U0003ffff]){LETTER}{MARK}*)+|\s+|.", re.DOTALL
)


def tokenise(text: str, language: str) -> list[str]:
    """Split a text into pieces; joined they give it back, character for character."""
    pattern = WORDS if BY_CODE[language].spaced else CHARACTERS
    return pattern.findall(text)
