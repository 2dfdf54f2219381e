"""Feeds of comments and editions: of everything, of a document, of a clause."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from commentary.feeds import MOST_ENTRIES, Entries, answer_feed
from commentary.lineage import origins_of, threads_on
from commentary.models import Comment
from commentary.models.comments import CommentQuerySet
from documents.languages import BY_CODE
from documents.models import Document, Edition
from documents.permissions import (
    edition_for_clause,
    get_clause_or_404,
    get_current_edition_or_404,
)
from documents.presenters.labels import full_label
from documents.presenters.localized import short_title


def entries_of(rows: CommentQuerySet, *, language: str = "") -> list[Comment]:
    """Return the comments of a feed, in one language unless it is ""; one query."""
    published = rows.published()
    if language in BY_CODE:
        published = published.filter(language=language)
    return list(published.for_list()[:MOST_ENTRIES])


def editions_of(document: Document) -> list[Edition]:
    """Return the standing editions of a document, the latest first; one query."""
    rows = Edition.objects.standing().filter(document=document)
    return list(rows.with_document().latest_first()[:MOST_ENTRIES])


@require_safe
def recent_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of the latest comments on all documents."""
    comments = entries_of(Comment.objects.all(), language=_language(request))
    title = gettext("Recent commentary")
    page = reverse("commentary:recent-commentary")
    return _answer(request, Entries(comments), title, page, "commentary")


@require_safe
def document_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the feed of a document: its comments and its editions."""
    document = get_current_edition_or_404(request.user, slug).document
    rows = Comment.objects.in_document(document)
    comments = entries_of(rows, language=_language(request))
    title = gettext("Commentary: %(title)s") % {
        "title": short_title(document).text or document.slug
    }
    page = reverse("commentary:document-commentary", args=[slug])
    entries = Entries(comments, editions_of(document))
    return _answer(request, entries, title, page, f"document/{document.first_slug}")


@require_safe
def clause_feed(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Return the feed of a clause's comments."""
    clause = get_clause_or_404(request.user, slug, key)
    edition = edition_for_clause(request.user, clause)
    versions = clause.versions.filter(edition__number__lte=edition.number)
    place = full_label(versions.order_by("-edition__number")[0].locator)
    begins = Comment.objects.filter(threads_on(clause, origins_of(clause, edition)))
    rows = Comment.objects.filter(
        Q(pk__in=begins.values("pk")) | Q(root__in=begins.values("pk"))
    )
    comments = entries_of(rows, language=_language(request))
    title = gettext("Commentary: %(title)s") % {"title": place}
    page = clause.get_absolute_url()
    name = f"clause/{clause.document.first_slug}/{key}"
    return _answer(request, Entries(comments), title, page, name)


def _language(request: HttpRequest) -> str:
    """Return the language of comments asked for; "" for all."""
    code = request.GET.get("language", "")
    return code if code in BY_CODE else ""


def _answer(
    request: HttpRequest, entries: Entries, title: str, page: str, name: str
) -> HttpResponse:
    language = _language(request)
    query = f"language={language}" if language else ""
    name = f"{name}?{language}" if language else name
    return answer_feed(request, entries, title=title, page=page, name=name, query=query)
