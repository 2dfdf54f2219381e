"""Typography: characters that a text may have in several forms and mean the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

QUOTES: Final = "“”„‟«»「」『』＂"
APOSTROPHES: Final = "‘’‚‛＇"
DASHES: Final = "‐‑‒–—―−－"
SAME: Final = {
    **dict.fromkeys(QUOTES, '"'),
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(DASHES, "-"),
    "ё": "е",
    "Ё": "Е",
}


def fold_typography(text: str) -> str:
    """Return a text of the same length with one form for each character.

    Full and half width, quotation marks and apostrophes, dashes and hyphens, and ё are
    made equal; letters keep their case.
    """
    return text if text.isascii() else "".join(map(_fold, text))


def fold_mark(token: str) -> str:
    """Return a token in one form; an apostrophe alone is a quotation mark."""
    plain = fold_typography(token)
    return '"' if plain == "'" else plain


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    known = SAME.get(character)
    if known is not None:
        return known
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
