"""Documents as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.languages import LANGUAGES, Language
from documents.models import Document, Edition, LanguageVersion
from documents.wording import Wording, best_wording

if TYPE_CHECKING:
    from documents.querysets import Visitor


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document, its title in a language that has one, and its current edition."""

    document: Document
    title: Wording
    organs: Wording
    edition: Edition | None
    clause_count: int
    languages: list[tuple[Language, LanguageVersion]]


def listed_documents(
    user: Visitor, *, limit: int | None = None
) -> list[ListedDocument]:
    """Return what a person may see, newest first; three queries however many."""
    documents = Document.objects.visible_to(user).for_list()[:limit]
    return [_listed(document) for document in documents]


def _listed(document: Document) -> ListedDocument:
    edition = next(iter(document.current_editions), None)
    rows = {row.language: row for row in edition.languages.all()} if edition else {}
    return ListedDocument(
        document=document,
        title=best_wording(document, "title"),
        organs=best_wording(document, "organs"),
        edition=edition,
        clause_count=edition.clause_count if edition else 0,
        languages=[(lang, rows[lang.code]) for lang in LANGUAGES if lang.code in rows],
    )
