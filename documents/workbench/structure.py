"""Structure of a draft: views that move, split, merge, remove and restore clauses."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, pgettext

from documents.languages import BY_CODE, CODES
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.changes import EMPTY, ChangedCell, changed_cell
from documents.presenters.labels import full_label
from documents.presenters.rows import read_cells
from documents.services import (
    CannotEdit,
    EditConflict,
    SaidTwice,
    find_said_twice,
    hold_edition,
    joined_text,
    merge_clauses,
    move_clause,
    remove_clause,
    removed_row,
    removed_rows,
    restore_apart,
    restore_clause,
    split_clause,
)
from documents.text.content import ClauseContent
from documents.workbench.clause_forms import PlaceForm, SplitForm
from documents.workbench.conflict import number_in
from documents.workbench.drafts import (
    clause_url,
    done,
    find_row,
    get_row,
    page,
    person_of,
    requires_change,
    revision_of,
    titled,
    workbench_url,
)

EXCERPT = 60  # characters
STEPS = {"up": -1, "down": 1}


@requires_change
def move(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Move a clause one place up or down, or behind another clause of its part."""
    row = get_row(edition, key)
    places = _places(edition, row.clause, without=key)
    form = PlaceForm(places, request.POST or None, initial={"after": _above(row)})
    if request.method == "POST" and (request.POST.get("to") or form.is_valid()):
        with transaction.atomic():
            hold_edition(edition, person_of(request))
            row = get_row(edition, key)
            position = _asked(request, edition, row)
            move_clause(row, position=position, user=person_of(request))
        return _moved(request, edition, key)
    context = {
        "title": titled(gettext("Move"), row),
        "form": form,
        "row": row,
        "back": workbench_url(edition, key),
        # Translators: a button that puts a clause in another place
        "submit": gettext("Move"),
        "cells": read_cells(row, CODES),
    }
    return page(request, edition, "clause_place", context)


