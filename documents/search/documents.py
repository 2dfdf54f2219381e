"""Documents that a query finds by title, symbol or subject."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from documents.languages import CODES
from documents.models import Document
from documents.search.clauses import ASKED, rights_of
from documents.search.compiled import run
from documents.search.vector import matches
from documents.search.words import find_words
from portal.people.models import Visitor

NAMES: Final = ("title", "short_title")
MOST_FOUND: Final = 50


def find_documents(user: Visitor, asked: str) -> list[Document]:
    """Return the documents that match what `ask` gave, the newest first; two queries.

    Of those that stand and that the person may see, MOST_FOUND at most.
    """

    def build() -> QuerySet[Any, Any]:
        rows = Document.objects.visible_to(user).not_closed().filter(matches(ASKED))
        return rows.order_by("-date", "slug")[:MOST_FOUND]

    if not asked:
        return []
    key = ("documents", rights_of(user))
    pks = [pk for (pk,) in run(key, ("pk",), build, asked=asked)]
    found = Document.objects.in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found]


def is_called(document: Document, text: str) -> bool:
    """Return whether a text is a document's symbol, title, or name in addresses."""
    titles = (document.in_language(field, code) for field in NAMES for code in CODES)
    names = (document.symbol, document.slug, *titles)
    return bare_name(text) in {bare_name(name) for name in names if name}


def bare_name(name: str) -> str:
    """Return the words of a name, for comparing it with what is typed."""
    return " ".join(word.text for word in find_words(name))
