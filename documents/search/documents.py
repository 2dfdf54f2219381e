"""Documents that a query finds by title, symbol or subject."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import QuerySet

from documents.models import Document
from documents.search.clauses import ASKED, rights_of
from documents.search.compiled import Slot, one_of
from documents.search.named import Named, read_named
from documents.search.vector import matches
from portal.people.models import Visitor

NAMES: Final = ("title", "short_title")
MOST_FOUND: Final = 50


def find_documents(user: Visitor, asked: str) -> list[Named]:
    """Return the documents that match what `ask` gave, the newest first; one query.

    Of those that stand and that the person may see, MOST_FOUND at most.
    """

    def build() -> QuerySet[Any, Any]:
        rows = Document.objects.visible_to(user).not_closed().filter(matches(ASKED))
        return rows.order_by("-date", "slug")[:MOST_FOUND]

    key = ("documents", rights_of(user))
    return read_named(key, NAMES, build, asked=asked) if asked else []


def read_documents(pks: Collection[int]) -> dict[int, Named]:
    """Return documents by their ids, which are of rows that a person may see."""

    def build() -> QuerySet[Any, Any]:
        return Document.objects.filter(one_of("pk", Slot("pks"))).order_by()

    rows = read_named("named documents", NAMES, build, pks=list(pks)) if pks else []
    return {row.pk: row for row in rows}
