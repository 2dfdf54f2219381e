"""Presenter of documents in a list."""

from __future__ import annotations

from dataclasses import dataclass

from documents.languages import LANGUAGES, Language
from documents.models import Document, Edition, LanguageVersion
from documents.presenters.localized import LocalizedText, localized_field, short_title
from portal.people.models import Visitor


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document, its localized title, and its current edition."""

    document: Document
    title: LocalizedText
    organs: LocalizedText
    edition: Edition | None
    clause_count: int
    languages: list[tuple[Language, LanguageVersion]]


def listed_documents(
    user: Visitor, *, limit: int | None = None
) -> list[ListedDocument]:
    """Return the documents a person may see, newest first; three queries."""
    documents = Document.objects.visible_to(user).for_list()[:limit]
    return [_listed(document) for document in documents]


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
