"""Presenter of documents in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator

from documents.languages import LANGUAGES, Language
from documents.models import Document, Edition, LanguageVersion
from documents.presenters.localized import LocalizedText, localized_field, short_title
from portal.people.models import Visitor

DOCUMENTS_PER_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document, its localized title, and its current edition."""

    document: Document
    title: LocalizedText
    organs: LocalizedText
    edition: Edition | None
    clause_count: int
    languages: list[tuple[Language, LanguageVersion]]


def listed_documents(user: Visitor, *, limit: int) -> list[ListedDocument]:
    """Return the newest documents a person may see; three queries."""
    documents = Document.objects.visible_to(user).for_list()[:limit]
    return [_listed(document) for document in documents]


def page_of_documents(user: Visitor, number: str | int | None) -> Page[Any]:
    """Return a page of the documents a person may see, newest first; four queries."""
    documents = Document.objects.visible_to(user).for_list()
    page: Page[Any] = Paginator(documents, DOCUMENTS_PER_PAGE).get_page(number)
    page.object_list = [_listed(document) for document in page.object_list]
    return page


def _listed(document: Document) -> ListedDocument:
    edition = next(iter(document.current_editions), None)
    rows = {row.language: row for row in edition.languages.all()} if edition else {}
    return ListedDocument(
        document=document,
        title=short_title(document),
        organs=localized_field(document, "organs"),
        edition=edition,
        clause_count=edition.clause_count if edition else 0,
        languages=[(lang, rows[lang.code]) for lang in LANGUAGES if lang.code in rows],
    )
