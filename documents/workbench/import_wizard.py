"""Import wizard: upload a text, repair its units at the desk, store it in a draft."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
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
from documents.models import Document, Edition, PendingImport
from documents.presenters.citation import edition_name
from documents.services import (
    CannotEdit,
    Desk,
    ImportChanged,
    ImportGone,
    ImportResult,
    MetadataUnchanged,
    TooManyInHand,
    UncertainMatches,
    begin_import,
    change_import,
    correct_metadata,
    fingerprint,
    has_file,
    hold_edition,
    hold_import,
    import_text,
    keep_file,
    source_of,
    undo_step,
)
from documents.workbench.drafts import person_of, revision_of
from documents.workbench.import_doubts import doubt_text
from documents.workbench.import_fields import TypedRow, typed
from documents.workbench.import_forms import DescriptionForm, ImportForm
from documents.workbench.import_pictures import PagePicture, can_draw, picture_of
from documents.workbench.import_steps import (
    NEXT,
    PICTURE,
    Spot,
    Step,
    compare_sent,
    latest_edition,
    list_shortcuts,
    next_language,
    next_url,
    review_url,
    take_step,
    to_review,
)
from documents.workbench.import_table import Review
from documents.workbench.metadata import may_correct
from portal.people.models import User, Visitor

CONFLICT = 409


def may_import(user: Visitor) -> bool:
    return user.has_perm("documents.add_edition")


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
    try:
        pending = begin_import(
            slug=document.slug if document else form.cleaned_data["slug"],
            language=form.cleaned_data["language"],
            standing=form.cleaned_data["standing"],
            file=form.source,
            parsed=form.parsed,
            user=person_of(request),
        )
    except TooManyInHand as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, "import_start", {"form": form})
    return to_review(pending, Spot())


@require_http_methods(["GET", "HEAD", "POST"])
def review_import(request: HttpRequest, token: str) -> HttpResponse:
    """Show the desk of an import; on POST, take a step, store or discard.

    Answers 409 with both states when it was changed since it was shown.
    """
    _require_import(request)
    if request.method != "POST":
        visible = PendingImport.objects.visible_to(request.user)
        pending = visible.filter(token=token).first()
        return _table(request, pending) if pending else _tell_gone(request)
    try:
        with transaction.atomic():
            person, pending = hold_import(
                token, revision=revision_of(request), user=person_of(request)
            )
            return _take(request, pending, person)
    except ImportGone:
        return _tell_gone(request)
    except ImportChanged as conflict:
        return _tell_changed(request, conflict.pending)


def _tell_gone(request: HttpRequest) -> HttpResponse:
    gone = gettext("This import has been saved or discarded: please start again.")
    messages.error(request, gone)
    return HttpResponseRedirect(reverse("admin:documents_document_import"))


def _tell_changed(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    desk = Desk.read(pending.desk)
    context = {
        "pending": pending,
        "differences": compare_sent(request.POST, desk),
        "review_url": review_url(pending, Spot.of(request.POST)),
    }
    return _page(request, "import_conflict", context, CONFLICT)


def _take(request: HttpRequest, pending: PendingImport, person: User) -> HttpResponse:
    """Take a step at the desk of a held import."""
    if "cancel" in request.POST:
        pending.delete()
        messages.success(request, gettext("The import has been discarded."))
        return HttpResponseRedirect(reverse("admin:index"))
    desk = Desk.read(pending.desk)
    fields = typed(request.POST, desk)
    about = _ask_description(request, pending, desk, request.POST)
    if any(sent.errors for sent in fields.values()) or (about and not about.is_valid()):
        return _table(request, pending, fields, about)
    step = take_step(pending, desk, fields, Step.of(request.POST))
    for level, told in step.told:
        messages.add_message(request, level, told)
    if step.undoes:
        undo_step(pending, user=person)
    else:
        said = {**pending.about, **about.typed()} if about else pending.about
        change_import(pending, step.desk, about=said, user=person)
    if "store" not in request.POST:
        return to_review(pending, step.spot)
    return _try_to_store(request, pending, person)


def _try_to_store(
    request: HttpRequest, pending: PendingImport, person: User
) -> HttpResponse:
    try:
        result = _store(request, pending, person)
    except Moved:
        moved = gettext(
            "The document has changed in the meantime: please check the table again."
        )
        messages.warning(request, moved)
    except (UncertainMatches, BadChoice):
        choose = gettext(
            "Nothing has been saved yet: choose a clause wherever you are asked to."
        )
        messages.error(request, choose)
    except CannotEdit as refusal:
        messages.error(request, str(refusal.message))
    else:
        pending.delete()
        _report(request, result, pending)
        if request.POST["store"] == NEXT:
            return HttpResponseRedirect(next_url(result.edition))
        return _to_edition(request, result.edition)
    return to_review(pending, Spot.of(request.POST))


class Moved(Exception):
    """The document was changed since the table was shown."""


@transaction.atomic
def _store(request: HttpRequest, pending: PendingImport, person: User) -> ImportResult:
    """Store the import as reviewed. Raises Moved when the document was changed."""
    document = pending.document
    edition = latest_edition(document)
    if edition:
        hold_edition(edition)
    if request.POST.get("edition", "") != _mark(edition):
        raise Moved
    if document is None:
        if not may_add(person):
            raise PermissionDenied
        document = Document.objects.create(slug=pending.slug)
    desk = Desk.read(pending.desk)
    result = import_text(
        document,
        language=pending.language,
        file=source_of(pending),
        units=desk.texts(),
        user=person,
        again=bool(pending.history),
        choices=desk.choices_by_place(),
        standing=pending.standing,
    )
    if pending.about and not document.is_published:
        _describe(document, pending, person)
    return result


def _describe(document: Document, pending: PendingImport, person: User) -> None:
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
    request: HttpRequest,
    pending: PendingImport,
    desk: Desk,
    sent: QueryDict | None = None,
) -> DescriptionForm | None:
    """Return the form about the document; None where nothing is asked, or was sent.

    Once a document is published its metadata are corrected with a reason.
    """
    document = pending.document
    is_asked = not (document and document.is_published) and may_correct(request.user)
    if not is_asked or (sent is not None and "about-symbol" not in sent):
        return None
    return DescriptionForm(pending, desk, sent)


def _report(request: HttpRequest, result: ImportResult, pending: PendingImport) -> None:
    edition = result.edition
    names = {"number": edition.number, "document": edition.document.slug}
    if not result.changed:
        same = gettext(
            "Nothing changed: edition %(number)s of %(document)s already contains"
            " this file."
        )
        messages.info(request, same % names)
        return
    count = len(pending.desk["units"])
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
    pending: PendingImport,
    fields: Mapping[int, TypedRow] | None = None,
    about: DescriptionForm | None = None,
) -> HttpResponse:
    desk = Desk.read(pending.desk)
    edition = latest_edition(pending.document)
    spot = Spot.of(request.POST if request.method == "POST" else request.GET)
    review = spot.review(edition, pending.language, desk, fields)
    same = edition and has_file(edition, pending.language, source_of(pending))
    drawable = can_draw(pending)
    context = {
        "pending": pending,
        "review": review,
        "text_doubts": doubt_text(review, pending.furniture),
        "received": review.cut_received(pending.received),
        "has_pictures": drawable,
        "picture": _picture(pending, review, spot) if drawable else None,
        "side": spot.side,
        "at": spot.at,
        "shortcuts": list_shortcuts(),
        "about": about or _ask_description(request, pending, desk),
        "edition_name": edition_name(edition) if edition else "",
        "edition_mark": _mark(edition),
        "is_same_file": bool(same) and not pending.history,
        "next": next_language(edition, pending.language),
    }
    return _page(request, "import_review", context)


def _picture(pending: PendingImport, review: Review, spot: Spot) -> PagePicture | None:
    """Return the page beside the units: that of the unit in hand, if no other."""
    if spot.side not in {"", PICTURE}:
        return None
    shown, _behind = review.received_units
    in_hand = [each for each in shown if each.id in {spot.at, spot.opened}]
    return picture_of(pending, spot.picture, [*in_hand, *shown])


def _mark(edition: Edition | None) -> str:
    """Return a mark of the edition and its content, for detecting changes."""
    return f"{edition.pk}-{fingerprint(edition)}" if edition else ""


def _asked(request: HttpRequest) -> str | None:
    return request.GET.get("language")


def _require_import(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _to_edition(request: HttpRequest, edition: Edition) -> HttpResponseRedirect:
    """Redirect to the edition, or to the admin's index without the permission."""
    if request.user.has_perm("documents.view_edition") or request.user.has_perm(
        "documents.change_edition"
    ):
        url = reverse("admin:documents_edition_change", args=[edition.pk])
        return HttpResponseRedirect(url)
    return HttpResponseRedirect(reverse("admin:index"))


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    title = gettext("Import a text")
    shared = {**admin.site.each_context(request), "opts": Document._meta}
    context = {**shared, "title": title, **context}
    return render(request, f"admin/documents/{name}.html", context, status=status)
