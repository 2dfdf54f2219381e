"""The pages for readers. What they may see is decided in permissions.py."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Clause, Edition
from documents.permissions import (
    edition_for_clause,
    edition_shown,
    get_clause_or_404,
    get_edition_or_404,
)
from documents.presenters.columns import answer_to_chooser
from documents.presenters.document_list import listed_documents
from documents.presenters.pages import clause_context, edition_context


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents that the visitor may see."""
    context = {"documents": listed_documents(request.user)}
    return render(request, "documents/document_list.html", context)


@require_safe
def document_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the current edition of a document, or the one in force on a day."""
    edition = edition_shown(request.user, slug, on=request.GET.get("on"))
    return answer_to_chooser(request) or edition_page(request, edition)


@require_safe
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition of a document; say so when it is not the current one."""
    edition = get_edition_or_404(request.user, slug, number)
    return answer_to_chooser(request) or edition_page(request, edition)


def edition_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Render an edition, whose document is loaded."""
    context = edition_context(request, edition)
    return render(request, "documents/document_detail.html", context)


@require_safe
def clause_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one clause in the current edition; 410 when that has it no longer."""
    clause = get_clause_or_404(request.user, slug, key)
    edition = edition_for_clause(request.user, clause)
    return answer_to_chooser(request) or clause_page(request, clause, edition)


def clause_page(request: HttpRequest, clause: Clause, edition: Edition) -> HttpResponse:
    """Render a clause as an edition has it; answers 410 when it has it no longer."""
    context = clause_context(request, clause, edition)
    status = HTTPStatus.GONE if context["is_gone"] else HTTPStatus.OK
    return render(request, "documents/clause_detail.html", context, status=status)