def _moved(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    place = full_label(get_row(edition, key).locator)
    told = gettext("The clause is now: %(place)s") % {"place": place}
    return done(request, told, edition, key)


def _asked(request: HttpRequest, edition: Edition, row: ClauseVersion) -> int:
    """Return the position asked for by a form or a button. Raises CannotEdit."""
    asked = request.POST.get("to", "")
    if not asked:
        return _behind(edition, request.POST.get("after", ""), row)
    to, _blank, seen = asked.partition(" ")
    if to not in STEPS:
        raise CannotEdit(
            gettext(
                "A clause can only be moved up, moved down or placed after another"
                " clause."
            )
        )
    begun = number_in(seen) or row.position
    if row.position not in (begun, begun + STEPS[to]):
        raise CannotEdit(
            gettext(
                "The clauses have been put in another order in the meantime. Nothing"
                " was moved: please check again."
            )
        )
    return begun + STEPS[to]  # where a button pressed twice has put it already


def _behind(edition: Edition, after: str, row: ClauseVersion) -> int:
    """Return the position behind another clause, or the first of the part."""
    order = [r for r in edition.versions.for_reading() if r.pk != row.pk]
    for place, other in enumerate(order, start=1):
        if after and other.clause.key == after:
            return place + 1
        if not after and other.clause.part_id == row.clause.part_id:
            return place
    if after:
        raise CannotEdit(gettext("The clause chosen is no longer in the draft."))
    return row.position or 1


def _places(edition: Edition, clause: Clause, without: str) -> list[tuple[str, str]]:
    """Return (key, label) of each place in a part: behind which clause."""
    rows = edition.versions.for_reading().filter(clause__part=clause.part_id)
    # Translators: the first place of a part of a document
    first = ("", gettext("at the beginning"))
    return [first, *(_name_place(row) for row in rows if row.clause.key != without)]


def _name_place(row: ClauseVersion) -> tuple[str, str]:
    # Translators: a place: "after preambular para. 3: Recalling that…"
    pattern = gettext("after %(place)s: %(text)s")
    words = {"place": full_label(row.locator), "text": excerpt(row)}
    return row.clause.key, pattern % words


def excerpt(row: ClauseVersion) -> str:
    """Return the beginning of a text, preferably in the interface language."""
    codes = sorted(CODES, key=lambda code: code != get_language())
    return Truncator(ClauseContent.of(row).first_text(codes)).chars(EXCERPT)


def _above(row: ClauseVersion) -> str:
    before = row.edition.versions.neighbours_of(row)[0]
    is_here = before and before.clause.part_id == row.clause.part_id
    return before.clause.key if before and is_here else ""


@requires_change
def split(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Show the texts with marks and a preview; then split the clause at the marks."""
    row = get_row(edition, key)
    form = SplitForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid() and "split" in request.POST:
        born = split_clause(
            row, at=form.at, revision=revision_of(request), user=person_of(request)
        )
        told = gettext("The clause has been split. Its second part is shown next.")
        return done(request, told, edition, born.key)
    context = {
        # Translators: to make two clauses of one
        "title": titled(gettext("Split"), row),
        "form": form,
        "row": row,
        "back": workbench_url(edition, key),
    }
    return page(request, edition, "clause_split", context)


@requires_change
def merge(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Show the merged text of a clause and the next one; then merge them."""
    if request.method == "POST":
        _merge(request, edition, key)
        return done(request, gettext("The clauses have been merged."), edition, key)
    row = get_row(edition, key)
    other = _next(row)
    context = {
        # Translators: to make one clause of two
        "title": titled(gettext("Merge with the next clause"), row),
        "row": row,
        "other": other,
        "explanation": gettext(
            "The text of the next clause, %(place)s, will be added to this one."
            " The next clause will be removed from the edition; the merger will"
            " be recorded."
        )
        % {"place": full_label(other.locator)},
        "cells": [_merged(row, other, code) for code in CODES],
        "back": workbench_url(edition, key),
        "submit": gettext("Merge"),
    }
    return page(request, edition, "clause_confirm", context)


def _merge(request: HttpRequest, edition: Edition, key: str) -> None:
    """Merge a clause with the next one, which is done already if it is sent twice."""
    with transaction.atomic():
        hold_edition(edition, person_of(request))
        row, asked = get_row(edition, key), request.POST.get("other", "")
        seen = revision_of(request), revision_of(request, "other_revision")
        if _is_merged(row, asked, seen[0]):
            return
        other = _next(row)
        if asked != other.clause.key:
            raise CannotEdit(
                gettext("A different clause now follows: please check again.")
            )
        merge_clauses(row, other, revisions=seen, user=person_of(request))


def _next(row: ClauseVersion) -> ClauseVersion:
    """Return the clause that can be merged into another. Raises CannotEdit."""
    other = row.edition.versions.neighbours_of(row)[1]
    if other is None or other.clause.part_id != row.clause.part_id:
        raise CannotEdit(gettext("No clause of the same part follows this one."))
    return get_row(row.edition, other.clause.key)


def _is_merged(row: ClauseVersion, asked: str, seen: int) -> bool:
    """Tell whether the latest change of a clause took over the words of another."""
    other = Clause.objects.filter(document=row.clause.document_id, key=asked).first()
    last = removed_row(row.edition, other) if other else None
    return (
        last is not None
        and row.revision == seen + 1
        and all(
            row.in_language("text", code).endswith(last.in_language("text", code))
            for code in CODES
        )
    )


def _merged(row: ClauseVersion, other: ClauseVersion, code: str) -> ChangedCell:
    before = ClauseContent.of(row)
    after = before.with_texts({code: joined_text(row, other, code)})
    return changed_cell(before, after, code)


@requires_change
def remove(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Ask for confirmation, then remove a clause from a draft."""
    if request.method == "POST":
        return _remove(request, edition, key)
    row = get_row(edition, key)
    context = {
        "title": titled(pgettext("a clause from a draft", "Remove"), row),
        "row": row,
        "other": None,
        "explanation": gettext(
            "The clause will be removed from this edition. Its identity and its"
            " text in earlier editions are kept."
        ),
        "cells": [_struck(row, code) for code in CODES],
        "back": workbench_url(edition, key),
        "submit": pgettext("a clause from a draft", "Remove"),
    }
    return page(request, edition, "clause_confirm", context)


def _remove(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Remove a clause; one that is removed already stays so."""
    beside = None
    with transaction.atomic():
        hold_edition(edition, person_of(request))
        row = find_row(edition, key)
        if row is not None:
            before, after = edition.versions.neighbours_of(row)
            beside = before or after
            remove_clause(row, revision=revision_of(request), user=person_of(request))
    told = gettext("The clause has been removed; it can be restored.")
    return done(request, told, edition, beside.clause.key if beside else "")


def _struck(row: ClauseVersion, code: str) -> ChangedCell:
    return changed_cell(ClauseContent.of(row), EMPTY, code)


@requires_change
def list_removed(request: HttpRequest, edition: Edition) -> HttpResponse:
    """List the document's clauses that the draft lacks, with their last text."""
    context = {
        "title": gettext("Removed clauses"),
        "rows": [
            {
                "label": full_label(last.locator),
                "key": last.clause.key,
                # A row without a primary key was removed from this draft.
                "number": last.edition.number if last.pk else 0,
                "url": clause_url(edition, "restore", last.clause.key),
                "cells": read_cells(last, CODES),
            }
            for last in removed_rows(edition)
        ],
        "back": workbench_url(edition),
    }
    return page(request, edition, "clauses_removed", context)


@requires_change
def restore(request: HttpRequest, edition: Edition, key: str) -> HttpResponse:
    """Ask for a place, then restore a removed clause with its last text."""
    clause = get_object_or_404(Clause, document=edition.document_id, key=key)
    last = removed_row(edition, clause)
    if last is None and request.method == "POST" and find_row(edition, key):
        return _moved(request, edition, key)  # the form was sent twice
    if last is None:
        raise CannotEdit(gettext("This clause has not been removed."))
    twice = find_said_twice(edition, last)
    places = _places(edition, clause, without=key)
    begun = {"after": _once_behind(last, {place for place, _name in places})}
    form = PlaceForm(places, request.POST if request.method == "POST" else None)
    form.initial = begun
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold_edition(edition, person_of(request))
            if find_row(edition, key) is None:
                place = _free(edition, form.cleaned_data["after"], clause)
                _restore(request, edition, last, place)
        return _moved(request, edition, key)
    context = {
        # Translators: to bring a removed clause back
        "title": titled(gettext("Restore"), last),
        "form": form,
        "row": last,
        "back": workbench_url(edition),
        "submit": gettext("Restore"),
        "cells": read_cells(last, CODES),
        "twice": _tell_twice(twice) if twice else None,
    }
    return page(request, edition, "clause_place", context)


def _restore(
    request: HttpRequest, edition: Edition, last: ClauseVersion, place: int
) -> None:
    """Restore a clause; take its words out of the other clause if that is asked."""
    person = person_of(request)
    if "take_out" not in request.POST:
        restore_clause(edition, last.clause, position=place, user=person)
        return
    twice = find_said_twice(edition, last)
    if twice is None or request.POST.get("host") != twice.host.clause.key:
        raise EditConflict(last)
    restore_apart(
        edition,
        last.clause,
        position=place,
        twice=twice,
        revision=revision_of(request),
        user=person,
    )


def _tell_twice(twice: SaidTwice) -> dict[str, Any]:
    """Return what the page says of a clause that has the words of a restored one."""
    before, after = twice.before, twice.after
    changed = [code for code in CODES if before.text(code) != after.text(code)]
    return {
        "host": twice.host,
        "label": full_label(twice.host.locator),
        "cells": [changed_cell(before, after, code) for code in changed],
        "others": [BY_CODE[code] for code in twice.others],
        "is_all": not after.texts,
    }


def _free(edition: Edition, after: str, clause: Clause) -> int:
    """Return the position for a clause that is not in the draft."""
    stand_in = ClauseVersion(edition=edition, clause=clause)
    stand_in.position = edition.versions.count() + 1
    return _behind(edition, after, stand_in)


def _once_behind(last: ClauseVersion, there: set[str]) -> str:
    """Return the key of the nearest predecessor that is still in the draft."""
    rows = last.edition.versions.filter(position__lt=last.position)
    keys = rows.order_by("-position").values_list("clause__key", flat=True)
    return next((key for key in keys if key in there), "")
