"""Finding in a document: what a reading page marks, counts and leads to.

`?q=` on a reading page is for this: its marks are made here and not by a script, so
that they are there without one, in every text that is shown, and however long the text
is. Such a page is made for its visitor and not kept (portal/prepared/scopes.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from documents.languages import BY_CODE, CODES, Language
from documents.models import Edition
from documents.models.versions import TEXTS
from documents.presenters.labels import labels_of
from documents.presenters.rows import Marks
from documents.presenters.search import mark_found
from documents.search.highlight import Highlighter
from documents.search.query import Query, read_both_ways
from documents.search.vector import ask, matches


@dataclass(frozen=True, slots=True)
class FoundInText:
    """What a query finds in all texts of an edition."""

    asked: str
    marks: Marks
    places: Sequence[tuple[str, str]]  # key and label of each clause, in order
    by_language: Counter[str]  # how many places in each text

    def hidden(self, shown: Collection[str]) -> list[tuple[Language, int]]:
        """Return the texts that are not among those shown, with what is in them."""
        return [
            (BY_CODE[code], self.by_language[code])
            for code in CODES
            if code not in shown and self.by_language[code]
        ]


def find_in(edition: Edition, typed: str) -> FoundInText | None:
    """Return what a query finds in an edition, which the person may see.

    None without a query; three queries of the database, one more for an acronym that
    is not there, and is read as any word.
    """
    for query in read_both_ways(typed):
        if not query.text:
            return None
        if found := _find_rows(edition, query):
            break
    highlighter = Highlighter(
        query, (text for row in found for text in row[2:] if text)
    )
    marks = {
        (key, code): mark_found(highlighter.find(text))
        for key, _locator, *texts in found
        for code, text in zip(CODES, texts, strict=True)
        if text
    }
    counts: Counter[str] = Counter()
    for (_key, code), laid in marks.items():
        counts[code] += len(laid)
    places = [(key, labels_of(locator).label) for key, locator, *_texts in found]
    return FoundInText(query.text, marks, places, counts)


def _find_rows(edition: Edition, query: Query) -> list[tuple[Any, ...]]:
    """Return key, locator and texts of the clauses that match, in order."""
    asked = ask(query)
    rows = edition.versions.filter(matches(asked)) if asked else edition.versions.none()
    return list(rows.order_by("position").values_list("clause__key", "locator", *TEXTS))
