"""Named rows: documents and instruments by what they are called, no model's instances.

To make instances of all their columns takes longer than the search that finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from documents.languages import BY_CODE, LANGUAGES, Language
from documents.search.compiled import run
from documents.search.words import find_words, without_series


@dataclass(frozen=True, slots=True)
class Names:
    """What a row is called: names by column, each with the suffix of a language."""

    names: Mapping[str, str | None]

    def in_language(self, field: str, code: str) -> str:
        """Return a name in one language; "" if it has none."""
        return self.names[f"{field}_{BY_CODE[code].suffix}"] or ""


@dataclass(frozen=True, slots=True)
class Named(Names):
    """A document or an instrument: its names, id, slug and symbol."""

    pk: int
    slug: str
    symbol: str

    def is_called(self, text: str) -> bool:
        """Return whether a text is its slug, one of its symbols or of its names."""
        asked = bare_name(without_series(text))
        symbols = {bare_name(without_series(each)) for each in self.symbol.split(";")}
        if any(symbol and _begins(symbol, asked) for symbol in symbols):
            return True
        names = [self.slug, *(name for name, _language in self.names_in_all())]
        return asked in {bare_name(name) for name in names if name.strip()}

    def names_in_all(self) -> Iterator[tuple[str, Language]]:
        """Yield its names in every language, each with its language."""
        for column, names in self.names.items():
            language = next(each for each in LANGUAGES if column.endswith(each.suffix))
            for name in (names or "").splitlines():
                yield name, language


def columns_of(fields: Sequence[str]) -> list[str]:
    """Return the columns of translated fields, in the order of the languages."""
    return [f"{field}_{each.suffix}" for field in fields for each in LANGUAGES]


def read_named(
    key: Hashable,
    fields: Sequence[str],
    build: Callable[[], QuerySet[Any, Any]],
    **values: Any,
) -> list[Named]:
    """Return the rows of a queryset (compiled.run) with these fields; one query."""
    columns = columns_of(fields)
    rows = run(key, ("pk", "slug", "symbol", *columns), build, **values)
    return [
        Named(dict(zip(columns, names, strict=True)), pk, slug, symbol or "")
        for pk, slug, symbol, *names in rows
    ]


def _begins(symbol: str, asked: str) -> bool:
    """Return whether a symbol is asked for, all of it or without its last words."""
    return symbol == asked or (" " in asked and symbol.startswith(f"{asked} "))


@lru_cache(maxsize=4_096)
def bare_name(name: str) -> str:
    """Return the words of a name, for comparing it with what is typed."""
    return " ".join(word.text for word in find_words(name))
