"""Token spelling: one character a token, so that strings are compared by words.

`str.find`, slices and rapidfuzz then work on words (in Chinese on characters) at the
speed they have on letters. Blanks are left out: a line broken elsewhere says the same.
So do widths, kinds of quotation marks and dashes, ё for е, and a capital at the start.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from documents.text.tokens import SOFT_HYPHEN, is_word, tokenise
from documents.text.typography import fold_mark, fold_typography

# Where a text begins and ends is a surrounding too.
BEGINNING: Final = "\x01"
END: Final = "\x02"
FIRST: Final = 0x20000  # above the surrogates, with 900,000 characters to spend


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text, one character a token, and where each token stands in it."""

    code: str
    starts: list[int]
    ends: list[int]
    is_word: list[bool]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens, first and behind the last, that characters lie in."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def words(self, first: int, last: int) -> int:
        """Count the tokens that are words; punctuation is none."""
        return sum(self.is_word[first:last])


class Alphabet:
    """The characters that stand for the tokens of some texts of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._characters: dict[str, str] = {}

    def spell(self, text: str) -> Spelled:
        code, starts, ends, words = [BEGINNING], [0], [0], [False]
        place = 0
        for token in tokenise(fold_typography(text), self._language):
            if not token.isspace():
                is_first = len(code) == 1
                code.append(self._character(self._small(token) if is_first else token))
                starts.append(place)
                ends.append(place + len(token))
                words.append(is_word(token))
            place += len(token)
        size = len(text)
        return Spelled(
            "".join([*code, END]), [*starts, size], [*ends, size + 1], [*words, False]
        )

    def _small(self, token: str) -> str:
        """Return the first word of a text as it is within texts, if it is there.

        The first text's own first word is known by both forms from then on.
        """
        small = token.lower()
        if small in self._characters:
            return small
        if not self._characters and small != token:
            self._characters[small] = self._character(token)
        return token

    def _character(self, token: str) -> str:
        said = fold_mark(token.replace(SOFT_HYPHEN, "") or token)
        return self._characters.setdefault(said, chr(FIRST + len(self._characters)))
