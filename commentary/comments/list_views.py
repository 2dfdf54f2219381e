"""List views of comments: the latest, a document's, a person's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commentary.comments.forms import ListForm
from commentary.comments.last_visit import since_in
from commentary.models import Comment
from commentary.models.comments import CommentQuerySet
from commentary.responses import carried_query
from documents.languages import BY_CODE, Language
from documents.permissions import get_current_edition_or_404
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, short_title
from documents.presenters.paging import BoundedPaginator

PER_PAGE = 30


@require_safe
def recent_commentary(request: HttpRequest) -> HttpResponse:
    """List what was said last, on every document."""
    rows = Comment.objects.visible_to(request.user).on_standing()
    return _render_page(request, rows, "commentary/comments/recent.html", {})


@require_safe
def document_commentary(request: HttpRequest, slug: str) -> HttpResponse:
    """List what is said of a document, also of clauses that it has no longer."""
    edition = get_current_edition_or_404(request.user, slug)
    since = since_in(request, edition.document_id)
    rows = Comment.objects.visible_to(request.user).on_standing()
    rows = rows.in_document(edition.document)
    asked = ""
    if request.GET.get("removed"):
        asked, rows = "removed", rows.exclude(clause__versions__edition=edition)
    elif request.GET.get("new") and since:
        asked, rows = "new", rows.since(since).exclude(author=request.user.pk)
    context = {
        "asked": asked,
        "edition": edition,
        "title": short_title(edition.document),
    }
    return _render_page(
        request, rows, "commentary/comments/document_commentary.html", context
    )


@require_safe
def person_commentary(request: HttpRequest, pk: int) -> HttpResponse:
    """List what a person said; 404 for those who said nothing that may be read.

    Not for themselves: their list is then empty.
    """
    person = get_object_or_404(get_user_model(), pk=pk)
    rows = Comment.objects.visible_to(request.user).by(person)
    if person != request.user and not rows.exists():
        raise Http404
    return _render_page(
        request, rows, "commentary/comments/person.html", {"person": person}
    )


def _render_page(
    request: HttpRequest, rows: CommentQuerySet, template: str, context: dict[str, Any]
) -> HttpResponse:
    form = ListForm(request.GET)
    found = rows.filter(form.condition())
    if until := parse_moment(request.GET.get("until", "")):
        found = found.filter(created_at__lt=until)
    paginator = BoundedPaginator(
        found.with_quoted_words(request.user).for_list(), PER_PAGE
    )
    page = paginator.get_page(request.GET.get("page"))
    entries = comment_rows(page.object_list)
    shown = {
        "form": form,
        "page": page,
        "entries": entries,
        "carried": carried_query(request, "page"),
        "earlier": _link_earlier(request, entries) if _is_last(page) else "",
    }
    return render(request, template, {**context, **shown})


def parse_moment(text: str) -> datetime | None:
    """Return a time with its zone from an address; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _is_last(page: Page[Comment]) -> bool:
    """Whether this is the last page that is counted, and there may be more."""
    paginator = page.paginator
    is_bounded = isinstance(paginator, BoundedPaginator) and paginator.is_bounded
    return is_bounded and not page.has_next()


def _link_earlier(request: HttpRequest, entries: Sequence[CommentRow]) -> str:
    """Return the query of the list of what was written before these."""
    last = entries[-1].comment.created_at.astimezone(UTC)
    until = urlencode({"until": last.isoformat()})
    return f"?{carried_query(request, 'page', 'until')}{until}"


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment in a list, outside its thread."""

    comment: Comment
    place: str
    title: LocalizedText
    language: Language
    quote_language: Language | None


def comment_rows(comments: Iterable[Comment]) -> list[CommentRow]:
    """Return comments, read with `for_list`, as a list shows them; no query."""
    return [
        CommentRow(
            comment=comment,
            place=full_label(comment.version.locator),
            title=short_title(comment.clause.document),
            language=BY_CODE[comment.language],
            quote_language=BY_CODE[comment.quote.language] if comment.quote else None,
        )
        for comment in comments
    ]
