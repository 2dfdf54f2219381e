"""Import wizard: upload a text, review its units, store it in a draft."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from documents.languages import BY_CODE
from documents.matching import BadChoice
from documents.models import Document, Edition
from documents.presenters.citation import edition_name
from documents.services import (
    CannotEdit,
    ImportResult,
    MetadataUnchanged,
    UncertainMatches,
    correct_metadata,
    find_latest,
    fingerprint,
    has_file,
    hold_edition,
    import_text,
    keep_file,
)
from documents.workbench.drafts import person_of
from documents.workbench.import_doubts import doubt_text
from documents.workbench.import_forms import DescriptionForm, ImportForm
from documents.workbench.import_session import (
    ImportSession,
    as_read,
    delete_session,
    find_session,
    latest_edition,
    save_session,
)
from documents.workbench.import_table import Review, typed
from documents.workbench.metadata import may_correct
from portal.people.account_locks import lock_permitted_person
from portal.people.models import User, Visitor

IMPORTING = "documents.add_edition"


def may_import(user: Visitor) -> bool:
    return user.has_perm(IMPORTING)


def may_add(user: Visitor) -> bool:
    return user.has_perm("documents.add_document")


@require_http_methods(["GET", "HEAD", "POST"])
def start_import(request: HttpRequest) -> HttpResponse:
    """Show the upload form; on POST, parse the text and redirect to its review."""
    _require_import(request)
    asked = {"document": request.GET.get("document"), "language": _asked(request)}
    is_sent = request.method == "POST"
    form = ImportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=asked,
        may_add=may_add(request.user),
    )
    if not (is_sent and form.is_valid()):
        return _page(request, "import_start", {"form": form})
    keep_file(form.received)
    document = form.cleaned_data["document"]
    pending = ImportSession(
        slug=document.slug if document else form.cleaned_data["slug"],
        language=form.cleaned_data["language"],
        name=form.source.name,
        sha256=form.source.sha256,
        read=as_read(form.units),
        furniture=list(form.furniture),
        standing=form.cleaned_data["standing"],
    )
    return _to_review(save_session(request.session, pending))


@require_http_methods(["GET", "HEAD", "POST"])
def review_import(request: HttpRequest, token: str) -> HttpResponse:
    """Show the table of an import; on POST, save corrections, store or cancel."""
    _require_import(request)
    pending = find_session(request.session, token)
    if pending is None:
        gone = gettext("This import has been saved or cancelled: please start again.")
        messages.error(request, gone)
        return HttpResponseRedirect(reverse("admin:documents_document_import"))
    edition = latest_edition(pending.document)
    if request.method != "POST":
        return _table(request, pending, edition)
    if "cancel" in request.POST:
        delete_session(request.session, token)
        return HttpResponseRedirect(reverse("admin:documents_document_changelist"))
    return _take(request, token, pending, edition)


def _take(
    request: HttpRequest, token: str, pending: ImportSession, edition: Edition | None
) -> HttpResponse:
    fields = typed(request.POST, pending.units())
    about = _ask_description(request, pending, request.POST)
    if any(sent.errors for sent in fields) or (about and not about.is_valid()):
        choices = {place: sent.match for place, sent in enumerate(fields) if sent.match}
        return _table(request, pending, edition, Review(
            edition, pending.language, pending.units(), fields, choices
        ), about)  # fmt: skip
    pending = pending.corrected([sent.correction() for sent in fields])
    if about:
        pending = replace(pending, about={**pending.about, **about.typed()})
    save_session(request.session, pending, token)
    if "store" not in request.POST:
        return _to_review(token)
    try:
        result = _store(request, pending)
    except Moved:
        moved = gettext(
            "The document has changed in the meantime: please check the table again."
        )
        messages.warning(request, moved)
        return _to_review(token)
    except (UncertainMatches, BadChoice):
        choose = gettext(
            "Nothing has been saved yet: choose a clause wherever you are asked to."
        )
        messages.error(request, choose)
        return _to_review(token)
    except CannotEdit as refusal:
        messages.error(request, str(refusal.message))
        return _to_review(token)
    delete_session(request.session, token)
    _report(request, result, pending)
    return _to_edition(request, result.edition)


class Moved(Exception):
    """The document was changed since the table was shown."""


@transaction.atomic
def _store(request: HttpRequest, pending: ImportSession) -> ImportResult:
    """Store the import as reviewed. Raises Moved when the document was changed."""
    person = lock_permitted_person(person_of(request).pk, IMPORTING)
    document = pending.document
    edition = find_latest(document) if document else None
    if edition:
        hold_edition(edition)
    if request.POST.get("edition", "") != _mark(edition):
        raise Moved
    if document is None:
        if not may_add(person):
            raise PermissionDenied
        document = Document.objects.create(slug=pending.slug)
    result = import_text(
        document,
        language=pending.language,
        file=pending.source,
        units=pending.units(),
        user=person,
        again=bool(pending.corrections),
        choices=pending.choices,
        standing=pending.standing,
    )
    if pending.about and not document.is_published:
        _describe(document, pending, person)
    return result


def _describe(document: Document, pending: ImportSession, person: User) -> None:
    """Store what was typed about the document; it wins over what the text states."""
    columns = {"short_title": f"short_title_{BY_CODE[pending.language].suffix}"}
    values: dict[str, Any] = {
        columns.get(name, name): said for name, said in pending.about.items()
    }
    if day := values.get("issued_on"):
        values["issued_on"] = date.fromisoformat(day)
    elif "issued_on" in values:
        values["issued_on"] = None
    with suppress(MetadataUnchanged):
        correct_metadata(document, values, user=person)


def _ask_description(
    request: HttpRequest, pending: ImportSession, sent: QueryDict | None = None
) -> DescriptionForm | None:
    """Return the form about the document; None where nothing is asked, or was sent.

    Once a document is published its metadata are corrected with a reason.
    """
    document = pending.document
    is_asked = not (document and document.is_published) and may_correct(request.user)
    if not is_asked or (sent is not None and "about-symbol" not in sent):
        return None
    return DescriptionForm(pending, sent)


def _report(request: HttpRequest, result: ImportResult, pending: ImportSession) -> None:
    edition = result.edition
    names = {"number": edition.number, "document": edition.document.slug}
    if not result.changed:
        same = gettext(
            "Nothing changed: edition %(number)s of %(document)s already contains"
            " this file."
        )
        messages.info(request, same % names)
        return
    count = len(pending.read)
    stored = ngettext(
        "%(count)s clause saved in %(language)s: edition %(number)s of"
        " %(document)s, a draft.",
        "%(count)s clauses saved in %(language)s: edition %(number)s of"
        " %(document)s, a draft.",
        count,
    )
    language = BY_CODE[pending.language].name
    told = stored % {**names, "count": count, "language": language}
    messages.success(request, _with_links(told, edition))


def _with_links(told: str, edition: Edition) -> str:
    texts = reverse("admin:documents_clauseversion_changelist")
    return format_html(
        '{} <a href="{}?edition={}">{}</a> · <a href="{}">{}</a>',
        told,
        texts,
        edition.pk,
        # Translators: a link to the list of what the clauses say
        gettext("Clause texts"),
        edition.get_absolute_url(),
        # Translators: a link to the draft as readers will see it
        gettext("Preview"),
    )


def _table(
    request: HttpRequest,
    pending: ImportSession,
    edition: Edition | None,
    review: Review | None = None,
    about: DescriptionForm | None = None,
) -> HttpResponse:
    review = review or Review(
        edition, pending.language, pending.units(), choices=pending.choices
    )
    same = edition and has_file(edition, pending.language, pending.source)
    context = {
        "pending": pending,
        "review": review,
        "text_doubts": doubt_text(review.units, pending.language, pending.furniture),
        "about": about or _ask_description(request, pending),
        "edition_name": edition_name(edition) if edition else "",
        "edition_mark": _mark(edition),
        "is_same_file": bool(same) and not pending.corrections,
    }
    return _page(request, "import_review", context)


def _mark(edition: Edition | None) -> str:
    """Return a mark of the edition and its content, for detecting changes."""
    return f"{edition.pk}-{fingerprint(edition)}" if edition else ""


def _asked(request: HttpRequest) -> str | None:
    return request.GET.get("language")


def _require_import(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _to_review(token: str) -> HttpResponseRedirect:
    name = "admin:documents_document_import_review"
    return HttpResponseRedirect(reverse(name, args=[token]))


def _to_edition(request: HttpRequest, edition: Edition) -> HttpResponseRedirect:
    """Redirect to the edition, or to the admin's index without the permission."""
    if request.user.has_perm("documents.view_edition") or request.user.has_perm(
        "documents.change_edition"
    ):
        url = reverse("admin:documents_edition_change", args=[edition.pk])
        return HttpResponseRedirect(url)
    return HttpResponseRedirect(reverse("admin:index"))


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    title = gettext("Import a text")
    shared = {**admin.site.each_context(request), "opts": Document._meta}
    context = {**shared, "title": title, **context}
    return render(request, f"admin/documents/{name}.html", context)
