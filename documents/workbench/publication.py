"""Publication pages: the summary to confirm, and the creation of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from documents.comparing import ClauseChange
from documents.languages import BY_CODE, Language
from documents.models import Edition, LanguageVersion
from documents.presenters.citation import edition_name
from documents.presenters.labels import introduce
from documents.presenters.language_changes import (
    LanguageChange,
    blank_statements,
    language_changes_between,
)
from documents.presenters.localized import LocalizedText, printed_title
from documents.presenters.metadata import MetadataChange, metadata_changes_between
from documents.presenters.number_checks import SeriesFaults, check_numbers
from documents.presenters.publication_summary import (
    Summary,
    Uneven,
    changes_of,
    summarise,
)
from documents.presenters.term_checks import MissingEquivalent, check_terms
from documents.services import (
    PUBLISHING,
    CannotPublish,
    DocumentClosed,
    DraftChanged,
    DraftExists,
    Superseded,
    begin_draft,
    fingerprint,
    publish_edition,
)
from documents.signals import Consequence, consequences_of
from documents.workbench.conflict import number_in
from documents.workbench.drafts import can_view, person_of, workbench_url
from portal.people.models import Visitor

BAD_REQUEST = 400
CONFLICT = 409


def may_publish(user: Visitor) -> bool:
    return user.has_perms(PUBLISHING)


def may_draft(user: Visitor) -> bool:
    return user.has_perm("documents.add_edition")


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """One language of an edition to be published."""

    language: Language
    row: LanguageVersion
    missing: int  # number of clauses without a text in it
    behind: list[Uneven]  # clauses that changed in other languages only
    confirmed: bool


@dataclass(frozen=True, slots=True)
class EditionReport:
    """The summary an editor confirms before publishing an edition."""

    edition: Edition
    name: str
    base: str  # the edition it is based on; "" for a first one
    base_is_withdrawn: bool
    title: LocalizedText
    clauses: int
    languages: list[LanguageReport]
    summary: Summary
    language_changes: list[LanguageChange]
    metadata_changes: list[MetadataChange]
    blanks: list[str]  # what readers look for and is not known
    numbering: list[SeriesFaults]
    terms: list[MissingEquivalent]
    consequences: list[Consequence]
    seen: str  # the fingerprint of the draft


@require_http_methods(["GET", "HEAD", "POST"])
def publish_editions(request: HttpRequest) -> HttpResponse:
    """Show the summary of drafts to publish; on POST, publish them.

    Raises PermissionDenied. Answers 409 with the summary of drafts that changed since.
    """
    if not may_publish(request.user):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    numbers = [number for pk in asked.getlist("edition") if (number := number_in(pk))]
    # In order of their numbers, as required by the chain of digests.
    editions = Edition.objects.filter(pk__in=numbers).with_document()
    editions = editions.select_related("based_on").order_by("document", "number")
    if request.method == "POST":
        if not editions:
            return _summary_page(request, [], status=BAD_REQUEST)
        changed = [edition for edition in editions if not _publish(request, edition)]
        if not changed:
            return HttpResponseRedirect(_address_after(editions))
        return _summary_page(request, changed, status=CONFLICT)
    drafts = [edition for edition in editions if not edition.is_published]
    for edition in editions:
        if edition.is_published:
            refusal = gettext("This edition has already been published.")
            messages.info(request, _about(edition, refusal))
    return _summary_page(request, drafts)


def _summary_page(
    request: HttpRequest, editions: Sequence[Edition], status: int = 200
) -> HttpResponse:
    context = {
        # Translators: title of the page on which publishing is confirmed
        "title": gettext("Publish"),
        "reports": [_report(edition, request.POST) for edition in editions],
    }
    return _page(request, "publish", context, status)


def _publish(request: HttpRequest, edition: Edition) -> bool:
    """Publish, or show why not; False when the summary must be reviewed again."""
    names = {"document": str(edition.document), "number": edition.number}
    person = person_of(request)
    seen = request.POST.get(f"seen-{edition.pk}", "")
    confirmed = request.POST.getlist(f"confirmed-{edition.pk}")
    try:
        publish_edition(edition, user=person, seen=seen, confirmed=confirmed)
    except CannotPublish as refusal:
        edition.refresh_from_db(fields=["state", "published_by"])
        # Sent twice it is published once, and by this person.
        if not edition.is_published or edition.published_by != person:
            messages.error(request, _about(edition, str(refusal.message)))
            return not isinstance(refusal, DraftChanged)
    done = gettext("Edition %(number)s of %(document)s has been published.")
    messages.success(request, done % names)
    return True


def _about(edition: Edition, told: str) -> str:
    # Translators: what is told of an edition; begin with a word, as the first letter
    # Translators: is made a capital. %(document)s is the document's address name.
    pattern = gettext("Edition %(number)s of %(document)s: %(told)s")
    names = {"document": str(edition.document), "number": edition.number}
    return pattern % {**names, "told": told}


def _address_after(editions: Any) -> str:
    if len(editions) == 1:
        return _address(editions[0])
    return reverse("admin:documents_edition_changelist")


def _address(edition: Edition) -> str:
    return reverse("admin:documents_edition_change", args=[edition.pk])


def _report(edition: Edition, typed: QueryDict) -> EditionReport:
    """Return the summary of a draft. The fingerprint comes first, to detect changes."""
    seen = fingerprint(edition)
    changes = changes_of(edition)
    summary = summarise(changes)
    confirmed = set(typed.getlist(f"confirmed-{edition.pk}")) if typed else None
    return EditionReport(
        edition=edition,
        name=edition_name(edition),
        base=edition_name(edition.based_on) if edition.based_on else "",
        base_is_withdrawn=_is_withdrawn(edition.based_on),
        title=printed_title(edition),
        clauses=sum(change.after is not None for change in changes),
        languages=_languages(edition, changes, summary, confirmed),
        summary=summary,
        language_changes=_language_changes(edition),
        metadata_changes=_metadata_changes(edition),
        blanks=blank_statements(edition),
        numbering=check_numbers([each.after for each in changes if each.after]),
        terms=check_terms(edition),
        consequences=consequences_of(edition, changes),
        seen=seen,
    )


def _is_withdrawn(base: Edition | None) -> bool:
    standing = Edition.objects.standing()
    return base is not None and not standing.filter(pk=base.pk).exists()


def _language_changes(edition: Edition) -> list[LanguageChange]:
    base = edition.based_on
    return language_changes_between(base, edition) if base else []


def _metadata_changes(edition: Edition) -> list[MetadataChange]:
    base = edition.based_on
    if base is None:
        return []
    base.document = edition.document
    return metadata_changes_between(base, edition)


def _languages(
    edition: Edition,
    changes: Sequence[ClauseChange],
    summary: Summary,
    confirmed: set[str] | None,
) -> list[LanguageReport]:
    contents = [change.after.content for change in changes if change.after]
    return [
        LanguageReport(
            language=BY_CODE[row.language],
            row=row,
            missing=sum(row.language not in each.texts for each in contents),
            behind=[
                each
                for each in summary.uneven
                if BY_CODE[row.language] in each.unchanged
            ],
            confirmed=row.confirmed if confirmed is None else row.language in confirmed,
        )
        for row in edition.languages.all()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def make_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then make a draft as a copy of an edition."""
    if not may_draft(request.user):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.with_document(), pk=pk)
    if request.method == "POST":
        return HttpResponseRedirect(_after_drafting(request, edition))
    clauses = Edition.objects.filter(pk=pk).aggregate(count=Count("versions"))
    context = {
        "title": gettext("Make a new edition"),
        "edition": edition,
        "edition_title": introduce(str(edition.document), edition_name(edition)),
        "clauses": clauses["count"],
    }
    return _page(request, "make_draft", context)


def _after_drafting(request: HttpRequest, edition: Edition) -> str:
    """Make the draft; return its address, or that of the edition that prevents it."""
    draft = _draft(request, edition)
    is_open = not draft.is_published and can_view(request.user)
    return workbench_url(draft) if is_open else _address(draft)


def _draft(request: HttpRequest, edition: Edition) -> Edition:
    try:
        draft = begin_draft(edition, user=person_of(request))
    except DraftExists as refusal:
        told = gettext("There is already a draft: publish or discard it first.")
        messages.error(request, told)
        return refusal.draft
    except Superseded as refusal:
        messages.error(request, str(refusal.message))
        return refusal.latest
    except DocumentClosed as refusal:
        messages.error(request, str(refusal.message))
        return edition
    made = gettext("Edition %(number)s was created as a draft with the same text.")
    messages.success(request, made % {"number": draft.number})
    return draft


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**admin.site.each_context(request), "opts": Edition._meta, **context}
    return render(request, f"admin/documents/{name}.html", context, status=status)
