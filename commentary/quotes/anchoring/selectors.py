"""Selectors of the W3C's annotation model: quoted words by text and by position.

A selector is a TextQuoteSelector (the exact words with what stands before and behind)
and a TextPositionSelector (where they begin) at once. Offsets count Unicode code points
of the stored text, as Python does; JavaScript counts UTF-16 units and must convert.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from documents.text.tokens import cuts_character

CONTEXT: Final = 32


class QuoteError(ValueError):
    """What was chosen cannot be quoted."""


class NothingChosen(QuoteError):
    """No words, or only blanks."""


class OutsideText(QuoteError):
    """The text does not reach so far."""


class OtherWords(QuoteError):
    """The text says something else there: it was edited, or shown in another form."""


class CutCharacter(QuoteError):
    """One end lies between a letter and its accent."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Words of a text with what surrounds them and where they begin."""

    exact: str
    prefix: str
    suffix: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.exact)

    def is_of(self, text: str) -> bool:
        """Tell whether the text says these words, there and so surrounded."""
        return self == _selector(text, self.start, self.end)


def select(text: str, start: int, end: int) -> Selector:
    """Return the selector of a stretch of text, less the blanks at its ends.

    Raises OutsideText, NothingChosen or CutCharacter.
    """
    if not 0 <= start <= end <= len(text):
        raise OutsideText
    chosen = text[start:end]
    exact = chosen.strip()
    if not exact:
        raise NothingChosen
    start += len(chosen) - len(chosen.lstrip())
    end = start + len(exact)
    if cuts_character(text, start) or cuts_character(text, end):
        raise CutCharacter
    return _selector(text, start, end)


def select_as_seen(text: str, start: int, end: int, exact: str) -> Selector:
    """Return the selector of what a browser says that a person chose.

    The words must be those of the text, white space included: a page that shows other
    ones, or was loaded before an edit, has other offsets too. Raises OtherWords, and
    what `select` raises.
    """
    selector = select(text, start, end)
    if _without_returns(text[start:end]) != _without_returns(exact):
        raise OtherWords
    return selector


def _selector(text: str, start: int, end: int) -> Selector:
    return Selector(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
    )


def _without_returns(sent: str) -> str:
    """Undo what browsers do to line breaks in a form: each is sent as CR LF."""
    return sent.replace("\r\n", "\n")
