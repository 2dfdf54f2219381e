"""The pages for readers. What they may see is decided in permissions.py."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from documents.citing import Citation, edition_name
from documents.columns import Columns, answer_to_chooser, columns_of
from documents.languages import LANGUAGES
from documents.listing import listed_documents
from documents.models import Edition, LanguageVersion
from documents.permissions import (
    get_clause_or_404,
    get_current_edition_or_404,
    get_document_or_404,
    get_edition_or_404,
)
from documents.reading import (
    columns_for,
    neighbour,
    original_note,
    read_parts,
    read_rows,
)
from documents.wording import best_wording


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents that the visitor may see."""
    context = {"documents": listed_documents(request.user)}
    return render(request, "documents/document_list.html", context)


@require_safe
def document_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the current edition of a document."""
    edition = get_current_edition_or_404(request.user, slug)
    return answer_to_chooser(request) or _edition_page(request, edition, current=None)


@require_safe
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition of a document; say so when it is not the current one."""
    edition = get_edition_or_404(request.user, slug, number)
    current = edition.document.editions.published().latest_first().first()
    current = None if current == edition else current
    return answer_to_chooser(request) or _edition_page(
        request, edition, current=current
    )


def _edition_page(
    request: HttpRequest, edition: Edition, *, current: Edition | None
) -> HttpResponse:
    columns = columns_of(request)
    languages = list(edition.languages.all())
    citation = Citation(request, edition)
    rows = read_rows(edition.versions.for_reading(), columns.codes, citation)
    context = {
        "edition": edition,
        "edition_name": edition_name(edition),
        "title": best_wording(edition.document, "title"),
        "parts": read_parts(rows, languages),
        "current": current,
        **_columns_context(columns, languages),
    }
    return render(request, "documents/document_detail.html", context)


@require_safe
def clause_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one clause, in its latest edition that the visitor may see."""
    clause = get_clause_or_404(request.user, slug, key)
    version = clause.versions.visible_to(request.user).current_first().first()
    if version is None:
        raise Http404
    if answer := answer_to_chooser(request):
        return answer
    edition = version.edition
    edition.document, version.clause = clause.document, clause
    columns = columns_of(request)
    languages = list(edition.languages.all())
    citation = Citation(request, edition)
    [(part, row)] = read_rows([version], columns.codes, citation)
    before, after = edition.versions.neighbours_of(version)
    context = {
        "edition": edition,
        "edition_name": edition_name(edition),
        "title": best_wording(edition.document, "title"),
        "row": row,
        "original_note": original_note(part, languages),
        "before": neighbour(before),
        "after": neighbour(after),
        **_columns_context(columns, languages),
    }
    return render(request, "documents/clause_detail.html", context)


def _columns_context(
    columns: Columns, languages: list[LanguageVersion]
) -> dict[str, Any]:
    return {
        "choice": columns,
        "columns": columns_for(columns.codes, languages),
        "all_languages": LANGUAGES,
    }


@require_safe
def document_permalink(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to a document in the visitor's best language."""
    document = get_document_or_404(request.user, slug)
    return _lead_to(document.get_absolute_url())


@require_safe
def clause_permalink(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Lead to a clause in the visitor's best language."""
    clause = get_clause_or_404(request.user, slug, key)
    return _lead_to(clause.get_absolute_url())


@require_safe
def edition_clause_permalink(
    request: HttpRequest, slug: str, number: int, key: str
) -> HttpResponse:
    """Lead to a clause within an edition in the visitor's best language."""
    edition = get_edition_or_404(request.user, slug, number)
    version = get_object_or_404(
        edition.versions.select_related("clause"), clause__key=key
    )
    return _lead_to(f"{edition.get_absolute_url()}#{version.clause.key}")


def _lead_to(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
