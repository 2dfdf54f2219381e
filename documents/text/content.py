"""The content of a clause: its kind and depth, its texts and numbers by language.

The one shape in which a clause goes from a file or a form to the services, and from a
row to a comparison or a page. It knows no model: a row is any object with the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from documents.languages import CODES, LANGUAGES


class ClauseRow(Protocol):
    """A row with a clause's columns, as ClauseVersion has them."""

    kind: str
    depth: int
    locator: str

    def in_language(self, field: str, code: str) -> str: ...


@dataclass(frozen=True, slots=True)
class ClauseContent:
    """What a clause is and says; a language without words is not in the mappings.

    Two are equal when they say the same; where a clause stands does not count.
    """

    kind: str
    depth: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    locator: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for name in ("texts", "numbers"):
            words: Mapping[str, str] = getattr(self, name)
            kept = {code: text for code, text in words.items() if text}
            object.__setattr__(self, name, kept)

    @classmethod
    def of(cls, row: ClauseRow) -> ClauseContent:
        """Return what a row says."""
        texts, numbers = (
            {code: row.in_language(name, code) for code in CODES}
            for name in ("text", "number")
        )
        return cls(row.kind, row.depth, texts, numbers, row.locator)

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> ClauseContent:
        """Return what values by column say: of a form, or of an event's row."""
        texts, numbers = (
            {lang.code: columns[f"{name}_{lang.suffix}"] or "" for lang in LANGUAGES}
            for name in ("text", "number")
        )
        locator = columns.get("locator", "")
        return cls(columns["kind"], columns["depth"], texts, numbers, locator)

    def columns(self) -> dict[str, Any]:
        """Return the values of a row's columns, "" where a language has no words."""
        said = {
            f"{name}_{lang.suffix}": words.get(lang.code, "")
            for name, words in (("number", self.numbers), ("text", self.texts))
            for lang in LANGUAGES
        }
        return {"kind": self.kind, "depth": self.depth, **said}

    def put_into(self, row: ClauseRow) -> None:
        """Let a row say this; its place is not changed."""
        for name, value in self.columns().items():
            setattr(row, name, value)

    def text(self, code: str) -> str:
        return self.texts.get(code, "")

    def number(self, code: str) -> str:
        return self.numbers.get(code, "")

    def has(self, code: str) -> bool:
        """Tell whether a language has the clause: an article may be a number alone."""
        return code in self.texts or code in self.numbers

    def first_text(self, codes: Iterable[str]) -> str:
        """Return the text in the first of these languages that has one, or ""."""
        return next((self.texts[code] for code in codes if code in self.texts), "")

    def language_beside(self, code: str) -> str:
        """Return another language that has the clause, or this one if none has."""
        others = (other for other in CODES if other != code and self.has(other))
        return next(others, code)

    def language_shown(self, code: str) -> str:
        """Return a language if it has a text, else one that has the clause."""
        return code if code in self.texts else self.language_beside(code)

    def with_words(self, code: str, *, text: str, number: str) -> ClauseContent:
        """Return the same clause with other words in one language."""
        texts, numbers = {**self.texts, code: text}, {**self.numbers, code: number}
        return replace(self, texts=texts, numbers=numbers)

    def with_texts(self, texts: Mapping[str, str]) -> ClauseContent:
        """Return the same clause with other texts in the languages given."""
        return replace(self, texts={**self.texts, **texts})
