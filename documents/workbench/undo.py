"""Undo at the desk: "Put this back" on an entry of the record, and its conflict."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from documents.languages import CODES
from documents.models import Edition
from documents.presenters.change_record import Fact, name_column, shown_value
from documents.presenters.changes import EMPTY, changed_cell
from documents.presenters.labels import full_label
from documents.services import (
    CannotEdit,
    FactReversal,
    TextReversal,
    UndoConflict,
    undo_change,
)
from documents.workbench.drafts import (
    clause_url,
    page,
    person_of,
    refused,
    requires_change,
)

CONFLICT = 409


@require_POST
@requires_change
def put_back(
    request: HttpRequest, edition: Edition, model: str, entry: int
) -> HttpResponse:
    """Put back what an entry changed; 409 with now and then if that changed since."""
    try:
        undo_change(
            edition,
            model,
            entry,
            seen=request.POST.get("seen", ""),
            user=person_of(request),
        )
    except UndoConflict as conflict:
        return _conflict_page(request, edition, conflict)
    except CannotEdit as refusal:
        return refused(request, refusal.message, _record_url(request, edition))
    messages.success(request, gettext("The change has been put back."))
    return HttpResponseRedirect(_record_url(request, edition))


def _record_url(request: HttpRequest, edition: Edition) -> str:
    """Return the address of the record on which the button was."""
    if key := request.POST.get("clause", ""):
        try:
            return clause_url(edition, "record", key)
        except NoReverseMatch:  # not a key
            pass
    return reverse("admin:documents_edition_record", args=[edition.pk])


def _conflict_page(
    request: HttpRequest, edition: Edition, conflict: UndoConflict
) -> HttpResponse:
    plan = conflict.plan
    context = {
        "title": gettext("Put this back"),
        "rows": [_tell_text(each) for each in plan.texts],
        "facts": [_tell_fact(each) for each in plan.facts],
        "seen": plan.seen,
        "clause": request.POST.get("clause", ""),
        "back": _record_url(request, edition),
    }
    return page(request, edition, "entry_undo", context, CONFLICT)


def _tell_text(each: TextReversal) -> dict[str, Any]:
    now, then = each.now or EMPTY, each.then or EMPTY
    locator = each.row.locator if each.row else each.event.locator
    cells = [changed_cell(now, then, code) for code in CODES]
    return {
        "label": full_label(locator),
        "what": _name(each),
        "cells": [] if each.is_move else cells,
    }


def _name(each: TextReversal) -> str:
    if each.is_move:
        return gettext("moved back to where it stood before this entry")
    if each.then is None:
        return gettext("removed from the draft")
    if each.row is None:
        return gettext("restored to the draft")
    return gettext("put back, in what this entry changed")


def _tell_fact(each: FactReversal) -> Fact:
    title = name_column(each.row, each.name)
    now, then = each.row, each.event.former
    return Fact(title, shown_value(now, each.name), shown_value(then, each.name))
