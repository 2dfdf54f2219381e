"""Put the lines of a paragraph together: undo hyphens at line ends, and only those."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HYPHENS: Final = "-\u2010\u2011"
SOFT: Final = "\u00ad"
# No word is longer; a pattern that ends with "$" is tried at every place before it.
TAIL: Final = 80
LETTERS: Final = r"[^\W\d_]+"
LAST_WORD: Final = re.compile(rf"({LETTERS})[{HYPHENS}]$")
FIRST_WORD: Final = re.compile(rf"({LETTERS})")
# "1976-" before "е", and an oblique between two words.
OPEN_END: Final = re.compile(rf"(?:\d[{HYPHENS}]|\w/)$")
COMPOUND: Final = re.compile(rf"(?=\b({LETTERS})[{HYPHENS}]({LETTERS}))")

# Prefixes that UN spelling always sets off.
ENGLISH_PREFIXES: Final = frozenset(["non", "self", "post", "anti", "counter"])
# What begins the second half of a word, and no word.
ENGLISH_SUFFIXES: Final = (
    "tion", "sion", "ation", "ment", "ness", "ance", "ence", "ingly", "ished", "ibil",
    "abil", "ional", "ities", "ative", "itive", "ously", "ful", "less", "hood", "ship",
    "part", "balanc", "act", "cipat", "dote", "que", "age", "poned",
    "pone", "erior", "ure",
)  # fmt: skip
# First halves of words that are written as one: "under-standing", "them-selves".
CLOSED_FIRST: Final = frozenset(
    [
        "under", "over", "with", "there", "here", "them", "some", "mean", "frame",
        "work", "back", "through", "what", "when", "where", "every", "head", "stock",
        "safe", "guide", "home", "inter", "super", "trans", "fore",
        "out", "down", "land", "main", "like", "hence", "further", "never", "none",
        "whole", "more", "broad", "wide", "life", "time", "hand", "ship", "news",
        "bench",        "mile", "corner", "birth", "other",
    ]
)  # fmt: skip
# First words after which UN spelling keeps the hyphen.
ENGLISH_FIRST: Final = frozenset(
    [
        "nuclear",
        "good",
        "long",
        "short",
        "well",
        "high",
        "low",
        "cross",
        "vice",
        "secretary",
        "third",
        "medium",
        "half",
        "mid",
        "land",
        "sea",
        "far",
        "wide",
        "follow",
        "decision",
        "policy",
        "confidence",
        "weapon",
        "arms",
        "five",
        "two",
        "three",
        "four",
        "six",
    ]
)
# What these leave over after a syllable: "wide-ly", "six-ty" are single words.
ENGLISH_ENDINGS: Final = frozenset(
    [
        "er",
        "est",
        "ly",
        "ing",
        "ness",
        "ish",
        "al",
        "or",
        "ory",
        "ed",
        "age",
        "ty",
        "teen",
        "s",
        "en",
        "ward",
        "wards",
    ]
)
# Last words before which it keeps it, after another word of the text.
ENGLISH_LAST: Final = frozenset(
    [
        "free",
        "weapon",
        "weapons",
        "based",
        "related",
        "wide",
        "building",
        "making",
        "neighbourliness",
        "neighbourly",
        "proliferation",
        "aligned",
        "term",
        "scale",
        "range",
        "state",
        "states",
        "governmental",
        "up",
        "called",
        "led",
        "reaching",
        "determination",
        "defence",
        "mentioned",
        "owned",
    ]
)
RUSSIAN_FIRST: Final = re.compile(
    r"(?:государств\w{0,3}|стран\w{0,3}|север\w*о|юг\w*о|юго|северо|социально|военно|"
    r"научно|торгово|общественно|культурно|финансово|информационно|материально|"
    r"политико|историко|правов\w+|нью|во|экс|вице|генерал|премьер|какой|какая|какие|"
    r"какого|каком|какую|кто|что|где|когда|как|чем|все|из|азиатско|технико|полно)$",
    re.IGNORECASE,
)
RUSSIAN_LAST: Final = re.compile(
    r"(?:член\w*|участни\w+|учредител\w+|либо|нибудь|экономическ\w+|техническ\w+|"
    r"политическ\w+|стратегическ\w+|морск\w+|западн\w+|восточн\w+|тихоокеанск\w+|"
    r"гуманитарн\w+|йорк\w*|первых|вторых|третьих|за|под|то|таки|правов\w+|министр\w*|"
    r"президент\w*|секретар\w+|наблюдател\w+|правопреемни\w+|ши)$",
    re.IGNORECASE,
)
# Two adjectives of equal rank: «социально-», «ядерно-», «торгово-»; not «перво-».
RUSSIAN_FIRST_ADJECTIVE: Final = re.compile(
    r"(?!совершенно|центрально|восточно|западно|южно|одно$|равно|разно|полно|перво"
    r"|едино)"
    r"[а-яё]{2,}(?:льно|нно|ерно|учно|ивно|ично|ско|ико|ово|адно|идно|атно|ытно|родно)$"
)
RUSSIAN_ADJECTIVE: Final = re.compile(
    r"[а-яё]{3,}(?:[нк]|ск|ов|ев|йн|енн|ич)"
    r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ых|их|ыми|ими|ую|юю|ом|ем)$"
)
RUSSIAN_BY: Final = re.compile(r"(?:прежнему|новому|разному|видимому|иному|\w+ски)$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text, and its compounds that stand whole within a line."""

    words: frozenset[str]
    compounds: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Vocabulary:
        """Collect the vocabulary of a text from its lines."""
        words: set[str] = set()
        compounds: set[tuple[str, str]] = set()
        for line in lines:
            lowered = line.lower()
            # The pieces at both ends of a line may be halves of a word.
            words.update(re.findall(LETTERS, lowered)[1:-1])
            compounds.update(COMPOUND.findall(lowered))
        return cls(frozenset(words), frozenset(compounds))


