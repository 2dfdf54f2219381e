"""Joining of the lines of a paragraph; removes hyphens of line ends, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from documents.languages import LANGUAGES
from documents.languages.base import Cues, HyphenCues

HYPHENS: Final = "-\u2010\u2011"
SOFT: Final = "\u00ad"
# No word is longer; bounds the search of patterns that end with "$".
TAIL: Final = 80
LETTERS: Final = r"[^\W\d_]+"
LAST_WORD: Final = re.compile(rf"({LETTERS})[{HYPHENS}]$")
FIRST_WORD: Final = re.compile(rf"({LETTERS})")
# Where words are divided, at least so many lines end with a hyphen.
DIVIDED: Final = 0.03
FEW_LINES: Final = 100
# "1976-" before "е", and an oblique between two words.
OPEN_END: Final = re.compile(rf"(?:\d[{HYPHENS}]|\w/)$")
COMPOUND: Final = re.compile(rf"(?=\b({LETTERS})[{HYPHENS}]({LETTERS}))")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text, and the compounds it prints within a line."""

    words: frozenset[str]
    compounds: frozenset[tuple[str, str]]
    rules: tuple[HyphenCues, ...]
    # Whether lines may end within words; else a hyphen at a line's end is printed.
    is_hyphenated: bool

    @classmethod
    def of(
        cls, lines: Sequence[str], cues: Cues, *, few: int = FEW_LINES
    ) -> Vocabulary:
        """Collect the vocabulary from the lines of a text.

        Of fewer than `few` lines it cannot be told that no words are divided.
        """
        words: set[str] = set()
        compounds: set[tuple[str, str]] = set()
        for line in lines:
            lowered = line.lower()
            # The first and last word of a line may be halves.
            words.update(re.findall(LETTERS, lowered)[1:-1])
            compounds.update(COMPOUND.findall(lowered))
        return cls(
            frozenset(words),
            frozenset(compounds),
            _rules(cues),
            _is_hyphenated(lines, few),
        )


@cache
def _rules(cues: Cues) -> tuple[HyphenCues, ...]:
    """Return the hyphen rules of a language, and of those in other scripts."""
    own = next(language for language in LANGUAGES if language.cues is cues)
    return tuple(
        language.hyphens
        for language in LANGUAGES
        if language is own or language.script is not own.script
    )


def join_lines(lines: Iterable[str], *, spaced: bool, vocabulary: Vocabulary) -> str:
    """Return the lines as one paragraph, in linear time."""
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces[-1] = _seam(pieces[-1], line, spaced=spaced, vocabulary=vocabulary)
        pieces.append(line)
    return "".join(pieces).replace(SOFT, "").strip()


def ends_with_hyphen(text: str) -> bool:
    """Return whether a line ends within a word."""
    if text.endswith(SOFT):
        return True
    return text.endswith(tuple(HYPHENS)) and bool(LAST_WORD.search(text[-TAIL:]))


def _is_hyphenated(lines: Sequence[str], few: int) -> bool:
    """Return whether so many lines end with a hyphen that words were divided."""
    ends = sum(ends_with_hyphen(line) for line in lines)
    return len(lines) < few or ends > DIVIDED * len(lines)


def _seam(before: str, line: str, *, spaced: bool, vocabulary: Vocabulary) -> str:
    """Return a line as joined to the next one: with a blank, a hyphen, or neither."""
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
    """Return whether a blank separated two Latin words of a Chinese text."""
    if not ("A" <= line[:1] <= "z" and text[-1:].isascii()):
        return False
    text = text[-TAIL:]
    if re.search(r"\d/\d+$", text) and re.match(r"[A-Z](?![A-Za-z])", line):
        return True  # the letter of a resolution's number, 53/77 A
    return bool(re.search(r"[A-Za-z][,;:.]?$", text) and re.match(r"[A-Za-z]{2}", line))


def _keeps_hyphen(last: str, first: str, vocabulary: Vocabulary) -> bool:
    left, right = last.lower(), first.lower()
    if not vocabulary.is_hyphenated or (left, right) in vocabulary.compounds:
        return True
    if left + right in vocabulary.words:
        return False
    if first[0].isupper() and not last.isupper():
        return True
    for rule in vocabulary.rules:
        for word, decisive in rule.deciding:
            if left == word:
                return bool(decisive.match(right))
    is_known = any(
        _is_compound(left, right, vocabulary, rule) for rule in vocabulary.rules
    )
    return is_known or _are_two_words(left, right, vocabulary)


def _is_compound(
    left: str, right: str, vocabulary: Vocabulary, rule: HyphenCues
) -> bool:
    if left in rule.prefixes and len(right) > 3:
        return not right.startswith(rule.suffixes)
    return (
        (left in rule.first and right not in rule.endings)
        or (right in rule.last and left in vocabulary.words)
        or any(a.match(left) and b.match(right) for a, b in rule.pairs)
    )


def _are_two_words(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Return whether both halves are words of the text, and long ones."""
    return (
        min(len(left), len(right)) > 3
        and left in vocabulary.words
        and right in vocabulary.words
        and not any(
            left in rule.closed or right.startswith(rule.suffixes)
            for rule in vocabulary.rules
        )
    )
