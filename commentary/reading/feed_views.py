"""Atom feeds: of a document, of a clause, of everything that is said."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from commentary.lineage import origins_of, threads_on
from commentary.models import Comment
from commentary.reading.feeds import Entries, editions_of, entries_of, render_feed
from documents.languages import BY_CODE
from documents.permissions import (
    edition_for_clause,
    get_clause_or_404,
    get_current_edition_or_404,
)
from documents.presenters.labels import full_label
from documents.presenters.localized import localized_field

ATOM = "application/atom+xml; charset=utf-8"


@require_safe
def recent_feed(request: HttpRequest) -> HttpResponse:
    """Feed what was said last, on every document."""
    comments = entries_of(Comment.objects.all(), language=_language(request))
    title = gettext("Recent commentary")
    page = reverse("commentary:recent-commentary")
    return _feed(request, Entries(comments), title, page, "commentary")


@require_safe
def document_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Feed what is said of a document, and its editions."""
    document = get_current_edition_or_404(request.user, slug).document
    rows = Comment.objects.in_document(document)
    comments = entries_of(rows, language=_language(request))
    title = gettext("Commentary: %(title)s") % {
        "title": localized_field(document, "title").text or document.slug
    }
    page = reverse("commentary:document-commentary", args=[slug])
    entries = Entries(comments, editions_of(document))
    return _feed(request, entries, title, page, f"document/{slug}")


@require_safe
def clause_feed(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Feed what is said of a clause."""
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
    name = f"clause/{slug}/{key}"
    return _feed(request, Entries(comments), title, page, name)


def _language(request: HttpRequest) -> str:
    """Return the language of comments that is asked for; "" for all of them."""
    code = request.GET.get("language", "")
    return code if code in BY_CODE else ""


def _feed(
    request: HttpRequest, entries: Entries, title: str, page: str, name: str
) -> HttpResponse:
    """Answer with a feed, or that it is still what the reader has."""
    address, language = request.path, _language(request)
    if language:
        address, name = f"{address}?language={language}", f"{name}?{language}"
    updated = int(entries.updated.timestamp())
    response = get_conditional_response(
        request, etag=entries.etag, last_modified=updated
    )
    if response is None:
        xml = render_feed(entries, title=title, page=page, address=address, name=name)
        response = HttpResponse(xml, content_type=ATOM)
    response["ETag"] = entries.etag
    response["Last-Modified"] = http_date(updated)
    patch_vary_headers(response, ("Cookie",))  # drafts have no feed for strangers
    return response