def join_lines(lines: Iterable[str], *, spaced: bool, vocabulary: Vocabulary) -> str:
    """Return the lines as one paragraph, in time that grows with their length."""
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces[-1] = _seam(pieces[-1], line, spaced=spaced, vocabulary=vocabulary)
        pieces.append(line)
    return "".join(pieces).replace(SOFT, "").strip()


def ends_with_hyphen(text: str) -> bool:
    """Tell whether a line ends within a word."""
    if text.endswith(SOFT):
        return True
    return text.endswith(tuple(HYPHENS)) and bool(LAST_WORD.search(text[-TAIL:]))


def _seam(before: str, line: str, *, spaced: bool, vocabulary: Vocabulary) -> str:
    """Return a line as it stands before the next one: with a blank, or without."""
    if before.endswith(SOFT):
        return before.rstrip(SOFT + HYPHENS)
    if before.endswith((*HYPHENS, "/")):
        last, first = LAST_WORD.search(before[-TAIL:]), FIRST_WORD.match(line)
        if last and first:
            keeps = _keeps_hyphen(last[1], first[1], vocabulary)
            return before if keeps else before[:-1]
        if OPEN_END.search(before[-2:]):
            return before
    return before + (" " if spaced or _are_latin_words(before, line) else "")


def _are_latin_words(text: str, line: str) -> bool:
    """Tell whether a blank stood between two Latin words of a Chinese text."""
    if not ("A" <= line[:1] <= "z" and text[-1:].isascii()):
        return False
    text = text[-TAIL:]
    if re.search(r"\d/\d+$", text) and re.match(r"[A-Z](?![A-Za-z])", line):
        return True  # the letter of a resolution's number, 53/77 A
    return bool(re.search(r"[A-Za-z][,;:.]?$", text) and re.match(r"[A-Za-z]{2}", line))


def _keeps_hyphen(last: str, first: str, vocabulary: Vocabulary) -> bool:
    left, right = last.lower(), first.lower()
    if (left, right) in vocabulary.compounds:
        return True
    if left + right in vocabulary.words:
        return False
    if first[0].isupper() and not last.isupper():
        return True
    if left == "по":
        return bool(RUSSIAN_BY.match(right))
    return _is_known_compound(left, right, vocabulary) or _are_two_words(
        left, right, vocabulary
    )


def _is_known_compound(left: str, right: str, vocabulary: Vocabulary) -> bool:
    if left in ENGLISH_PREFIXES and len(right) > 3:
        return not right.startswith(ENGLISH_SUFFIXES)
    return (
        (left in ENGLISH_FIRST and right not in ENGLISH_ENDINGS)
        or bool(RUSSIAN_FIRST_ADJECTIVE.match(left) and RUSSIAN_ADJECTIVE.match(right))
        or (right in ENGLISH_LAST and left in vocabulary.words)
        or bool(RUSSIAN_FIRST.match(left) and RUSSIAN_LAST.match(right))
        or (left, right) == ("кай", "ши")
    )


def _are_two_words(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Tell whether both halves are words of the text, and long ones."""
    return (
        min(len(left), len(right)) > 3
        and left not in CLOSED_FIRST
        and not right.startswith(ENGLISH_SUFFIXES)
        and left in vocabulary.words
        and right in vocabulary.words
    )
