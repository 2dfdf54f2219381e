"""Is a text evidently in another language? Scripts and small words tell."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from documents.importing.errors import WrongLanguage
from documents.languages import BY_CODE, CHINESE, ENGLISH, RUSSIAN

HAN: Final = re.compile(r"[\u3400-\u9fff]")
KANA_OR_HANGUL: Final = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
NOT_RUSSIAN: Final = re.compile(r"[іїєґўјљњћџђқғүұһәөңІЇЄҐЎЈЉЊЋЏЂ]")
LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
WORD: Final = re.compile(r"[a-z\u00e0-\u024f]+")
ENGLISH_WORDS: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "for",
        "on",
        "by",
        "with",
        "is",
        "are",
        "be",
        "as",
        "its",
        "this",
        "from",
        "which",
    ]
)
OTHER_WORDS: Final = frozenset(
    [
        "de",
        "la",
        "le",
        "les",
        "des",
        "et",
        "du",
        "dans",
        "une",
        "qui",
        "que",
        "pour",
        "el",
        "los",
        "las",
        "del",
        "y",
        "en",
        "por",
        "con",
        "una",
        "der",
        "die",
        "das",
        "und",
        "den",
        "von",
        "zu",
        "mit",
        "im",
        "ist",
        "il",
        "di",
        "che",
        "e",
        "per",
        "gli",
        "dei",
        "della",
        "della",
        "o",
        "os",
        "da",
        "do",
        "um",
        "uma",
        "na",
        "ve",
        "bir",
        "bu",
        "ile",
        "men",
        "va",
    ]
)
# Latin words and names occur in every Chinese and Russian document; three Latin
# letters stand for about one character of Chinese.
LATIN_LETTERS_TO_A_HAN: Final = 4
FEW_WORDS: Final = 12


def check_language(text: str, language: str) -> None:
    """Raise WrongLanguage when `text` is evidently not in `language`."""
    checks = {
        CHINESE.code: _is_chinese,
        RUSSIAN.code: _is_russian,
        ENGLISH.code: _is_english,
    }
    if not checks[language](text):
        raise WrongLanguage(language=BY_CODE[language].name)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))


def _is_chinese(text: str) -> bool:
    han = _count(HAN, text)
    others = _count(LATIN, text) + _count(CYRILLIC, text)
    return (
        han * LATIN_LETTERS_TO_A_HAN > others
        and _count(KANA_OR_HANGUL, text) * 20 < han
    )


def _is_russian(text: str) -> bool:
    cyrillic = _count(CYRILLIC, text)
    foreign = _count(NOT_RUSSIAN, text)
    others = _count(LATIN, text) + _count(HAN, text) * LATIN_LETTERS_TO_A_HAN
    return cyrillic > others and foreign * 100 < cyrillic


def _is_english(text: str) -> bool:
    others = _count(CYRILLIC, text) + _count(HAN, text) * LATIN_LETTERS_TO_A_HAN
    if _count(LATIN, text) <= others:
        return False
    words = WORD.findall(text.lower())
    counts = Counter(
        "english" if word in ENGLISH_WORDS else "other"
        for word in words
        if word in ENGLISH_WORDS or word in OTHER_WORDS
    )
    return len(words) < FEW_WORDS or counts["english"] >= counts["other"]
