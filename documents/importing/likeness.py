"""Likeness of two texts of different languages: length, figures, names and terms.

Lengths correlate across languages (Gale and Church, 1993); figures, symbols and days
are the same; names and many learned words are written by sound; and a table knows the
usual terms. Each is evidence for or against one being a translation of the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any, Final

from documents.importing.terms import find_terms
from documents.text.numerals import FULL_WIDTH, han_value
from documents.text.symbols import SYMBOL

# Letters equivalent to one Chinese character: 4.8 in English and 4.9 in Russian
# over the letter of 8 September 2006.
LETTERS_PER_HAN: Final = 4.85
SMOOTHING: Final = 10
HAN: Final = re.compile(r"[\u3400-\u9fff]")
THOUSANDS: Final = re.compile(r"(?<=\d)[\s,\u00a0\u202f](?=\d{3}(?!\d))")
FIGURES: Final = re.compile(r"\d+")
HAN_FIGURES: Final = re.compile(r"[〇零一二三四五六七八九]{3,4}")
HAN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
HAN_DAY: Final = re.compile(r"[一二三四五六七八九十]{1,3}(?=日)")
# The term of a month has a name in the other languages.
MONTH: Final = re.compile(r"\d{1,2}(?=月)")
WORD: Final = re.compile(r"[^\W\d_]{5,}")
SOUNDS: Final = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфыэ",
            "abvgdeziiklmnoprstufie",
            strict=True,
        )
    )
    | {"ж": "zh", "х": "k", "ц": "k", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu"}
    | {"я": "ia", "ь": "", "ъ": "", "ё": "e"}
)
SAME_SOUNDS: Final = str.maketrans("cqwyj", "kkvii")
SKELETON: Final = 5
# The evidence of each feature, by logistic regression over the practice corpus.
PRIOR: Final = 2.4
LENGTH: Final = 5.0  # for each factor of e between the lengths
LENGTH_LIMIT: Final = 5.0
FIGURE: Final = 0.6
OTHER_FIGURE: Final = 0.8
TERM: Final = 0.4
OTHER_TERM: Final = 0.4
SOUND: Final = 0.3
RAREST: Final = 4.0
FEWEST: Final = 40  # in fewer texts what is rare cannot be told
AGAINST: Final = -6.0
FOR: Final = 8.0
MOST_EVIDENCE: Final = 80  # FOR, in tenths
REMEMBERED: Final = 4096  # texts: of an import of 1,500 units, in two languages


@dataclass(frozen=True, slots=True)
class Features:
    """What a text has in common with its translations."""

    weight: float
    figures: frozenset[str]
    terms: frozenset[int]
    sounds: frozenset[str]

    def __or__(self, other: Features) -> Features:
        """Return the features of both texts run together."""
        return Features(
            self.weight + other.weight,
            self.figures | other.figures,
            self.terms | other.terms,
            self.sounds | other.sounds,
        )


@lru_cache(REMEMBERED)
def read_features(text: str) -> Features:
    """Return the features of a text in any language."""
    plain = text.translate(FULL_WIDTH)
    return Features(weigh(plain), _figures(plain), find_terms(plain), _sounds(plain))


def weigh(text: str) -> float:
    """Return a length that is comparable across the languages."""
    han = len(HAN.findall(text))
    return han * LETTERS_PER_HAN + len(text) - han


def _figures(text: str) -> frozenset[str]:
    text = HAN_FIGURES.sub(lambda found: found[0].translate(HAN_DIGITS), text)
    text = HAN_DAY.sub(lambda day: str(han_value(day[0])), text)
    text = MONTH.sub("", THOUSANDS.sub("", text))
    symbols = (match[0] for match in SYMBOL.finditer(text))
    return frozenset([*FIGURES.findall(text), *symbols])


def _sounds(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words, spelt as they sound."""
    heard = (
        re.sub(r"(.)\1", r"\1", word.translate(SOUNDS).translate(SAME_SOUNDS))
        for word in WORD.findall(text.lower())
    )
    return frozenset(word[:SKELETON] for word in heard if word[:SKELETON].isascii())


class Likeness:
    """The measure for two texts as wholes: what is rare in them tells more."""

    def __init__(self, base: Sequence[Features], other: Sequence[Features]) -> None:
        self._bias = log(_mean_weight(base) / _mean_weight(other))
        self._common = log(max(FEWEST, len(base) + len(other)))
        every = [*base, *other]
        self._figures = self._rarities(each.figures for each in every)
        self._terms = self._rarities(each.terms for each in every)
        self._sounds = self._rarities(each.sounds for each in every)

    def _rarities(self, sets: Iterable[frozenset[Any]]) -> dict[Any, float]:
        counts = Counter(each for found in sets for each in found)
        return {
            each: min(RAREST, self._common - log(count))
            for each, count in counts.items()
        }

    def of(self, mine: Features, theirs: Features) -> int:
        """Return the evidence that two texts say the same, in tenths.

        It is the logarithm of a likelihood ratio, within limits: 0 tells nothing.
        """
        ratio = (mine.weight + SMOOTHING) / (theirs.weight + SMOOTHING)
        told = PRIOR - min(LENGTH_LIMIT, LENGTH * abs(log(ratio) - self._bias))
        told += FIGURE * _sum(self._figures, mine.figures & theirs.figures)
        told -= OTHER_FIGURE * len(mine.figures ^ theirs.figures)
        told += TERM * _sum(self._terms, mine.terms & theirs.terms)
        told -= OTHER_TERM * len(mine.terms ^ theirs.terms)
        told += SOUND * _sum(self._sounds, mine.sounds & theirs.sounds)
        return round(10 * max(AGAINST, min(FOR, told)))


def _mean_weight(features: Sequence[Features]) -> float:
    return SMOOTHING + sum(each.weight for each in features) / max(1, len(features))


def _sum(rarities: dict[Any, float], shared: frozenset[Any]) -> float:
    return sum(map(rarities.__getitem__, shared)) if shared else 0
