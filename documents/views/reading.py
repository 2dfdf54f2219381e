"""The pages for readers. What they may see is decided in permissions.py."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.citing import Citation, edition_name
from documents.columns import Columns, answer_to_chooser, columns_of
from documents.history import (
    history_of,
    read_history,
    standing_in,
    successors_of,
)
from documents.languages import LANGUAGES
from documents.listing import listed_documents
from documents.models import Clause, Edition, LanguageVersion
from documents.permissions import (
    edition_for_clause,
    edition_on,
    get_clause_or_404,
    get_current_edition_or_404,
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
    """Show the current edition of a document, or the one in force on a day."""
    if "on" in request.GET:
        edition = edition_on(request.user, slug, request.GET["on"])
        return answer_to_chooser(request) or edition_page(request, edition)
    edition = get_current_edition_or_404(request.user, slug)
    return answer_to_chooser(request) or edition_page(request, edition)


@require_safe
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition of a document; say so when it is not the current one."""
    edition = get_edition_or_404(request.user, slug, number)
    return answer_to_chooser(request) or edition_page(request, edition)


def edition_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Render an edition, whose document is loaded."""
    columns = columns_of(request)
    languages = list(edition.languages.all())
    citation = Citation(request, edition)
    rows = read_rows(edition.versions.for_reading(), columns.codes, citation)
    current = edition.document.editions.published().latest_first().first()
    context = {
        "edition": edition,
        "edition_name": edition_name(edition),
        "title": best_wording(edition.document, "title"),
        "parts": read_parts(rows, languages),
        "current": None if current == edition else current,
        **columns_context(columns, languages),
    }
    return render(request, "documents/document_detail.html", context)


@require_safe
def clause_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one clause in the current edition; 410 when that has it no longer."""
    clause = get_clause_or_404(request.user, slug, key)
    edition = edition_for_clause(request.user, clause)
    return answer_to_chooser(request) or clause_page(request, clause, edition)


def clause_page(request: HttpRequest, clause: Clause, edition: Edition) -> HttpResponse:
    """Render a clause as an edition has it, with its history.

    When the edition has it no longer, answers 410 with its last text before and what
    became of it; 404 when it was born later.
    """
    history = history_of(clause, request.user)
    version = standing_in(history, edition)
    if version is None:
        raise Http404
    is_gone = version.edition.number < edition.number
    columns = columns_of(request)
    languages = list(version.edition.languages.all())
    citation = Citation(request, version.edition)
    [(part, row)] = read_rows([version], columns.codes, citation)
    before, after = version.edition.versions.neighbours_of(version)
    context = {
        "edition": version.edition,
        "edition_name": edition_name(version.edition),
        "title": best_wording(edition.document, "title"),
        "row": row,
        "is_gone": is_gone,
        "asked_name": edition_name(edition),
        "is_back": is_gone and history[-1].edition.number > edition.number,
        "clause": clause,
        "successors": successors_of(clause, request.user) if is_gone else [],
        "history": read_history(history, columns.codes),
        "original_note": original_note(part, languages),
        "before": neighbour(before),
        "after": neighbour(after),
        **columns_context(columns, languages),
    }
    status = HTTPStatus.GONE if is_gone else HTTPStatus.OK
    return render(request, "documents/clause_detail.html", context, status=status)


def columns_context(
    columns: Columns, languages: list[LanguageVersion]
) -> dict[str, Any]:
    """Return what the chooser and the heads of the columns show."""
    return {
        "choice": columns,
        "columns": columns_for(columns.codes, languages),
        "all_languages": LANGUAGES,
    }
