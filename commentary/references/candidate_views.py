"""Page of the administration: works that texts name and the register does not have."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from commentary.references.candidates import (
    Candidate,
    find_candidates,
    register_candidate,
)
from documents.languages import BY_CODE, Language
from documents.models import Document, Edition
from documents.presenters.labels import full_label
from portal.people.models import User

MOST_CLAUSES = 5


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as the page shows it: its words, and some of the clauses."""

    key: str
    symbol: str
    words: list[tuple[Language, str]]
    clauses: list[tuple[str, str]]  # name and address
    count: int


def list_candidates(request: HttpRequest) -> HttpResponse:
    """Show the candidates of a document's current edition; POST registers one.

    404 for who may not add instruments.
    """
    if not request.user.has_perm("documents.add_instrument"):
        raise Http404
    documents = Document.objects.visible_to(request.user).order_by("slug")
    edition = _edition_asked(request)
    if request.method == "POST" and edition:
        return _register(request, edition)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Works named and not registered"),
        "documents": documents,
        "edition": edition,
        "rows": [_row(each) for each in find_candidates(edition)] if edition else [],
    }
    return render(request, "admin/commentary/candidates.html", context)


def _edition_asked(request: HttpRequest) -> Edition | None:
    slug = request.GET.get("document", "")
    if not slug:
        return None
    document = get_object_or_404(Document.objects.visible_to(request.user), slug=slug)
    editions = document.editions.visible_to(request.user).published()
    return editions.with_document().latest_first().first()


def _register(request: HttpRequest, edition: Edition) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the permission was checked
    instrument = register_candidate(edition, request.POST.get("key", ""), user=user)
    if instrument is None:
        messages.error(request, gettext("This work is in the register already."))
        return HttpResponseRedirect(request.get_full_path())
    told = gettext("The work has been registered. Check its names and complete it.")
    messages.success(request, told)
    address = reverse("admin:documents_instrument_change", args=[instrument.pk])
    return HttpResponseRedirect(address)


def _row(candidate: Candidate) -> CandidateRow:
    return CandidateRow(
        candidate.key,
        candidate.symbol,
        [(BY_CODE[code], words) for code, words in candidate.names.items()],
        [
            (full_label(version.locator), version.clause.get_absolute_url())
            for version in candidate.versions[:MOST_CLAUSES]
        ],
        len(candidate.versions),
    )
