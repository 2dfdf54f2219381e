"""Pages on which an editor confirms what cannot be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from documents.citing import edition_name
from documents.languages import BY_CODE, Language
from documents.models import Edition, LanguageVersion
from documents.services import (
    CannotPublish,
    DraftExists,
    begin_draft,
    publish_edition,
)
from documents.wording import Wording, best_wording

if TYPE_CHECKING:
    from documents.querysets import Visitor


def may_publish(user: Visitor) -> bool:
    return user.has_perms(("documents.change_edition", "documents.publish_edition"))


def may_draft(user: Visitor) -> bool:
    return user.has_perm("documents.add_edition")


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """One language of an edition that is about to be published."""

    language: Language
    row: LanguageVersion
    missing: int  # clauses that say nothing in it


@dataclass(frozen=True, slots=True)
class EditionReport:
    """What an editor should know before publishing an edition."""

    edition: Edition
    name: str
    title: Wording
    clauses: int
    languages: list[LanguageReport]


@require_http_methods(["GET", "HEAD", "POST"])
def publish_editions(request: HttpRequest) -> HttpResponse:
    """Tell what is about to be published, and publish it when that is confirmed."""
    if not may_publish(request.user):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    numbers = [pk for pk in asked.getlist("edition") if pk.isascii() and pk.isdigit()]
    # In their order, so that each follows the one before it in the chain of digests.
    editions = Edition.objects.filter(pk__in=numbers).with_document()
    editions = editions.order_by("document", "number")
    if request.method == "POST":
        for edition in editions:
            _publish(request, edition)
        return HttpResponseRedirect(_address_after(editions))
    context = {
        # Translators: title of the page on which publishing is confirmed
        "title": gettext("Publish"),
        "reports": [_report(edition) for edition in editions],
    }
    return _page(request, "publish", context)


def _publish(request: HttpRequest, edition: Edition) -> None:
    names = {"document": str(edition.document), "number": edition.number}
    try:
        publish_edition(edition, user=_person(request))
    except CannotPublish as refusal:
        messages.error(request, f"{edition}: {refusal.message}")
        return
    done = gettext("Edition %(number)s of %(document)s is published.")
    messages.success(request, done % names)


def _address_after(editions: Any) -> str:
    if len(editions) == 1:
        return _address(editions[0])
    return reverse("admin:documents_edition_changelist")


def _address(edition: Edition) -> str:
    return reverse("admin:documents_edition_change", args=[edition.pk])


def _report(edition: Edition) -> EditionReport:
    rows = {row.language: row for row in edition.languages.all()}
    return EditionReport(
        edition=edition,
        name=edition_name(edition),
        title=best_wording(edition.document, "title"),
        clauses=edition.versions.count(),
        languages=[
            LanguageReport(
                language=BY_CODE[code],
                row=row,
                missing=edition.versions.without_text_in(BY_CODE[code].suffix).count(),
            )
            for code, row in rows.items()
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def make_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then make a draft that begins as a copy of an edition."""
    if not may_draft(request.user):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.with_document(), pk=pk)
    if request.method == "POST":
        return HttpResponseRedirect(_address(_draft(request, edition)))
    clauses = Edition.objects.filter(pk=pk).aggregate(count=Count("versions"))
    context = {
        "title": gettext("Make a new edition"),
        "edition": edition,
        "name": edition_name(edition),
        "clauses": clauses["count"],
    }
    return _page(request, "make_draft", context)


def _draft(request: HttpRequest, edition: Edition) -> Edition:
    try:
        draft = begin_draft(edition, user=_person(request))
    except DraftExists as refusal:
        told = gettext("There is a draft already: publish or delete it first.")
        messages.error(request, told)
        return refusal.draft
    made = gettext("Edition %(number)s is a draft with the same text.")
    messages.success(request, made % {"number": draft.number})
    return draft


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context = {**admin.site.each_context(request), "opts": Edition._meta, **context}
    return render(request, f"admin/documents/{name}.html", context)


def _person(request: HttpRequest) -> Any:
    # The administration is open to signed-in people only.
    return request.user
