"""Words in which a name is recognised in whatever case and number it stands.

Two words are the same when they share a key. Russian words lose the endings of nouns
and adjectives, English ones the plural; there is no dictionary, so a word whose stem
itself changes (письмо, писем) must be entered in both forms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from documents.languages import CHINESE, ENGLISH, RUSSIAN

SOFT_HYPHEN: Final = "\u00ad"
WORD: Final = r"(?:[^\W_]|[\u0300-\u036f\u00ad])+"
# Commas and dashes are no words, other marks are: no name goes on behind a full stop.
WORDS: Final = re.compile(rf"{WORD}(?:['’][^\W_]+)*['’]?|[^\s\w,\-\u2010-\u2015]|_")
CHARACTERS: Final = re.compile(r"[0-9]+|[A-Za-z\u00c0-\u024f\u0400-\u04ff]+|\S")
QUOTES: Final = dict.fromkeys("“”„‟«»\"「」『』‘’'", '"')
SKIPPED: Final = {
    CHINESE.code: frozenset("的《》〈〉"),
    ENGLISH.code: frozenset({"the", "a", "an"}),
}
SHORTEST_STEM: Final = 3

# Longest first, so that of "-ими" not only "-и" goes.
ENDINGS: Final = (
    "егося", "имися", "емуся", "ейся", "емся", "иями", "ееся", "имся", "ьями", "ыеся",
    "яяся", "ююся", "ийся", "ихся", "уюся", "иеся", "аяся", "ьем", "ыми", "ому", "ьям",
    "ием", "ями", "ого", "ими", "ьев", "иях", "ьях", "ами", "ьей", "ему", "ией", "его",
    "иям", "яя", "ой", "ах", "ым", "ем", "ых", "ие", "ые", "юю", "ее", "ья", "ам", "ей",
    "ия", "ям", "ях", "ью", "ое", "ий", "ьи", "ию", "ую", "ом", "их", "ый", "ии", "ев",
    "ов", "им", "ье", "ая", "я", "ы", "у", "й", "и", "о", "ю", "а", "е", "ь",
)  # fmt: skip
LAST_VOWELS: Final = "аеиоуыэюяьй"


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
    pattern = CHARACTERS if language == CHINESE.code else WORDS
    tokens: list[Token] = []
    for match in pattern.finditer(text):
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
    return frozenset(keys), exact in SKIPPED.get(language, ())


def folded(word: str) -> str:
    """Return a word without capitals, accents, soft hyphens and kinds of quotes."""
    if word in QUOTES:
        return QUOTES[word]
    plain = unicodedata.normalize("NFKC", word.replace(SOFT_HYPHEN, "")).casefold()
    if re.search("[a-z]", plain):
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain.replace("ё", "е").replace("’", "'")


def bare(word: str) -> str:
    """Return a word without its English possessive."""
    return re.sub(r"['’](?:s|S)?$", "", word.replace(SOFT_HYPHEN, ""))


def is_acronym(word: str) -> bool:
    """Tell NPT and ДНЯО, which no word in small letters stands for."""
    letters = bare(word)
    return len(letters) > 1 and letters.isupper()


def stem(word: str, language: str) -> str:
    """Return what a word has in common with its other cases and numbers."""
    plain = folded(word)
    if language == RUSSIAN.code:
        return _russian_stem(plain)
    if language == ENGLISH.code:
        return _english_stem(plain)
    return plain


def _russian_stem(word: str) -> str:
    if word in {"об", "обо", "во", "со", "ко"}:
        return word[:1]
    if len(word) <= SHORTEST_STEM or not word.isalpha():
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    shorter = word.rstrip(LAST_VOWELS)
    return shorter if len(shorter) >= SHORTEST_STEM else word


def _english_stem(word: str) -> str:
    word = re.sub(r"'s?$", "", word)
    if len(word) <= SHORTEST_STEM or not word.endswith("s"):
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word[:-1]
