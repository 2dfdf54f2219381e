"""Permalinks: addresses without a language; they redirect to the visitor's language."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, register_converter, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from documents import permalinks as views
from documents.models import Clause, Edition
from documents.permissions import (
    get_clause_or_404,
    get_document_or_404,
    get_edition_or_404,
)
from documents.presenters.columns import PARAMETER
from documents.presenters.edition import clause_context


@require_safe
def document_permalink(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect to a document's page."""
    document = get_document_or_404(request.user, slug)
    return _lead_to(request, document.get_absolute_url())


@require_safe
def metadata_permalink(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect to what describes a document, and its corrections."""
    document = get_document_or_404(request.user, slug)
    return _lead_to(request, reverse("documents:metadata-record", args=[document.slug]))


@require_safe
def clause_permalink(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Redirect to a clause's page, which reports a removal itself."""
    clause = get_clause_or_404(request.user, slug, key)
    return _lead_to(request, clause.get_absolute_url())


@require_safe
def edition_clause_permalink(
    request: HttpRequest, slug: str, number: int, key: str
) -> HttpResponse:
    """Redirect to a clause in an edition; 410 with its last text if it was removed."""
    edition = get_edition_or_404(request.user, slug, number)
    if edition.versions.filter(clause__key=key).exists():
        return _lead_to(request, edition.get_absolute_url(), f"#{key}")
    clause = get_clause_or_404(request.user, slug, key)
    return _varied(_clause_page(request, clause, edition))


def _clause_page(
    request: HttpRequest, clause: Clause, edition: Edition
) -> HttpResponse:
    """Render a clause as of an edition; 410 if it was removed by then."""
    context = clause_context(request, clause, edition)
    status = HTTPStatus.GONE if context["is_gone"] else HTTPStatus.OK
    return render(request, "documents/clause_detail.html", context, status=status)


def _lead_to(request: HttpRequest, path: str, place: str = "") -> HttpResponse:
    """Redirect to a page, keeping the columns of the address."""
    texts = request.GET.get(PARAMETER)
    query = "" if texts is None else "?" + urlencode({PARAMETER: texts}, safe=",")
    return _varied(HttpResponseRedirect(f"{path}{query}{place}"))


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


class EditionNumber:
    """Path converter of "e1": the edition's number without leading zeros."""

    regex = "e[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value[1:])

    def to_url(self, value: int) -> str:
        return f"e{value}"


register_converter(EditionNumber, "edition")

app_name = "permalinks"
urlpatterns = [
    path("<slug:slug>", views.document_permalink, name="document"),
    # No clause has this key: every one has the name of its part before a hyphen.
    path("<slug:slug>/metadata", views.metadata_permalink, name="metadata"),
    path("<slug:slug>/<slug:key>", views.clause_permalink, name="clause"),
    path(
        "<slug:slug>/<edition:number>/<slug:key>",
        views.edition_clause_permalink,
        name="edition-clause",
    ),
]
