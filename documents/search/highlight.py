"""Highlighting: where in a text the terms of a query stand.

`Highlighter` looks at all texts of a page together: the stems of their words are asked
of the database at once, and only of words that begin like one that is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from documents.search.query import Query, Term, is_acronym
from documents.search.vector import find_stems
from documents.search.words import HAN_RUN, Word, fold_in_place

Span: TypeAlias = tuple[int, int]
# Stems differ from their words at the end: so many letters are common to all forms.
COMMON: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Where the terms of a query stand in a text, and how many of them do."""

    spans: tuple[Span, ...] = ()
    terms: int = 0

    def __bool__(self) -> bool:
        return bool(self.spans)


@dataclass(frozen=True, slots=True)
class _ReadText:
    """The words of a text, those that begin like one looked for, and compounds."""

    words: Sequence[Word] = ()
    near: Sequence[Word] = ()
    compounds: Mapping[Span, str] = field(default_factory=dict)


UNREAD: Final = _ReadText()


class Highlighter:
    """Finds the terms of a query in texts; one query for all of them."""

    def __init__(self, query: Query, texts: Iterable[str]) -> None:
        self._terms = query.terms
        self._starts = {
            word.text if word.is_han else word.text[:COMMON]
            for term in self._terms
            for word in term.words
        }
        asked = {word.text for term in self._terms for word in term.words}
        asked |= {term.compound for term in self._terms if term.compound}
        self._asked = {word for word in asked if not HAN_RUN.match(word)}
        self._beginnings = {word[:COMMON] for word in self._asked}
        self._read = {text: self._read_text(text) for text in set(texts) if text}

    def _read_text(self, text: str) -> _ReadText:
        """Return the words of a text, none if it has nothing that is looked for."""
        folded = fold_in_place(text)
        if not any(start in folded.text for start in self._starts):
            return UNREAD
        words = folded.find_words()
        near = [word for word in words if word.text[:COMMON] in self._beginnings]
        return _ReadText(words, near, _compounds(words))

    def find(self, text: str) -> Found:
        """Return where the terms stand in one of the texts."""
        read = self._read.get(text, UNREAD)
        by_term = [list(self._find_as_written(t, read, text)) for t in self._terms]
        spans = merge(span for spans in by_term for span in spans)
        return Found(tuple(spans), sum(map(bool, by_term)))

    def find_each(self, text: str) -> list[list[Span]]:
        """Return where each of the query's terms stands in one of the texts."""
        read = self._read.get(text, UNREAD)
        return [merge(self._find_as_written(t, read, text)) for t in self._terms]

    def _find_as_written(
        self, term: Term, read: _ReadText, text: str
    ) -> Iterator[Span]:
        if not term.is_acronym:
            yield from self._find_term(term, read)
            return
        for word in read.words:
            is_same = word.text == term.text or (
                term.is_prefix and word.text.startswith(term.text)
            )
            if is_same and is_acronym(text[word.start : word.end]):
                yield word.start, word.end

    @cached_property
    def _stems(self) -> Mapping[str, str]:
        if not self._asked:
            return {}
        near = {word.text for read in self._read.values() for word in read.near}
        near |= {
            compound
            for read in self._read.values()
            for compound in read.compounds.values()
            if compound[:COMMON] in self._beginnings
        }
        return find_stems(self._asked | near)

    def _find_term(self, term: Term, read: _ReadText) -> Iterator[Span]:
        words = read.words
        first, *others = term.words
        if not others and first.is_han:
            yield from _find_signs(first.text, words)
        elif not others:
            yield from self._find_word(first.text, read)
            if term.is_prefix:
                yield from _find_beginning(first.text, words)
        elif any(self._stem(word) for word in term.words):
            for place in range(len(words) - len(others)):
                if self._stands(term, words, place):
                    yield _span_of(term, words[place : place + len(term.words)])
        yield from self._find_compound(term, read)

    def _find_word(self, asked: str, read: _ReadText) -> Iterator[Span]:
        stem, stems = self._stems[asked], self._stems
        for word in read.near if stem else ():
            if stems.get(word.text) == stem:
                yield word.start, word.end

    def _stands(self, term: Term, words: Sequence[Word], first: int) -> bool:
        last = len(term.words) - 1
        return all(
            self._fits(
                word, words[first + place], is_first=not place, is_last=place == last
            )
            for place, word in enumerate(term.words)
        )

    def _fits(self, word: Word, other: Word, *, is_first: bool, is_last: bool) -> bool:
        if not word.is_han:
            # What has no stem is not indexed: anything may stand there.
            stem = self._stem(word)
            return not stem or self._stems.get(other.text) == stem
        if is_first:
            return other.text.endswith(word.text)
        return other.text.startswith(word.text) if is_last else other.text == word.text

    def _stem(self, word: Word) -> str:
        return word.text if word.is_han else self._stems[word.text]

    def _find_compound(self, term: Term, read: _ReadText) -> Iterator[Span]:
        """Yield words that are written as one in the query or in the text."""
        is_word = len(term.words) == 1 and not term.words[0].is_han
        asked = term.words[0].text if is_word else term.compound
        if not asked or not self._stems[asked]:
            return
        if term.compound:
            yield from self._find_word(asked, read)
        for span, compound in read.compounds.items():
            if self._stems.get(compound) == self._stems[asked]:
                yield span


def _compounds(words: Sequence[Word]) -> dict[Span, str]:
    """Return the compounds with hyphens, each written as one word."""
    found: dict[Span, str] = {}
    if not any(word.joined for word in words):
        return found
    start = 0
    for place in range(1, len(words) + 1):
        if place < len(words) and words[place].joined:
            continue
        if place - start > 1:
            pieces = words[start:place]
            span = pieces[0].start, pieces[-1].end
            found[span] = "".join(word.text for word in pieces)
        start = place
    return found


def _find_signs(signs: str, words: Sequence[Word]) -> Iterator[Span]:
    """Yield where Chinese characters stand within the runs of a text."""
    for word in words:
        place = word.text.find(signs)
        while place >= 0:
            yield _within(word, place, place + len(signs))
            place = word.text.find(signs, place + 1)


def _find_beginning(typed: str, words: Sequence[Word]) -> Iterator[Span]:
    """Yield the words that begin with what is typed."""
    return ((w.start, w.end) for w in words if w.text.startswith(typed))


def _within(word: Word, start: int, end: int) -> Span:
    """Return the place of a piece of a run; of all of it if characters were joined."""
    if len(word.text) != word.end - word.start:
        return word.start, word.end
    return word.start + start, word.start + end


def _span_of(term: Term, words: Sequence[Word]) -> Span:
    start, end = words[0].start, words[-1].end
    if term.words[0].is_han:
        size = len(words[0].text)
        start, _end = _within(words[0], size - len(term.words[0].text), size)
    if term.words[-1].is_han:
        _start, end = _within(words[-1], 0, len(term.words[-1].text))
    return start, end


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap or touch as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
