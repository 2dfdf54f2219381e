"""The gates: an object a person may see, or 404. Views begin here.

What is not public answers as what does not exist, so that nothing can be learned
from the difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.models import Clause, Document, Edition

if TYPE_CHECKING:
    from documents.querysets import Visitor


def get_document_or_404(user: Visitor, slug: str) -> Document:
    """Return a document; one query."""
    return get_object_or_404(Document.objects.visible_to(user), slug=slug)


def get_current_edition_or_404(user: Visitor, slug: str) -> Edition:
    """Return the latest published edition with its document; one query.

    Who may see drafts is given the first draft while nothing is published.
    """
    editions = Edition.objects.visible_to(user).filter(document__slug=slug)
    edition = editions.with_document().current_first().first()
    if edition is None:
        raise Http404
    return edition


def get_edition_or_404(user: Visitor, slug: str, number: int) -> Edition:
    """Return an edition by its number, with its document; one query."""
    return get_object_or_404(
        Edition.objects.visible_to(user).with_document(),
        document__slug=slug,
        number=number,
    )


def get_clause_or_404(user: Visitor, slug: str, key: str) -> Clause:
    """Return a clause with its document and part; one query."""
    return get_object_or_404(
        Clause.objects.visible_to(user).select_related("document", "part"),
        document__slug=slug,
        key=key,
    )
