"""The words of a text as they are compared: case and punctuation do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from documents.comparing import tokenise
from documents.importing import Unit
from documents.languages import CHINESE

Words = tuple[str, ...]
# Three words say too little to tell one clause from another (lessons.md I.3, where
# short quotes were found in wrong clauses most often). A Chinese word has mostly two
# characters.
SHORT: Final = 3
SHORT_CHINESE: Final = 6


def words_of(text: str, language: str) -> Words:
    """Return the words of a text, in Chinese its characters, without their dress."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    pieces = tokenise(folded, language)
    return tuple(piece for piece in pieces if any(map(str.isalnum, piece)))


def is_short(words: Words, language: str) -> bool:
    """Tell whether words are too few to be known by anything but equality."""
    return len(words) <= (SHORT_CHINESE if language == CHINESE.code else SHORT)


def words_below(units: Sequence[Unit], place: int, language: str) -> Words:
    """Return the words of what stands under a unit.

    An article that is printed as a number alone is known by them.
    """
    found: list[str] = []
    for unit in units[place + 1 :]:
        if unit.depth <= units[place].depth:
            break
        found.append(unit.text)
    return words_of("\n".join(found), language)
