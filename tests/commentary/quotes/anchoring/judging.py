"""Whether a quote was placed where its words went: the strict judge of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commentary.quotes.anchoring.matcher import Place, State
from documents.text.typography import fold_typography

from .edits import Edited, Token, Tokens, said

# A quote whose words went two ways is placed where nearly all of them stand.
MOST = 0.8


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a new text: where it stands and which old words it may be."""

    text: str
    start: int
    end: int
    ids: frozenset[int]


class Judge:
    """Knows the fate of each word of an edited clause."""

    def __init__(self, edited: Edited) -> None:
        self.old = said(edited.old)
        self._number = {token.id: n for n, token in enumerate(self.old)}
        self.places = self._words(edited.old)
        self.new = [self._words(tokens) for tokens in edited.new]

    def _words(self, tokens: Tokens) -> list[Word]:
        ids = self._identities(said(tokens))
        words: list[Word] = []
        place = 0
        for token in tokens:
            end = place + len(token.text)
            if not token.is_blank:
                words.append(Word(token.text, place, end, ids[len(words)]))
            place = end
        return words

    def _identities(self, tokens: Tokens) -> list[frozenset[int]]:
        """Return which old words each new one may be.

        Of "a b a" less "a b" and less "b a" the same is left: where a word follows one
        whose successor read alike, no text tells which of the two edits was made.
        """
        own = [self._number.get(token.id) for token in tokens]
        found = [self._own(token, n) for token, n in zip(tokens, own, strict=True)]
        for step in (1, -1):
            for at, number in enumerate(own):
                if number is not None:
                    self._slide(tokens, found, at, number, step)
        return [frozenset(ids) for ids in found]

    def _own(self, token: Token, number: int | None) -> set[int]:
        """Return what a word is; a copy of words said twice is of either."""
        if token.is_copy:
            return {n for n, old in enumerate(self.old) if _is_same(old, token)}
        return set() if number is None else {number}

    def _slide(
        self, tokens: Tokens, found: list[set[int]], at: int, number: int, step: int
    ) -> None:
        while True:
            at, number = at + step, number + step
            if not (0 <= at < len(tokens) and 0 <= number < len(self.old)):
                return
            is_same = _is_same(tokens[at], self.old[number])
            if not is_same or number in found[at]:
                return
            found[at].add(number)

    def is_wrong(self, quoted: range, place: Place) -> bool:
        """Tell whether a place is another than that of the quoted words.

        Unchanged, it must be those words, each of them. Else it must begin and end
        with words of the quote, and hold nearly all that are left of them; words of
        another origin may only stand between.
        """
        if place.state is State.DETACHED:
            return False
        words = [
            word
            for word in self.new[place.text]
            if word.start < place.end and place.start < word.end
        ]
        if place.state is not State.APPROXIMATE:
            return len(words) != len(quoted) or any(
                number not in word.ids
                for number, word in zip(quoted, words, strict=True)
            )
        if not (words[0].ids & {*quoted} and words[-1].ids & {*quoted}):
            return True
        held = set().union(*(word.ids for word in words)) & {*quoted}
        return len(held) < MOST * len(self._survivors(quoted))

    def _survivors(self, quoted: range) -> set[int]:
        everything = (word.ids for words in self.new for word in words)
        return set().union(*everything) & {*quoted}

    def is_untouched(self, quoted: range) -> bool:
        """Tell whether the words stand together as they did, and only once."""
        return sum(self._runs(words, quoted) for words in self.new) == 1

    def _runs(self, words: Sequence[Word], quoted: range) -> int:
        size = len(quoted)
        return sum(
            all(n in word.ids for n, word in zip(quoted, words[at:], strict=False))
            for at in range(len(words) - size + 1)
        )

    def says_words(self, quoted: range) -> bool:
        """Tell whether a quote is more than punctuation."""
        return any(self.old[number].is_word for number in quoted)

    @property
    def words_in_all(self) -> int:
        return sum(token.is_word for token in self.old)

    def span(self, quoted: range) -> tuple[int, int]:
        """Return where quoted words stood in the old text."""
        return self.places[quoted.start].start, self.places[quoted.stop - 1].end


def _is_same(one: Token, other: Token) -> bool:
    """Tell whether two tokens read alike; at the start of a text in capitals too."""
    mine, theirs = (fold_typography(token.text).lower() for token in (one, other))
    return mine == theirs
