"""Words in which a name is recognised in whatever case and number it stands.

Two words are the same when they share a key; what is left of a word without its endings
the language says.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from documents.languages import BY_CODE
from documents.text.tokens import SOFT_HYPHEN, find_words, fold

QUOTES: Final = dict.fromkeys("“”„‟«»\"「」『』‘’'", '"')


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it is, and everything by which it can be known."""

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
        """Tell "treaties" from "treaty"; of a Russian word its case could deceive."""
        plain = folded(self.word)
        return not plain.isascii() or plain.endswith("s")


def tokenise(text: str, language: str) -> list[Token]:
    """Return the words of a text, and those of its marks that end a name."""
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
    """Return a word without capitals, accents, soft hyphens and kinds of quotes."""
    if word in QUOTES:
        return QUOTES[word]
    plain = fold(word.replace(SOFT_HYPHEN, ""))
    if re.search("[a-z]", plain):
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain.replace("’", "'")


def bare(word: str) -> str:
    """Return a word without its English possessive."""
    return re.sub(r"['’](?:s|S)?$", "", word.replace(SOFT_HYPHEN, ""))


def is_acronym(word: str) -> bool:
    """Tell NPT and ДНЯО, which no word in small letters stands for."""
    letters = bare(word)
    return len(letters) > 1 and letters.isupper()


def stem(word: str, language: str) -> str:
    """Return what a word has in common with its other cases and numbers."""
    return BY_CODE[language].names.stem(folded(word))
