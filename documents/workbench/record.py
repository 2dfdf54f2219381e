"""The record of changes of an edition, and of one clause of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from documents.audit import record_of
from documents.models import Clause, Edition
from documents.presenters.change_record import read_entries
from documents.workbench.drafts import page, requires_view

PER_PAGE = 50


@requires_view
def show_record(request: HttpRequest, edition: Edition) -> HttpResponse:
    """List who changed what in an edition, the latest first."""
    return _page(request, edition, None)


@requires_view
def show_clause_record(
    request: HttpRequest, edition: Edition, key: str
) -> HttpResponse:
    """List who changed what of one clause in an edition."""
    clause = get_object_or_404(Clause, document=edition.document_id, key=key)
    return _page(request, edition, clause)


def _page(
    request: HttpRequest, edition: Edition, clause: Clause | None
) -> HttpResponse:
    pages = Paginator(record_of(edition, clause), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        # Translators: title of the page that lists who changed what in a draft
        "title": gettext("Record of changes"),
        "clause": clause,
        "page": shown,
        "entries": read_entries(edition, list(shown.object_list)),
    }
    return page(request, edition, "record", context)
