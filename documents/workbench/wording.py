"""Clause editor: views that reword a clause in every language, or add one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext

from documents.audit import columns_at, record_of
from documents.comparing import Segment, redline
from documents.errors import Refused
from documents.languages import LANGUAGES, Language
from documents.models import ClauseVersion, Edition, Part
from documents.presenters.change_record import read_entries
from documents.presenters.labels import full_label
from documents.services import (
    CannotEdit,
    EditConflict,
    hold_edition,
    insert_clause,
    reword_clause,
)
from documents.workbench.clause_forms import (
    InsertionForm,
    WordingForm,
    as_stored,
    typed_texts,
)
from documents.workbench.drafts import (
    GONE,
    clause_url,
    done,
    find_row,
    get_row,
    page,
    person_of,
    requires_change,
    titled,
    workbench_url,
)

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Clash:
    """A language whose stored content differs from what was typed."""

    language: Language
    theirs: str
    mine: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another editor stored while the form was open."""

    who: str
    clashes: list[Clash]
    facts: list[tuple[str, str, str]]  # (name, stored, typed)


@requires_change
def edit_clause(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Show a clause's form; on POST, store it unless its revision is outdated."""
    row = find_row(edition, key)
    if request.method != "POST":
        row = get_row(edition, key)
        return _form_page(request, edition, row, WordingForm(initial=as_stored(row)))
    form = WordingForm(request.POST)
    if row is None:
        return _not_stored(request, edition, row, form, GONE)
    if not form.is_valid():
        return _form_page(request, edition, row, form)
    try:
        reword_clause(
            row,
            form.content(),
            revision=form.cleaned_data["revision"],
            user=person_of(request),
        )
    except EditConflict as clash:
        begun_with = columns_at(row, form.cleaned_data["revision"])
        form = form.over(clash.current, begun_with)
        conflict = _conflict_with(clash.current, form)
        return _form_page(request, edition, clash.current, form, conflict)
    except Refused as refusal:
        return _not_stored(request, edition, row, form, refusal.message)
    return _after(request, edition, row)


def _after(request: HttpRequest, edition: Edition, row: ClauseVersion) -> HttpResponse:
    stored = done(
        request, gettext("The clause has been saved."), edition, row.clause.key
    )
    following = edition.versions.neighbours_of(row)[1]
    if "next" in request.POST and following:
        return HttpResponseRedirect(clause_url(edition, "edit", following.clause.key))
    return stored


def _not_stored(
    request: HttpRequest,
    edition: Edition,
    row: ClauseVersion | None,
    form: WordingForm,
    message: str | Promise,
) -> HttpResponse:
    """Show why nothing was stored, with what was typed."""
    form.add_error(None, str(message))
    return _form_page(request, edition, row, form)


def _form_page(
    request: HttpRequest,
    edition: Edition,
    row: ClauseVersion | None,
    form: WordingForm,
    conflict: Conflict | None = None,
) -> HttpResponse:
    action = gettext("Edit")
    context = {
        "title": titled(action, row) if row else action,
        "form": form,
        "conflict": conflict,
        "back": workbench_url(edition, row.clause.key if row else ""),
        "record": clause_url(edition, "record", row.clause.key) if row else "",
        "place": "",
        "submit": gettext("Save and replace") if conflict else gettext("Save"),
        "has_next": row is not None and conflict is None,
    }
    status = CONFLICT if conflict or row is None else 200
    return page(request, edition, "clause_form", context, status)


def _conflict_with(current: ClauseVersion, form: WordingForm) -> Conflict:
    """Return the stored content beside what was typed."""
    mine = typed_texts(form.data)
    clashes = [
        Clash(
            lang, theirs, mine[lang.code], redline(theirs, mine[lang.code], lang.code)
        )
        for lang in LANGUAGES
        if (theirs := current.in_language("text", lang.code)) != mine[lang.code]
    ]
    return Conflict(_who_changed(current), clashes, _facts(current, form))


def _who_changed(current: ClauseVersion) -> str:
    last = record_of(current.edition, current.clause)[:1]
    entries = read_entries(current.edition, list(last), current.clause)
    return entries[0].who if entries else ""


def _facts(current: ClauseVersion, form: WordingForm) -> list[tuple[str, str, str]]:
    """Return (name, stored, typed) of the other columns that differ."""
    facts = []
    for name, stored in as_stored(current).items():
        typed = form.data.get(name, "")
        if name != "revision" and not name.startswith("text") and str(stored) != typed:
            column: Any = current._meta.get_field(name)
            title = str(column.verbose_name)
            facts.append((title, str(stored), typed))
    return facts


@requires_change
def add_clause(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Show an empty form; insert the clause before or behind the one given."""
    beside = _beside(request, edition)
    is_sent = request.method == "POST"
    form = InsertionForm(request.POST if is_sent else None, initial=_begun(beside))
    if is_sent and form.is_valid():
        try:
            key = _insert(request, edition, form, beside)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            told = gettext("The clause has been inserted.")
            return done(request, told, edition, key)
    context = {
        "title": gettext("Insert a clause"),
        "form": form,
        "conflict": None,
        "back": workbench_url(edition, beside.clause.key if beside else ""),
        "record": "",
        "place": _tell_place(request, beside),
        # Translators: a button that puts a new clause into the draft
        "submit": gettext("Insert"),
        "has_next": False,
    }
    return page(request, edition, "clause_form", context)


def _beside(request: HttpRequest, edition: Edition) -> ClauseVersion | None:
    """Return the clause beside which the new one is inserted. Raises CannotEdit."""
    key = request.GET.get("before") or request.GET.get("after")
    if key:
        return get_row(edition, key)
    return edition.versions.for_reading().last()


def _begun(beside: ClauseVersion | None) -> dict[str, Any]:
    """Return initial data with the kind and depth of the adjacent clause."""
    begun = {"revision": 0, "submission": uuid.uuid4()}
    if beside is None:
        return {**begun, "kind": ClauseVersion.Kind.PARAGRAPH, "depth": 0}
    return {**begun, "kind": beside.kind, "depth": beside.depth}


def _tell_place(request: HttpRequest, beside: ClauseVersion | None) -> str:
    if beside is None:
        return ""
    # Translators: where a new clause will stand: "Before: statement, para. 3"
    pattern = gettext("Before: %(place)s")
    if not request.GET.get("before"):
        # Translators: where a new clause will stand: "After: statement, para. 3"
        pattern = gettext("After: %(place)s")
    return pattern % {"place": full_label(beside.locator)}


def _insert(
    request: HttpRequest,
    edition: Edition,
    form: InsertionForm,
    beside: ClauseVersion | None,
) -> str:
    with transaction.atomic():
        hold_edition(edition, person_of(request))
        part, position = _first_place(edition), 1
        if beside is not None:
            # Read again: it may have been moved while the form was open.
            now = get_row(edition, beside.clause.key)
            part = now.clause.part
            position = now.position + (not request.GET.get("before"))
        born = insert_clause(
            edition,
            form.content(),
            part=part,
            position=position,
            submission=form.cleaned_data["submission"],
            user=person_of(request),
        )
        return born.key


def _first_place(edition: Edition) -> Part:
    part = edition.document.parts.first()
    if part is None:
        raise CannotEdit(gettext("This document has no parts yet: import a text."))
    return part
