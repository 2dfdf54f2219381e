"""Queries: what people type into a search box, read without ever failing.

Words are all to be found, “a phrase” as it is, one of two words with OR between them,
none with a minus before it. Everything else is words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final
from unicodedata import normalize

from documents.search.functions import ACRONYM_LETTERS
from documents.search.words import Word, find_words, without_series

# What is longer is read as far as this.
LONGEST: Final = 400  # characters
MOST_TERMS: Final = 24
# Each opening mark with those that close it; 《…》 is a name, found as it is.
QUOTES: Final = {
    '"': '"',
    "＂": "＂",
    "«": "»",
    "“": "”",
    "„": "“”",
    "「": "」",
    "『": "』",
    "《": "》",
}
ACRONYM: Final = re.compile(f"[{ACRONYM_LETTERS}]{{2,}}")
MINUS: Final = "-−－"
# Only in capitals, or alone: “or” and «или» are words, and 或 is part of others.
OR: Final = frozenset({"OR", "ИЛИ", "|", "或"})
OPEN: Final = "".join(QUOTES)
# What stands inside of one word: nuclear-weapon, A/54/42, 1.5, 90(bb), region’s.
INSIDE: Final = re.compile(r"[-‐‑/.,:'’()№§]*\Z")
PIECE: Final = re.compile(rf"\s+|[{MINUS}](?=\S)|[{OPEN}]|[^\s{OPEN}]+")


class Hint(Enum):
    """What a query has that could not be read, for the page to say."""

    QUOTE = "quote"  # a quotation mark without its other one
    CUT = "cut"  # only the beginning was read
    EXCLUDED = "excluded"  # nothing is looked for, only left out


@dataclass(frozen=True, slots=True)
class Term:
    """Words that are found one behind the other; most often one.

    `is_prefix`: it is one word, which may be the beginning of a longer one.
    `is_acronym`: it is one word in capitals, and is found in capitals alone.
    """

    words: tuple[Word, ...]
    is_prefix: bool = False
    is_acronym: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def compound(self) -> str:
        """The words as one, if hyphens join them: "nonproliferation"; else ""."""
        is_compound = len(self.words) > 1 and all(w.joined for w in self.words[1:])
        return "".join(word.text for word in self.words) if is_compound else ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read: of each group one term is found, and none excluded."""

    text: str
    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def has_acronyms(self) -> bool:
        return any(term.is_acronym for term in (*self.terms, *self.excluded))

    @property
    def terms(self) -> list[Term]:
        """The terms that are looked for."""
        return [term for group in self.groups for term in group]

    def __bool__(self) -> bool:
        return bool(self.groups)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Terms of one piece of a query; OR itself has none."""

    terms: tuple[Term, ...]
    is_excluded: bool = False
    is_or: bool = False


def read_query(
    text: str, *, is_typing: bool = False, has_acronyms: bool = False
) -> Query:
    """Return a query as far as it can be read. Takes no longer for any text.

    `is_typing`: the last word may not be typed to its end. `has_acronyms`: words in
    capitals are acronyms, and not other words written loud.
    """
    asked = " ".join(text[: LONGEST * 2].split())
    reader = _Reader(asked[:LONGEST], has_acronyms=has_acronyms)
    pieces = list(reader.pieces())[:MOST_TERMS]
    if len(text) > LONGEST or len(pieces) == MOST_TERMS:
        reader.hints.append(Hint.CUT)
    groups = _grouped(pieces)
    excluded = tuple(t for each in pieces if each.is_excluded for t in each.terms)
    if excluded and not groups:
        reader.hints.append(Hint.EXCLUDED)
    if is_typing and groups and text[-1:].isalnum():
        groups = _leave_open(groups)
    return Query(asked[:LONGEST], groups, excluded, tuple(reader.hints))


def read_both_ways(text: str, *, is_typing: bool = False) -> Iterator[Query]:
    """Yield a query with its words in capitals as acronyms, if any, then as words.

    The second is for who finds nothing by the first: words written loud.
    """
    query = read_query(text, is_typing=is_typing, has_acronyms=True)
    yield query
    if query.has_acronyms:
        yield read_query(text, is_typing=is_typing)


def _leave_open(groups: tuple[tuple[Term, ...], ...]) -> tuple[tuple[Term, ...], ...]:
    """Return the groups with the last word as the beginning of one.

    Chinese characters begin longer words anyhow; numbers are typed whole.
    """
    *others, [*either, term] = groups
    *before, last = term.words
    if last.is_han or not last.text.isalpha() or len(last.text) == 1:
        return groups
    # Words that marks join with it are found before it, wherever it stands.
    joined = ((Term(tuple(before)),),) if before else ()
    begun = Term((last,), is_prefix=True, is_acronym=term.is_acronym)
    return (*others, *joined, (*either, begun))


class _Reader:
    """One pass over a query."""

    def __init__(self, text: str, *, has_acronyms: bool) -> None:
        self.text = text
        self.has_acronyms = has_acronyms
        self.hints: list[Hint] = []
        self.place = 0

    def pieces(self) -> Iterator[_Piece]:
        is_excluded, is_apart = False, True
        while match := PIECE.match(self.text, self.place):
            self.place = match.end()
            piece = match[0]
            if piece in MINUS and is_apart:
                is_excluded, is_apart = True, False
                continue
            if piece.isspace():
                is_excluded, is_apart = False, True
                continue
            yield from self._read(piece, is_excluded)
            is_excluded = is_apart = False

    def _read(self, piece: str, is_excluded: bool) -> Iterator[_Piece]:
        if piece in QUOTES:
            phrase = self._quoted(piece)
            terms = [Term(tuple(find_words(phrase)))] if phrase else []
        elif piece in OR:
            yield _Piece((), is_or=True)
            return
        else:
            piece = without_series(piece)
            terms = list(_terms(piece))
            if self.has_acronyms:
                terms = [mark_acronym(term, piece) for term in terms]
        if found := tuple(term for term in terms if term.words):
            yield _Piece(found, is_excluded)

    def _quoted(self, opening: str) -> str:
        """Return what stands in quotation marks; without the second one, nothing."""
        closing = re.compile(f"[{QUOTES[opening]}]")
        match = closing.search(self.text, self.place)
        if match is None:
            self.hints.append(Hint.QUOTE)
            return ""
        phrase = self.text[self.place : match.start()]
        self.place = match.end()
        return phrase


def _terms(piece: str) -> Iterator[Term]:
    """Yield what has no blank in it as terms: at other marks than INSIDE it is cut."""
    together: list[Word] = []
    for word in find_words(piece):
        if together and not INSIDE.match(piece[together[-1].end : word.start]):
            yield Term(tuple(together))
            together = []
        together.append(word)
    if together:
        yield Term(tuple(together))


def read_name(name: str) -> Term:
    """Return a name as a term: its words as they stand, or an acronym."""
    term = Term(tuple(find_words(name)))
    return mark_acronym(term, name) if term.words else term


def mark_acronym(term: Term, piece: str) -> Term:
    """Return a term that stands in a piece, as an acronym if it is one."""
    [first, *others] = term.words
    is_one = not others and is_acronym(piece[first.start : first.end])
    return replace(term, is_acronym=is_one)


def is_acronym(written: str) -> bool:
    """Return whether a word, as it is written, is two capitals or more."""
    return bool(ACRONYM.fullmatch(normalize("NFKC", written)))


def _grouped(pieces: list[_Piece]) -> tuple[tuple[Term, ...], ...]:
    """Return the groups of terms: OR joins what stands before and behind it."""
    groups: list[tuple[Term, ...]] = []
    joins = False
    for piece in pieces:
        if piece.is_or:
            joins = bool(groups)
        elif not piece.is_excluded:
            first, *others = piece.terms
            if joins:
                groups[-1] += (first,)
            else:
                groups.append((first,))
            groups += [(term,) for term in others]
            joins = False
    return tuple(groups)
