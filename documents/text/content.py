"""ClauseContent: kind, depth, and the texts and numbers of a clause by language.

The one shape of a clause between files, forms, services, rows, comparisons and pages.
Independent of the models: a row is any object with the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from documents.languages import CODES, LANGUAGES


class ClauseRow(Protocol):
    """A row with the columns of a clause, such as ClauseVersion."""

    @property
    def kind(self) -> str: ...

    @property
    def depth(self) -> int: ...

    @property
    def locator(self) -> str: ...

    def in_language(self, field: str, code: str) -> str: ...


@dataclass(frozen=True, slots=True)
class ClauseContent:
    """Kind, depth, texts and numbers of a clause; empty ones are not in the mappings.

    Equality ignores the place of the clause.
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
        """Return the content of a row."""
        texts, numbers = (
            {code: row.in_language(name, code) for code in CODES}
            for name in ("text", "number")
        )
        return cls(row.kind, row.depth, texts, numbers, row.locator)

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> ClauseContent:
        """Return the content of values by column name, of a form or an event."""
        texts, numbers = (
            {lang.code: columns[f"{name}_{lang.suffix}"] or "" for lang in LANGUAGES}
            for name in ("text", "number")
        )
        locator = columns.get("locator", "")
        return cls(columns["kind"], columns["depth"], texts, numbers, locator)

    def columns(self) -> dict[str, Any]:
        """Return the values by column name, "" for languages without the clause."""
        said = {
            f"{name}_{lang.suffix}": words.get(lang.code, "")
            for name, words in (("number", self.numbers), ("text", self.texts))
            for lang in LANGUAGES
        }
        return {"kind": self.kind, "depth": self.depth, **said}

    def put_into(self, row: ClauseRow) -> None:
        """Set the columns of a row; its place is not changed."""
        for name, value in self.columns().items():
            setattr(row, name, value)

    def text(self, code: str) -> str:
        return self.texts.get(code, "")

    def number(self, code: str) -> str:
        return self.numbers.get(code, "")

    def has(self, code: str) -> bool:
        """Return whether a language has a text or, as an article may, only a number."""
        return code in self.texts or code in self.numbers

    def first_text(self, codes: Iterable[str]) -> str:
        """Return the text in the first of these languages that has one, or ""."""
        return next((self.texts[code] for code in codes if code in self.texts), "")

    @property
    def first_number(self) -> str:
        """The printed number in the first language that has one, or ""."""
        return next((self.numbers[c] for c in CODES if c in self.numbers), "")

    def language_beside(self, code: str) -> str:
        """Return another language that has the clause, or `code` if there is none."""
        others = (other for other in CODES if other != code and self.has(other))
        return next(others, code)

    def language_shown(self, code: str) -> str:
        """Return `code` if it has a text, else a language that has the clause."""
        return code if code in self.texts else self.language_beside(code)

    def with_words(self, code: str, *, text: str, number: str) -> ClauseContent:
        """Return a copy with another text and number in one language."""
        texts, numbers = {**self.texts, code: text}, {**self.numbers, code: number}
        return replace(self, texts=texts, numbers=numbers)

    def with_texts(self, texts: Mapping[str, str]) -> ClauseContent:
        """Return a copy with these texts, by language code."""
        return replace(self, texts={**self.texts, **texts})

    def with_numbers(self, numbers: Mapping[str, str]) -> ClauseContent:
        """Return a copy with these printed numbers, by language code."""
        return replace(self, numbers=numbers)
