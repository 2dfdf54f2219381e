"""Quote fields: the part of a form that quotes words of a clause in one language.

With JavaScript the words are pointed at, and four hidden fields say which they are.
Without it they are picked in steps (language, sentence, first and last word), each a
submit of the surrounding form by a button named `pick`, which stores nothing and loses
nothing that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commentary.quotes.anchoring.selectors import (
    CutCharacter,
    NothingChosen,
    OtherWords,
    OutsideText,
    QuoteError,
    Selector,
    select,
    select_as_seen,
)
from documents.languages import BY_CODE, CODES, Language
from documents.text.sentences import Sentence, Token, sentences

QUOTE: Final = ("quote_language", "quote_start", "quote_end", "quote_exact")
CHANGED: Final = _(
    "These words are not at this place in the text. It may have changed since you"
    " opened the page; please select the words again."
)
MESSAGES: Final[dict[type[QuoteError], str | Promise]] = {
    OtherWords: CHANGED,
    OutsideText: CHANGED,
    NothingChosen: _("Choose at least one word to quote."),
    CutCharacter: _("Select whole letters: an accent belongs to the letter before it."),
}
NO_TEXT: Final = _("This clause has no text in the language that you quote.")
# So much of the words that follow tells one “of” from another in a list of words.
PREVIEW: Final = 16


class HasTexts(Protocol):
    """What can be quoted: a ClauseVersion, or anything with a text a language."""

    def in_language(self, field: str, code: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a list offers it, with what follows or precedes it."""

    text: str
    start: int
    end: int
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The text of the clause in one language, as one chooses from it."""

    language: Language
    sentences: tuple[Sentence, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words chosen, in their language."""

    language: Language
    selector: Selector


