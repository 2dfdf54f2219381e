"""Tokens of names: words of a text with the keys by which inflected forms match.

Two words match when they share a key. The stem, a word without its endings, is made by
the language (documents/languages/).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from documents.languages import BY_CODE
from documents.text.tokens import SOFT_HYPHEN, find_words, fold
from documents.text.typography import fold_mark


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its span and the keys by which it matches."""

    start: int
    end: int
    word: str
    keys: frozenset[str]
    is_skipped: bool
    follows_comma: bool

    @property
    def is_capital(self) -> bool:
        return self.word[:1].isupper()

    @property
    def may_be_plural(self) -> bool:
        """Whether it ends like a plural; always true for words beyond ASCII."""
        plain = folded(self.word)
        return not plain.isascii() or plain.endswith("s")


def tokenise(text: str, language: str) -> list[Token]:
    """Return the words of a text, and the punctuation that ends a name."""
    tokens: list[Token] = []
    for match in find_words(text, language):
        start, end = match.span()
        before = text[tokens[-1].end if tokens else 0 : start]
        known = _known_by(match[0], language)
        tokens.append(Token(start, end, match[0], *known, "," in before))
    return tokens


@lru_cache(maxsize=16384)
def _known_by(word: str, language: str) -> tuple[frozenset[str], bool]:
    exact = folded(word)
    keys = {stem(word, language), f"!{exact}"}
    if is_acronym(word):
        keys.add(f"={bare(word)}")
    return frozenset(keys), exact in BY_CODE[language].names.skipped


def folded(word: str) -> str:
    """Return a word in lower case, without accents, soft hyphens and typography."""
    plain = fold(fold_mark(word.replace(SOFT_HYPHEN, "")))
    if re.search("[a-z]", plain):
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain


def bare(word: str) -> str:
    """Return a word without its English possessive."""
    return re.sub(r"['’](?:s|S)?$", "", word.replace(SOFT_HYPHEN, ""))


def is_acronym(word: str) -> bool:
    """Return whether a word is an acronym: NPT, ДНЯО."""
    letters = bare(word)
    return len(letters) > 1 and letters.isupper()


def stem(word: str, language: str) -> str:
    """Return the part of a word common to its cases and numbers."""
    return BY_CODE[language].names.stem(folded(word))
