"""Editing of a draft: reword, move, insert, remove, restore, split, merge a clause.

Clauses keep their identity in all of these. A split leaves the clause its first piece
and gives the rest to a new one; a merge leaves the first clause, which takes the text
of the second. Both are recorded as a Derivation in the draft. A clause created in the
draft and removed from it keeps its identity until publication, so that it can be
restored; clauses derived from it count as derived from its own origins.

What one of these changes is one operation in the audit.

`revision`, wherever it is a parameter, is the revision of the clause the editor saw;
`user` is the editor, None the portal itself. Each raises PermissionDenied when the
editor may not edit, or no longer, and CannotEdit when a subparagraph would be left
without a paragraph above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.audit import BEHIND, derivations_changed_with, removals_from
from documents.languages import BY_CODE, CODES
from documents.models import Clause, ClauseVersion, Derivation, Edition, Part
from documents.services.draft import (
    CannotEdit,
    DraftRow,
    as_drafted,
    lock_draft,
    refuse_loose_levels,
    store_order,
    unconfirm_languages,
)
from documents.services.operations import recorded_together
from documents.services.removed import removed_row
from documents.text.content import ClauseContent
from portal.people.models import User

Order: TypeAlias = list[ClauseVersion]
NO_TEXT = _("A clause must have text in at least one language.")
NO_SUCH_PLACE = _("There is no such place in this edition.")


class EditConflict(Exception):
    """The clause has a newer revision; `current` is the stored row."""

    def __init__(self, current: ClauseVersion) -> None:
        super().__init__(current)
        self.current = current


@transaction.atomic
@recorded_together()
def reword_clause(
    version: ClauseVersion,
    content: ClauseContent,
    *,
    revision: int,
    user: User | None = None,
) -> ClauseVersion:
    """Change the texts, numbers, kind or depth of a clause of a draft.

    Raises EditConflict when `revision` is not the stored one and something else is
    stored, NotADraft, and CannotEdit when the clause would be empty.
    """
    current = _hold_row(version, user)
    if not content.texts:
        raise CannotEdit(NO_TEXT)
    if content == ClauseContent.of(current):
        return current  # sent twice, or nothing was changed
    _refuse_other_revision(current, revision)
    content.put_into(current)
    order = _read_order(current.edition)
    order[_find_place(order, current)] = current
    current.revision += 1
    _store(current.edition, order)
    unconfirm_languages(current.edition)
    return current


@transaction.atomic
@recorded_together()
def move_clause(
    version: ClauseVersion, *, position: int, user: User | None = None
) -> None:
    """Move a clause of a draft to a position, counted from 1. Raises CannotEdit."""
    current = _hold_row(version, user)
    order = _read_order(current.edition)
    if not 1 <= position <= len(order):
        raise CannotEdit(NO_SUCH_PLACE)
    if position == current.position:
        return
    _record_place(order, current)
    row = order.pop(_find_place(order, current))
    order.insert(position - 1, row)
    _refuse_foreign_part(order, position - 1)
    _store(current.edition, order)
    # The shifted rows are not recorded in the audit: this one records the move.
    pghistory.create_event(row, label="move")


@transaction.atomic
@recorded_together()
def insert_clause(
    edition: Edition,
    content: ClauseContent,
    *,
    part: Part,
    position: int,
    submission: UUID | None = None,
    user: User | None = None,
) -> Clause:
    """Insert a new clause in a draft and return it. Raises CannotEdit or NotADraft.

    Repeating a `submission` returns the clause that was inserted.
    """
    lock_draft(edition, user)
    sent = edition.document.clauses.filter(submission=submission)
    if submission and (born := sent.first()):
        return born
    order = _read_order(edition)
    if not 1 <= position <= len(order) + 1:
        raise CannotEdit(NO_SUCH_PLACE)
    if not content.texts:
        raise CannotEdit(NO_TEXT)
    row = ClauseVersion(edition=edition)
    content.put_into(row)
    drafted = [DraftRow(each, each.clause.part.key) for each in order]
    drafted.insert(position - 1, DraftRow(row, part.key))
    _store_drafted(edition, drafted)
    Clause.objects.filter(pk=row.clause.pk).update(submission=submission)
    unconfirm_languages(edition)
    return row.clause


@transaction.atomic
@recorded_together()
def remove_clause(
    version: ClauseVersion, *, revision: int | None = None, user: User | None = None
) -> None:
    """Remove a clause from a draft; its identity and earlier texts stay.

    Raises CannotEdit, NotADraft, and EditConflict when a revision is given.
    """
    current = _hold_row(version, user, revision)
    before = _read_order(current.edition)
    order = [row for row in before if row.pk != current.pk]
    if not order:
        raise CannotEdit(_("The last clause of an edition cannot be removed."))
    _record_place(before, current)
    _store(current.edition, order)
    # Its merges are undone with it; clauses split off from it stay derived from it.
    if not _disown_unborn(current.edition, current.clause):
        current.edition.derivations.filter(clause=current.clause).delete()
    unconfirm_languages(current.edition)


@transaction.atomic
@recorded_together()
def restore_clause(
    edition: Edition,
    clause: Clause,
    *,
    position: int,
    content: ClauseContent | None = None,
    user: User | None = None,
) -> ClauseVersion:
    """Restore a removed clause with its last content, or another. Raises CannotEdit.

    What it was derived from when it was removed from this draft, it is again. A clause
    that was merged with it in this draft is no longer derived from it.
    """
    lock_draft(edition, user)
    order = _read_order(edition)
    last = removed_row(edition, clause)
    if last is None:
        raise CannotEdit(_("This clause has not been removed."))
    row = ClauseVersion(edition=edition, clause=last.clause)
    (content or ClauseContent.of(last)).put_into(row)
    place = min(max(position, 1), len(order) + 1) - 1
    order.insert(place, row)
    _refuse_foreign_part(order, place)
    _store(edition, order)
    merged = edition.derivations.filter(origin=clause)
    merged.filter(clause__versions__edition__number__lt=edition.number).delete()
    if removal := removals_from(edition, clause).get(clause.pk):
        reverse_derivations(edition, derivations_changed_with(removal))
    unconfirm_languages(edition)
    return row


@transaction.atomic
@recorded_together()
def split_clause(
    version: ClauseVersion,
    *,
    at: Mapping[str, int],
    revision: int | None = None,
    user: User | None = None,
) -> Clause:
    """Split a clause of a draft; return the new clause, which takes the rest.

    `at` maps each language to the offset of the cut, in characters. Raises CannotEdit
    when a text has no valid cut, and EditConflict when a revision is given.
    """
    current = _hold_row(version, user, revision)
    content = ClauseContent.of(current)
    if not all(_is_cut(text, at.get(code, 0)) for code, text in content.texts.items()):
        raise CannotEdit(_("Indicate where the text is to be split in each language."))
    heads = {code: text[: at[code]].rstrip() for code, text in content.texts.items()}
    tails = {code: text[at[code] :].lstrip() for code, text in content.texts.items()}
    content.with_texts(heads).put_into(current)
    rest = ClauseVersion(edition=current.edition)
    ClauseContent(content.kind, content.depth, tails).put_into(rest)
    for code in tails:
        rest.set_page(code, current.page_in(code))
    current.revision += 1
    order = _read_order(current.edition)
    place = _find_place(order, current)
    order[place] = current
    part = current.clause.part.key
    drafted = [as_drafted(row) for row in order]
    drafted.insert(place + 1, DraftRow(rest, part))
    _store_drafted(current.edition, drafted)
    _derive(current.edition, rest.clause, current.clause)
    unconfirm_languages(current.edition)
    return rest.clause


@transaction.atomic
@recorded_together()
def merge_clauses(
    first: ClauseVersion,
    second: ClauseVersion,
    *,
    revisions: tuple[int, int] | None = None,
    user: User | None = None,
) -> None:
    """Merge the second of two clauses of a draft into the first.

    Raises CannotEdit, NotADraft, and EditConflict when revisions are given.
    """
    one = _hold_row(first, user, revisions and revisions[0])
    order = _read_order(one.edition)
    other = next((row for row in order if row.pk == second.pk), None)
    if other is None or other.pk == one.pk:
        raise CannotEdit(_("Choose another clause of the same edition."))
    if other.clause.part_id != one.clause.part_id:
        raise CannotEdit(_("Clauses of different parts cannot be merged."))
    if revisions and other.revision != revisions[1]:
        raise EditConflict(other)
    _record_place(order, other)
    joined = {code: joined_text(one, other, code) for code in CODES}
    ClauseContent.of(one).with_texts(joined).put_into(one)
    one.revision += 1
    order[_find_place(order, one)] = one
    _store(one.edition, [row for row in order if row.pk != other.pk])
    _derive(one.edition, one.clause, other.clause)
    _disown_unborn(one.edition, other.clause)
    unconfirm_languages(one.edition)


def joined_text(one: ClauseVersion, other: ClauseVersion, code: str) -> str:
    """Return the text of two merged clauses in a language."""
    texts = (row.in_language("text", code) for row in (one, other))
    return BY_CODE[code].joint.join(filter(None, texts))


def _is_cut(text: str, place: int) -> bool:
    """Return whether a cut leaves text on both sides."""
    return bool(0 < place < len(text) and text[:place].strip() and text[place:].strip())


def _hold_row(
    version: ClauseVersion, user: User | None, revision: int | None = None
) -> ClauseVersion:
    """Lock the editor and the draft, and return the row as stored now.

    Raises NotADraft, CannotEdit when the row is gone, EditConflict when its revision is
    not the one given.
    """
    lock_draft(version.edition, user)
    current = version.edition.versions.for_reading().filter(pk=version.pk).first()
    if current is None:
        raise CannotEdit(_("This clause is no longer in the draft."))
    current.edition = version.edition
    if revision is not None:
        _refuse_other_revision(current, revision)
    return current


def _refuse_other_revision(current: ClauseVersion, revision: int) -> None:
    if current.revision != revision:
        raise EditConflict(current)


def _refuse_foreign_part(order: Order, place: int) -> None:
    """Raise CannotEdit for a place among the clauses of another part.

    A clause keeps its part; among others it would be read as theirs.
    """
    mine = order[place].clause.part_id
    beside = {row.clause.part_id for row in order[max(place - 1, 0) : place + 2 : 2]}
    if place == 0:
        beside = {row.clause.part_id for row in order[1:2]}
    stands = sum(row.clause.part_id == mine for row in order)
    if mine not in beside and stands > 1:
        raise CannotEdit(_("A clause cannot leave its part: choose a place within it."))


def _read_order(edition: Edition) -> Order:
    return list(edition.versions.for_reading())


def _find_place(order: Order, version: ClauseVersion) -> int:
    return next(place for place, row in enumerate(order) if row.pk == version.pk)


def _store(edition: Edition, order: Order) -> None:
    _store_drafted(edition, [as_drafted(row) for row in order])


def _store_drafted(edition: Edition, order: list[DraftRow]) -> None:
    refuse_loose_levels(edition, order)
    store_order(edition, order)


def _record_place(order: Order, row: ClauseVersion) -> None:
    """Tell the audit behind which clause of its part a clause stands."""
    place = _find_place(order, row)
    above = order[place - 1] if place else None
    is_here = above is not None and above.clause.part_id == row.clause.part_id
    # Called, not entered: added to the context of the operation.
    pghistory.context(**{BEHIND: above.clause.key if above and is_here else ""})


def reverse_derivations(edition: Edition, events: Iterable[Any]) -> None:
    """Undo the recorded changes of derivations in a draft, the last one first."""
    here = set(edition.versions.values_list("clause", flat=True))
    for event in sorted(events, key=lambda each: -each.pgh_id):
        pair = {"clause_id": event.clause_id, "origin_id": event.origin_id}
        if event.pgh_label == "insert":
            edition.derivations.filter(**pair).delete()
        elif event.clause_id in here:
            Derivation.objects.get_or_create(edition=edition, **pair)


def _derive(edition: Edition, clause: Clause, origin: Clause) -> None:
    Derivation.objects.get_or_create(edition=edition, clause=clause, origin=origin)


def _disown_unborn(edition: Edition, clause: Clause) -> bool:
    """Let what was derived from a removed clause of this draft derive from its origins.

    Only of a clause that no edition has. Return whether it is one.
    """
    if clause.versions.exists():
        return False
    origins = [row.origin for row in clause.origins.select_related("origin")]
    heirs = [row.clause for row in clause.derivations.select_related("clause")]
    for heir in heirs:
        for origin in origins:
            if heir.pk != origin.pk:
                _derive(edition, heir, origin)
    edition.derivations.filter(Q(clause=clause) | Q(origin=clause)).delete()
    return True
