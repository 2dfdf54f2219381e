"""Changing a draft clause by clause. Identities survive every one of these.

A split leaves the clause its first piece and gives the rest to a new one; a merge
leaves it to the first of two, which takes in the words of the other. Both are recorded
as a Derivation in the draft. A clause born in the draft that is gone again before
anybody outside has seen it leaves nothing: what was made of it counts as made of the
clauses that it was made of.

`revision` is, wherever it is asked for, the one of the clause that the editor saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pghistory
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.languages import BY_CODE, CODES, LANGUAGES
from documents.models import Clause, ClauseVersion, Derivation, Edition, Part
from documents.services.draft import DraftRow, lock_draft, store_order
from documents.text.content import ClauseContent

Order: TypeAlias = list[ClauseVersion]
NO_TEXT = _("A clause needs a text in at least one language.")
NO_SUCH_PLACE = _("There is no such place in this edition.")


class CannotEdit(Refused):
    """A change that makes no sense in this draft; `message` says why."""


class EditConflict(Exception):
    """The clause was changed meanwhile; `current` is what is stored now."""

    def __init__(self, current: ClauseVersion) -> None:
        super().__init__(current)
        self.current = current


@transaction.atomic
def reword_clause(
    version: ClauseVersion, content: ClauseContent, *, revision: int
) -> ClauseVersion:
    """Give a clause of a draft another wording, number, kind or level.

    Raises EditConflict when the clause was changed since, NotADraft, and CannotEdit
    when nothing would be left of it.
    """
    current = _hold_row(version, revision)
    if not content.texts:
        raise CannotEdit(NO_TEXT)
    if content == ClauseContent.of(current):
        return current
    content.put_into(current)
    order = _read_order(current.edition)
    order[_find_place(order, current)] = current
    current.revision += 1
    _store(current.edition, order)
    _unconfirm(current.edition)
    return current


def _unconfirm(edition: Edition) -> None:
    """Take back that each language fits the others, once a draft says something else.

    Where one text changes every text has to be looked at again: the changed one, and
    those that did not follow.
    """
    edition.languages.update(confirmed=False)


@transaction.atomic
def move_clause(version: ClauseVersion, *, position: int) -> None:
    """Put a clause of a draft in another place, counted from 1. Raises CannotEdit."""
    current = _hold_row(version)
    order = _read_order(current.edition)
    if not 1 <= position <= len(order):
        raise CannotEdit(NO_SUCH_PLACE)
    row = order.pop(_find_place(order, current))
    order.insert(position - 1, row)
    _refuse_foreign_part(order, position - 1)
    _store(current.edition, order)
    # The rows that made way are not recorded: this one says what happened.
    pghistory.create_event(row, label="move")


@transaction.atomic
def insert_clause(
    edition: Edition, content: ClauseContent, *, part: Part, position: int
) -> Clause:
    """Add a new clause to a draft and return it. Raises CannotEdit or NotADraft."""
    lock_draft(edition)
    order = _read_order(edition)
    if not 1 <= position <= len(order) + 1:
        raise CannotEdit(NO_SUCH_PLACE)
    if not content.texts:
        raise CannotEdit(NO_TEXT)
    row = ClauseVersion(edition=edition)
    content.put_into(row)
    drafted = [DraftRow(each, each.clause.part.key) for each in order]
    drafted.insert(position - 1, DraftRow(row, part.key))
    store_order(edition, drafted)
    _unconfirm(edition)
    return row.clause


@transaction.atomic
def remove_clause(version: ClauseVersion, *, revision: int | None = None) -> None:
    """Take a clause out of a draft; its identity and earlier texts stay.

    Raises CannotEdit, NotADraft, and EditConflict when a revision is given.
    """
    current = _hold_row(version, revision)
    order = [row for row in _read_order(current.edition) if row.pk != current.pk]
    if not order:
        raise CannotEdit(_("The last clause of an edition cannot be removed."))
    _store(current.edition, order)
    # What it took in left with it; what was split off from it still came from it.
    if not _forget_unborn(current.edition, current.clause):
        current.edition.derivations.filter(clause=current.clause).delete()
    _unconfirm(current.edition)


@transaction.atomic
def restore_clause(edition: Edition, clause: Clause, *, position: int) -> ClauseVersion:
    """Bring a removed clause back with the text it had last. Raises CannotEdit.

    A clause that took in its words in this draft counts as merged no more.
    """
    lock_draft(edition)
    order = _read_order(edition)
    last = clause.versions.exclude(edition=edition).order_by("-edition__number").first()
    if last is None or any(row.clause_id == clause.pk for row in order):
        raise CannotEdit(_("This clause is not one that was removed."))
    last.pk, last.edition, last.revision = None, edition, 0
    last._state.adding = True
    for language in LANGUAGES:
        setattr(last, f"digest_{language.suffix}", "")
    place = min(max(position, 1), len(order) + 1) - 1
    order.insert(place, last)
    _refuse_foreign_part(order, place)
    _store(edition, order)
    merged = edition.derivations.filter(origin=clause)
    merged.filter(clause__versions__edition__number__lt=edition.number).delete()
    _unconfirm(edition)
    return last


@transaction.atomic
def split_clause(
    version: ClauseVersion, *, at: Mapping[str, int], revision: int | None = None
) -> Clause:
    """Split a clause of a draft; return the new one, which takes what follows.

    `at` is where each language's text is cut, in characters from its beginning. Raises
    CannotEdit when a language is cut outside its text or nowhere, and EditConflict
    when a revision is given.
    """
    current = _hold_row(version, revision)
    content = ClauseContent.of(current)
    if not all(_is_cut(text, at.get(code, 0)) for code, text in content.texts.items()):
        raise CannotEdit(_("Say for each language where its text is to be cut."))
    heads = {code: text[: at[code]].rstrip() for code, text in content.texts.items()}
    tails = {code: text[at[code] :].lstrip() for code, text in content.texts.items()}
    content.with_texts(heads).put_into(current)
    rest = ClauseVersion(edition=current.edition)
    ClauseContent(content.kind, content.depth, tails).put_into(rest)
    current.revision += 1
    order = _read_order(current.edition)
    place = _find_place(order, current)
    order[place] = current
    part = current.clause.part.key
    drafted = [DraftRow(row, row.clause.part.key) for row in order]
    drafted.insert(place + 1, DraftRow(rest, part))
    store_order(current.edition, drafted)
    _derive(current.edition, rest.clause, current.clause)
    _unconfirm(current.edition)
    return rest.clause


@transaction.atomic
def merge_clauses(
    first: ClauseVersion,
    second: ClauseVersion,
    *,
    revisions: tuple[int, int] | None = None,
) -> None:
    """Let the first of two clauses of a draft take in the words of the second.

    Raises CannotEdit, NotADraft, and EditConflict when revisions are given.
    """
    one = _hold_row(first, revisions and revisions[0])
    order = _read_order(one.edition)
    other = next((row for row in order if row.pk == second.pk), None)
    if other is None or other.pk == one.pk:
        raise CannotEdit(_("Choose another clause of the same edition."))
    if other.clause.part_id != one.clause.part_id:
        raise CannotEdit(_("Clauses of different parts cannot be merged."))
    if revisions and other.revision != revisions[1]:
        raise EditConflict(other)
    joined = {code: joined_text(one, other, code) for code in CODES}
    ClauseContent.of(one).with_texts(joined).put_into(one)
    one.revision += 1
    order[_find_place(order, one)] = one
    _store(one.edition, [row for row in order if row.pk != other.pk])
    _derive(one.edition, one.clause, other.clause)
    _forget_unborn(one.edition, other.clause)
    _unconfirm(one.edition)


def joined_text(one: ClauseVersion, other: ClauseVersion, code: str) -> str:
    """Return what merging two clauses gives in a language."""
    texts = (row.in_language("text", code) for row in (one, other))
    return BY_CODE[code].joint.join(filter(None, texts))


def _is_cut(text: str, place: int) -> bool:
    """Tell whether a cut leaves words on both sides."""
    return bool(0 < place < len(text) and text[:place].strip() and text[place:].strip())


def _hold_row(version: ClauseVersion, revision: int | None = None) -> ClauseVersion:
    """Hold the draft and return the row as it is stored now.

    Raises NotADraft, CannotEdit when it is gone, EditConflict when it has another
    revision than the one given.
    """
    lock_draft(version.edition)
    current = version.edition.versions.for_reading().filter(pk=version.pk).first()
    if current is None:
        raise CannotEdit(_("This clause is no longer in the draft."))
    current.edition = version.edition
    if revision is not None and current.revision != revision:
        raise EditConflict(current)
    return current


def _refuse_foreign_part(order: Order, place: int) -> None:
    """Refuse a place among the clauses of another part. Raises CannotEdit.

    A clause keeps its part; amid another it would be read as belonging there.
    """
    mine = order[place].clause.part_id
    beside = {row.clause.part_id for row in order[max(place - 1, 0) : place + 2 : 2]}
    if place == 0:
        beside = {row.clause.part_id for row in order[1:2]}
    stands = sum(row.clause.part_id == mine for row in order)
    if mine not in beside and stands > 1:
        raise CannotEdit(_("A clause stays in its part: choose a place there."))


def _read_order(edition: Edition) -> Order:
    return list(edition.versions.for_reading())


def _find_place(order: Order, version: ClauseVersion) -> int:
    return next(place for place, row in enumerate(order) if row.pk == version.pk)


def _store(edition: Edition, order: Order) -> None:
    store_order(edition, [DraftRow(row, row.clause.part.key) for row in order])


def _derive(edition: Edition, clause: Clause, origin: Clause) -> None:
    Derivation.objects.get_or_create(edition=edition, clause=clause, origin=origin)


def _forget_unborn(edition: Edition, clause: Clause) -> bool:
    """Drop the identity of a clause that was born in this draft and is gone again.

    Nobody outside the draft has seen it. What came from it came from where its own
    words were from. Tells whether it was dropped.
    """
    if clause.versions.exists():
        return False
    origins = [row.origin for row in clause.origins.select_related("origin")]
    heirs = [row.clause for row in clause.derivations.select_related("clause")]
    for heir in heirs:
        for origin in origins:
            if heir.pk != origin.pk:
                _derive(edition, heir, origin)
    clause.delete()
    return True
