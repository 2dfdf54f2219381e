"""Renumbering at the desk: form, preview and confirmation, and its undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from documents.comparing import Segment, replaced
from documents.languages import CODES, LANGUAGES, Language
from documents.models import ClauseVersion, Edition
from documents.presenters.labels import full_label
from documents.services import (
    CannotEdit,
    NewNumbers,
    Plan,
    PlanChanged,
    number_before,
    numbered_together,
    plan_renumbering,
    renumber_clauses,
    undo_renumbering,
)
from documents.text.content import ClauseContent
from documents.workbench.clause_forms import RenumberForm
from documents.workbench.drafts import (
    done,
    get_row,
    page,
    person_of,
    requires_change,
    titled,
    workbench_url,
)
from documents.workbench.structure import excerpt

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class NumberCell:
    """One language of a clause in the preview: what its number becomes."""

    language: Language
    number: str
    segments: tuple[Segment, ...]
    is_kept: bool


@requires_change
def renumber(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Show what would be renumbered from a clause on; then renumber it as shown."""
    row = get_row(edition, key)
    together = numbered_together(edition, key)
    is_sent = request.method == "POST"
    data = request.POST if is_sent else _begin(row)
    form = RenumberForm(_places(together), data)
    status = 200
    if form.is_valid() and "renumber" in request.POST:
        try:
            return _store(request, edition, key, form)
        except PlanChanged as refusal:
            form.add_error(None, str(refusal.message))
            status = CONFLICT
        except CannotEdit:
            pass  # told by the plan below
    return _form_page(request, edition, row, form, status)


def _store(
    request: HttpRequest, edition: Edition, key: str, form: RenumberForm
) -> HttpResponse:
    plan = renumber_clauses(
        edition,
        form.wanted(key),
        seen=request.POST.get("seen", ""),
        user=person_of(request),
    )
    count = len(plan.changed)
    told = ngettext(
        "%(count)s clause has been renumbered.",
        "%(count)s clauses have been renumbered.",
        count,
    )
    return done(request, told % {"count": count}, edition, key)


def _begin(row: ClauseVersion) -> dict[str, Any]:
    """Return how the form begins: shifting by one, or counting on from before."""
    is_numbered = bool(ClauseContent.of(row).numbers)
    return {
        "how": "shift" if is_numbered else "first",
        "shift": 1,
        "first": number_before(row.edition, row.clause.key) + 1,
        "until": "",
        "sublevels": True,
        "languages": list(CODES),
    }


def _places(together: Sequence[ClauseVersion]) -> list[tuple[str, str]]:
    # Translators: the last of the clauses that are renumbered
    last = ("", gettext("the last of this level"))
    return [last, *((row.clause.key, _name(row)) for row in together)]


def _name(row: ClauseVersion) -> str:
    return f"{full_label(row.locator)}: {excerpt(row)}"


def _form_page(
    request: HttpRequest,
    edition: Edition,
    row: ClauseVersion,
    form: RenumberForm,
    status: int,
) -> HttpResponse:
    plan = _plan(edition, row.clause.key, form)
    context = {
        "title": titled(gettext("Renumber"), row),
        "form": form,
        "ways": zip(form["how"], (form["shift"], form["first"]), strict=True),
        "plan": plan,
        "seen": plan.seen if plan else "",
        "preview": [_preview(each) for each in plan.rows] if plan else [],
        "languages": LANGUAGES,
        "back": workbench_url(edition, row.clause.key),
    }
    return page(request, edition, "clause_renumber", context, status)


def _plan(edition: Edition, key: str, form: RenumberForm) -> Plan | None:
    if not form.cleaned_data.get("languages") or form.errors.keys() - {"__all__"}:
        return None
    try:
        return plan_renumbering(edition, form.wanted(key))
    except CannotEdit as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _preview(each: NewNumbers) -> Mapping[str, Any]:
    return {
        "label": full_label(each.row.locator),
        "excerpt": excerpt(each.row),
        "cells": [_cell(each, language) for language in LANGUAGES],
    }


def _cell(each: NewNumbers, language: Language) -> NumberCell:
    old, new = (said.get(language.code, "") for said in (each.before, each.after))
    return NumberCell(
        language=language,
        number=old,
        segments=replaced(old, new) if old != new else (),
        is_kept=language.code in each.kept,
    )


@require_POST
@requires_change
def undo(request: HttpRequest, edition: Edition, operation: str) -> HttpResponse:
    """Give the clauses of a renumbering their former numbers."""
    count = undo_renumbering(edition, operation, user=person_of(request))
    told = ngettext(
        "The former number of %(count)s clause has been restored.",
        "The former numbers of %(count)s clauses have been restored.",
        count,
    )
    return done(request, told % {"count": count}, edition, "")
