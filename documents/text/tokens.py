"""Tokens: the one tokeniser; by words, or by characters in a language without blanks.

`tokenise` returns the tokens for comparing texts, blanks and punctuation included;
`find_words` the words for matching names, with the punctuation that ends a name. A
compound is one token of a text and several words of a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import rjieba

from documents.languages import BY_CODE

HAN: Final = r"\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_WORD: Final = re.compile(rf"[{HAN}]+")
LETTER: Final = r"[^\W_]"
MARK: Final = r"[\u0300-\u036f]"
SOFT_HYPHEN: Final = "\u00ad"
# Words keep accents; compounds and figures are one token: nuclear-weapon-free,
# 1,000, A/61/89.
STRETCH: Final = rf"(?:(?:{LETTER}|[_\u00ad]){MARK}*)+"
FIGURES: Final = r"\d+(?:[.,/]\d+)+"
WORD: Final = rf"{FIGURES}|{STRETCH}(?:[-\u2010\u2011'’]{STRETCH})*"
WORDS: Final = re.compile(rf"{WORD}|\s+|.", re.DOTALL)
# Latin words and numbers within a Chinese text are tokens too.
CHARACTERS: Final = re.compile(
    rf"{FIGURES}|(?:(?![{HAN}\U00020000-\U0003ffff]){LETTER}{MARK}*)+|\s+|.", re.DOTALL
)


def tokenise(text: str, language: str) -> list[str]:
    """Return the tokens of a text; joined they give it back exactly."""
    pattern = WORDS if BY_CODE[language].spaced else CHARACTERS
    return pattern.findall(text)


# A Chinese word has two or three characters; a longer one is composed.
LONGEST_WORD: Final = 3
HAN_NUMBER: Final = re.compile("[〇零○一二三四五六七八九十百千廿卅]{2,}")


def find_written_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words and numbers in Chinese characters begin and end.

    The words are those of a dictionary (jieba's).
    """
    numbers = [found.span() for found in HAN_NUMBER.finditer(text)]
    yield from numbers
    place = 0
    for word in rjieba.cut(text, hmm=False):
        end = place + len(word)
        is_number = any(start < end and place < stop for start, stop in numbers)
        if 1 < len(word) <= LONGEST_WORD and HAN_WORD.fullmatch(word) and not is_number:
            yield place, end
        place = end


def is_word(piece: str) -> bool:
    """Return whether a token is a word or a number, not blanks or punctuation."""
    return any(map(str.isalnum, piece))


def fold(text: str) -> str:
    """Return a text for comparison: lower case, without width variants and ё."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


# --- The words of names

# Commas and dashes are skipped; other punctuation matches, as it ends a name.
NAME_WORD: Final = rf"(?:{LETTER}|{MARK}|{SOFT_HYPHEN})+"
NAME_WORDS: Final = re.compile(
    rf"{NAME_WORD}(?:['’]{LETTER}+)*['’]?|[^\s\w,\-\u2010-\u2015]|_"
)
NAME_CHARACTERS: Final = re.compile(r"[0-9]+|[A-Za-z\u00c0-\u024f\u0400-\u04ff]+|\S")


def find_words(text: str, language: str) -> Iterator[re.Match[str]]:
    """Yield matches of the words for names, and of the punctuation that ends one."""
    pattern = NAME_WORDS if BY_CODE[language].spaced else NAME_CHARACTERS
    return pattern.finditer(text)


def cuts_character(text: str, place: int) -> bool:
    """Tell whether what follows a place belongs to the letter before it: an accent."""
    return (
        0 < place < len(text)
        and unicodedata.category(text[place]) in {"Mn", "Me"}
        and not text[place - 1].isspace()
    )