class QuoteFields(forms.Form):
    """Fields for an optional quote. `cleaned_data["quote"]` is a Quoted or None.

    A view asks `is_picking` first: then it calls `pick()` and shows the form again.
    """

    quote_language = forms.CharField(
        required=False, max_length=10, widget=forms.HiddenInput
    )
    quote_start = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput
    )
    quote_end = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput
    )
    quote_exact = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: HasTexts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._version = version
        self._steps: dict[str, str] = {}

    # --- Reading the form

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data if cleaned is None else cleaned
        data["quote"] = None
        try:
            data["quote"] = self._quoted(data, self.data)
        except QuoteError as error:
            self.add_error("quote_exact", str(MESSAGES[type(error)]))
        except KeyError:
            self.add_error("quote_exact", str(NO_TEXT))
        return data

    def _quoted(
        self, chosen: Mapping[str, Any], steps: Mapping[str, Any]
    ) -> Quoted | None:
        """Return what was chosen: pointed at, or picked and not yet taken."""
        if any(chosen.get(name) not in (None, "") for name in QUOTE):
            return self._pointed_at(chosen)
        return self._picked(steps)

    def _pointed_at(self, chosen: Mapping[str, Any]) -> Quoted:
        code = chosen.get("quote_language") or ""
        start, end = chosen.get("quote_start"), chosen.get("quote_end")
        if start is None or end is None:
            raise OtherWords
        exact = chosen.get("quote_exact") or ""
        selector = select_as_seen(self._texts[code], int(start), int(end), exact)
        return Quoted(BY_CODE[code], selector)

    def _picked(self, steps: Mapping[str, Any]) -> Quoted | None:
        places = [
            _parse_number(steps.get(name)) for name in ("pick_first", "pick_last")
        ]
        if None in places:
            return None
        code = str(steps.get("pick_language", ""))
        first, last = sorted(place for place in places if place is not None)
        words = [word for each in self._sentences[code] for word in each.words]
        start = next((word.start for word in words if word.end > first), None)
        end = next((word.end for word in words if word.end > last), None)
        if start is None or end is None:
            raise OutsideText
        return Quoted(BY_CODE[code], select(self._texts[code], start, end))

    # --- Picking in steps

    @property
    def is_picking(self) -> bool:
        """Tell whether a step of the picker was sent, not the form."""
        return self.is_bound and "pick" in self.data

    def pick(self) -> None:
        """Take the step, and hold everything typed to be shown again, unchecked."""
        step = str(self.data["pick"])
        self._steps = {key: str(value) for key, value in self.data.items()}
        typed = {name: self[name].data for name in self.fields}
        if step == "words":
            typed |= self._taken()
        if step in {"remove", "words"}:
            self._steps = {}
        if step == "remove":
            typed |= dict.fromkeys(QUOTE, "")
        if step == "language":
            self._steps.pop("pick_sentence", None)
        self.show_typed(typed)

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Hold what was typed to be shown again, unchecked."""
        self.initial = {**self.initial, **typed}
        self.is_bound = False

    def _taken(self) -> dict[str, Any]:
        try:
            quoted = self._picked(self.data)
        except (QuoteError, KeyError):
            quoted = None
        if quoted is None:
            return {}
        selector = quoted.selector
        values = (quoted.language.code, selector.start, selector.end, selector.exact)
        return dict(zip(QUOTE, values, strict=True))

    # --- What the template shows

    @property
    def quoted(self) -> Quoted | None:
        """The words that stand chosen in the form as it is shown.

        None when there are none or they cannot be used: then the form is shown without
        them, or it would send them again.
        """
        chosen = {name: self[name].value() for name in QUOTE}
        try:
            return self._quoted(chosen, self.data if self.is_bound else {})
        except (QuoteError, KeyError, ValueError):
            return None

    @cached_property
    def quotable(self) -> list[Text]:
        """The texts of the clause, that of the language being picked from marked."""
        return [
            Text(BY_CODE[code], found, code == self._language)
            for code, found in self._sentences.items()
        ]

    @property
    def picked_text(self) -> Text | None:
        """The text whose sentences are listed; None before a language is chosen."""
        chosen = self._steps.get("pick_language")
        return next((t for t in self.quotable if t.language.code == chosen), None)

    @property
    def picked_sentence(self) -> int | None:
        """The number of the sentence whose words are listed."""
        text = self.picked_text
        if text is None:
            return None
        number = _parse_number(self._steps.get("pick_sentence"))
        if number is None and len(text.sentences) == 1:
            return 0
        return number if number is not None and number < len(text.sentences) else None

    @property
    def first_words(self) -> list[Word]:
        """The words of the sentence, each with what follows it."""
        text, number = self.picked_text, self.picked_sentence
        if text is None or number is None:
            return []
        whole = self._texts[text.language.code]
        return [
            _word(token, _shorten(whole, token.start, token.end + PREVIEW), n == 0)
            for n, token in enumerate(text.sentences[number].words)
        ]

    @property
    def last_words(self) -> list[Word]:
        """The same words, each with what stands before it."""
        text, number = self.picked_text, self.picked_sentence
        if text is None or number is None:
            return []
        whole = self._texts[text.language.code]
        tokens = text.sentences[number].words
        return [
            _word(
                token,
                _shorten(whole, token.start - PREVIEW, token.end),
                token is tokens[-1],
            )
            for token in tokens
        ]

    @property
    def _language(self) -> str:
        picked = self._steps.get("pick_language", "")
        quoted = str(self["quote_language"].value() or "")
        return next((c for c in (picked, quoted) if c in self._texts), "")

    @cached_property
    def _texts(self) -> dict[str, str]:
        texts = {code: self._version.in_language("text", code) for code in CODES}
        return {code: text for code, text in texts.items() if text}

    @cached_property
    def _sentences(self) -> dict[str, tuple[Sentence, ...]]:
        return {
            code: tuple(sentences(text, code)) for code, text in self._texts.items()
        }


def asked_quote(query: Mapping[str, str]) -> dict[str, str]:
    """Return the quote that an address asks for, as the initial values of a form."""
    return {name: query[name] for name in QUOTE if name in query}


def _word(token: Token, label: str, is_chosen: bool) -> Word:
    return Word(token.text, token.start, token.end, label, is_chosen)


def _shorten(text: str, start: int, end: int) -> str:
    """Return a stretch of a text as far as there is one."""
    return text[max(0, start) : end].strip()


def _parse_number(value: object) -> int | None:
    """Read a number that a form sent; None when it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
