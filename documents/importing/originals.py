"""Which language a note of original language names."""

from __future__ import annotations

from typing import Final

from documents.languages import CHINESE, ENGLISH, RUSSIAN

# As the notes write it in each of the three languages.
NAMES: Final = {
    CHINESE.code: ("中文", "китайск", "chinese"),
    RUSSIAN.code: ("俄文", "русск", "russian"),
    ENGLISH.code: ("英文", "английск", "english"),
}


def original_language(note: str) -> str:
    """Return the code of the language a note names; "" when it is none, or several."""
    folded = note.casefold()
    named = [
        code for code, names in NAMES.items() if any(name in folded for name in names)
    ]
    return named[0] if len(named) == 1 else ""
