"""The reading pages with commentary on them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commentary.comments.comment_counts import comment_counts
from commentary.comments.discussion import discussion_context
from commentary.comments.forms import CommentForm
from commentary.notices.watch import watched_by
from commentary.reading.highlights import all_marks_in
from commentary.references.presenters import reference_counts, references_context
from documents.models import Clause, Edition
from documents.permissions import (
    edition_for_clause,
    edition_shown,
    get_clause_or_404,
    get_edition_or_404,
)
from documents.presenters.columns import answer_to_chooser
from documents.presenters.edition import NO_MARKS
from documents.presenters.pages import clause_context, edition_context


@require_safe
def document_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the current edition of a document, or the one in force on a day."""
    edition = edition_shown(request.user, slug, on=request.GET.get("on"))
    return answer_to_chooser(request) or _edition_page(request, edition)


@require_safe
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition of a document."""
    edition = get_edition_or_404(request.user, slug, number)
    return answer_to_chooser(request) or _edition_page(request, edition)


def _edition_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    # Whoever reads by ear, or only for the text, can do without the marks.
    has_marks = request.GET.get("marks") != "off"
    marks = all_marks_in(edition, request.user) if has_marks else NO_MARKS
    context = edition_context(request, edition, marks)
    context |= {
        "tallies": comment_counts(edition),
        "references": reference_counts(edition, request.user),
        "has_marks": has_marks,
        "any_marks": bool(marks),
        "watched": watched_by(request.user, edition.document),
    }
    for read in context["parts"]:
        read.part.document = edition.document
    return render(request, "commentary/reading/document_detail.html", context)


@require_safe
def clause_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one clause with its discussion; 410 when it is gone."""
    clause = get_clause_or_404(request.user, slug, key)
    return answer_to_chooser(request) or clause_page(request, clause)


def clause_page(
    request: HttpRequest,
    clause: Clause,
    *,
    form: CommentForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render a clause, with a form that is filled in already when there is one."""
    edition = edition_for_clause(request.user, clause)
    context = clause_context(
        request,
        clause,
        edition,
        lambda shown: all_marks_in(shown, request.user, clause),
    )
    if context["is_gone"] and status == HTTPStatus.OK:
        status = HTTPStatus.GONE
    context |= discussion_context(
        request, clause, context["edition"], context["version"], form=form
    )
    context |= references_context(
        clause, context["edition"], request.user, context["choice"].codes
    )
    return render(
        request, "commentary/reading/clause_detail.html", context, status=status
    )
