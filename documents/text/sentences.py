"""Sentences of a text and the tokens in them: quotes are chosen from them.

Everything keeps its place in the text, counted in code points; sentences joined give
the text back, and so do the tokens of a sentence. Chinese is chosen by the character:
where its words end only a dictionary says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from documents.languages import BY_CODE
from documents.text.tokens import cuts_character, is_word, tokenise

CLOSING: Final = r"[\"'’”»）)\]】」』》〉]*"
UNSPACED_END: Final = re.compile(rf"[。！？；]+{CLOSING}|\n+")
# A point ends a sentence before a blank and what may begin one; a line break always.
SPACED_END: Final = re.compile(
    rf"(?:[.!?…]+{CLOSING}(?=\s+[\"'‘“«(\[—–-]*\s*[^\Wa-zа-яё_])|;(?=\s))|\n+"
)
WORD_BEFORE: Final = re.compile(r"[^\W_][^\W_.-]*(?:[.-][^\W_]+)*$|№$")
# Titles, in which no sentence ends: 《何去何从？》.
TITLE: Final = re.compile(r"《[^《》\n]{0,200}》|〈[^〈〉\n]{0,200}〉")
# No abbreviation, and no number at the beginning of a line, is longer.
LOOK_BACK: Final = 80
FIGURE: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a blank, and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()

    @property
    def is_word(self) -> bool:
        return is_word(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with all its tokens, blanks too."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)

    @property
    def words(self) -> list[Token]:
        """What can be chosen: all but the blanks."""
        return [token for token in self.tokens if not token.is_blank]


def sentences(text: str, language: str) -> list[Sentence]:
    """Split a text into its sentences; each but the last takes the blanks behind it.

    What is blank only belongs to the sentence before, so every sentence has words, if
    the text has any.
    """
    cuts = [0, *_ends(text, language), len(text)]
    return [
        Sentence(tuple(_tokens(text[start:end], start, language)))
        for start, end in pairwise(cuts)
        if start < end
    ]


def _ends(text: str, language: str) -> Iterator[int]:
    """Yield where sentences end inside a text, each place once and in order."""
    pattern = SPACED_END if BY_CODE[language].spaced else UNSPACED_END
    last, final = 0, len(text.rstrip())
    titles = _Titles(text)
    for found in pattern.finditer(text):
        if titles.cover(found.start()):
            continue
        if found.group()[0] == "." and _is_abbreviated(text, found, language):
            continue
        end = _behind_blanks(text, found.end())
        is_inside = end < final and text[last:end].strip()
        if is_inside and not cuts_character(text, end):
            last = end
            yield end


class _Titles:
    """The titles of a text, asked for places in rising order."""

    def __init__(self, text: str) -> None:
        self._spans = (found.span() for found in TITLE.finditer(text))
        self._span = next(self._spans, None)

    def cover(self, place: int) -> bool:
        while self._span and self._span[1] <= place:
            self._span = next(self._spans, None)
        return self._span is not None and self._span[0] <= place


def _is_abbreviated(text: str, found: re.Match[str], language: str) -> bool:
    """Tell whether a point ends a shortened word, an initial or an ordinal number."""
    first = max(0, found.start() - LOOK_BACK)
    before = WORD_BEFORE.search(text, first, found.start())
    if found.group() != "." or before is None:
        return False
    word = before.group()
    is_initial = len(word) == 1 and word.isupper()
    begins_line = not text[first : before.start()].rpartition("\n")[2].strip()
    is_number = FIGURE.fullmatch(word) is not None and begins_line
    is_known = word.casefold() in BY_CODE[language].abbreviations
    return is_initial or is_number or is_known


def _behind_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _tokens(text: str, start: int, language: str) -> Iterator[Token]:
    """Yield the tokens of a text; an accent stays with the character before it."""
    held = 0
    place = 0
    for token in tokenise(text, language):
        if place > held and not cuts_character(text, place):
            yield Token(text[held:place], start + held)
            held = place
        place += len(token)
    yield Token(text[held:], start + held)
