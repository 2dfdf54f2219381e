"""Views of the reading pages: documents, editions and clauses with their commentary."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from commentary.comments.comment_counts import comment_counts
from commentary.comments.discussion import discussion_context, read_pk
from commentary.comments.forms import CommentForm
from commentary.comments.posting import (
    discussion,
    posted,
    refused,
    take_comment,
    version_read,
    with_wait,
)
from commentary.reading.margin import Margin
from commentary.reading.marks import add_marks, all_marks_in
from commentary.reading.panel import ANCHORS, panel_context, read_tab
from commentary.references.presenters import (
    reference_counts,
    references_context,
)
from commentary.responses import HtmxRequest, carried_query, sign_in_first, way_back
from documents.models import Clause, Edition, Part
from documents.permissions import (
    edition_for_clause,
    edition_shown,
    get_clause_or_404,
    get_edition_or_404,
)
from documents.presenters.columns import answer_to_chooser, vary_by_reader
from documents.presenters.edition import (
    Neighbour,
    clause_context,
    edition_context,
    neighbour,
)
from documents.presenters.find import find_in
from documents.presenters.rows import NO_MARKS
from portal.people.models import Visitor

KEY: Final = re.compile(r"[-\w]{1,80}", re.ASCII)


@require_safe
@vary_by_reader
def document_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the current edition of a document, or the one in force on a day."""
    edition = edition_shown(request.user, slug, on=request.GET.get("on"))
    return answer_to_chooser(request) or _edition_page(request, edition)


@require_safe
@vary_by_reader
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition of a document."""
    edition = get_edition_or_404(request.user, slug, number)
    return answer_to_chooser(request) or _edition_page(request, edition)


def _edition_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    # The marks can be switched off, for screen readers and for plain reading.
    has_marks = request.GET.get("marks") != "off"
    marks = all_marks_in(edition, request.user) if has_marks else NO_MARKS
    found = find_in(edition, request.GET.get("q", ""))
    marks = add_marks(marks, found.marks) if found else marks
    margin = partial(
        Margin,
        edition,
        counts=comment_counts(edition),
        references=reference_counts(edition, request.user),
    )
    context = edition_context(
        request, edition, marks, lambda columns: margin(columns).render
    )
    context |= {
        "has_marks": has_marks,
        "any_marks": bool(marks),
        "found": found,
        "watchable_parts": _find_parts(request.user, edition),
        "asked_clause": _find_asked(request, edition),
    }
    context["found_hidden"] = found.hidden(context["choice"].codes) if found else ()
    return render(request, "commentary/reading/document_detail.html", context)


def _find_asked(request: HttpRequest, edition: Edition) -> Neighbour | None:
    """Return the clause whose panel an address asks for, to lead there without it."""
    key = request.GET.get("clause", "")
    if not KEY.fullmatch(key):
        return None
    found = edition.versions.select_related("clause").filter(clause__key=key)
    return neighbour(found.first())


def _find_parts(user: Visitor, edition: Edition) -> list[Part]:
    """Return the parts that a person may watch; none for visitors, without a query."""
    if not user.is_authenticated:
        return []
    parts = list(Part.objects.in_edition(edition))
    for part in parts:
        part.document = edition.document
    return parts


@require_safe
@vary_by_reader
def clause_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one clause with its discussion; 410 when it was removed."""
    clause = get_clause_or_404(request.user, slug, key)
    return answer_to_chooser(request) or clause_page(request, clause)


def clause_page(
    request: HttpRequest,
    clause: Clause,
    *,
    form: CommentForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render a clause's page, with the given comment form or a new one."""
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
    proposed = read_pk(request.GET.get("proposed", ""))
    context |= references_context(
        clause,
        request.user,
        context["choice"].codes,
        number=request.GET.get("references"),
        fresh=proposed,
    )
    context["references_carried"] = carried_query(request, "references", "proposed")
    response = render(
        request, "commentary/reading/clause_detail.html", context, status=status
    )
    if proposed is not None:
        add_never_cache_headers(response)  # it tells who proposed it
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def clause_commentary(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Show a clause's discussion as a page or fragment; on POST, post a comment."""
    clause = get_clause_or_404(request.user, slug, key)
    if request.method == "POST":
        return _post(request, clause)
    if not request.htmx:
        return HttpResponseRedirect(f"{clause.get_absolute_url()}#commentary")
    return discussion(request, clause)


@require_safe
@vary_by_reader
def clause_panel(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Show a tab of a clause's panel; without htmx, lead to it on the clause's page."""
    clause = get_clause_or_404(request.user, slug, key)
    tab = read_tab(request)
    if not request.htmx:
        return HttpResponseRedirect(f"{clause.get_absolute_url()}#{ANCHORS[tab]}")
    context = panel_context(request, clause, version_read(request, clause), tab)
    response = render(request, "commentary/reading/panel.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _post(request: HtmxRequest, clause: Clause) -> HttpResponse:
    if not request.user.is_authenticated:
        # The form of the panel is filled as that of the clause's page is.
        page = f"{clause.get_absolute_url()}#write"
        return sign_in_first(request, way_back(request, page))
    version = version_read(request, clause)
    written = take_comment(request, version)
    if isinstance(written, CommentForm):
        return show_form_again(request, clause, written)
    return posted(request, written)


def show_form_again(
    request: HtmxRequest, clause: Clause, form: CommentForm
) -> HttpResponse:
    """Show the form as it was sent, with its preview or its errors."""
    page = discussion if request.htmx else clause_page
    return with_wait(page(request, clause, form=form, status=refused(form)), form)
