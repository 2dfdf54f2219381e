"""Undo: what one entry of a draft's record of changes changed, put back.

An entry names an event of the audit. What one action of an editor changed is put back
together: both clauses of a split or a merge. Only what the entry changed is put back,
field by field, by the services of edit.py; so it is an entry of the record itself, and
can be put back in its turn. What was changed again since is a conflict, and is replaced
only by an editor who has seen it. What came with the draft, and the import or removal
of a whole language, are not put back in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.audit import (
    BEHIND,
    EDITION,
    LANGUAGE,
    PUT_BACK,
    RENUMBERING,
    TEXT,
    derivations_changed_with,
    find_entry,
    is_moved_since,
    is_text_changed_since,
    texts_changed_with,
)
from documents.languages import LANGUAGES
from documents.models import Clause, ClauseVersion, Edition, LanguageVersion
from documents.services.describe import describe_language
from documents.services.draft import EDITING, CannotEdit, lock_draft
from documents.services.edit import (
    move_clause,
    remove_clause,
    restore_clause,
    reverse_derivations,
    reword_clause,
)
from documents.services.operations import recorded_together
from documents.services.received import hold_file
from documents.services.renumber import undo_renumbering
from documents.text.content import ClauseContent
from portal.people.models import User

GONE = _("This clause is no longer in the draft.")
NOTHING = _("What this entry changed is already as it was before.")
CANNOT = _("This entry cannot be put back.")


def _in_languages(*fields: str) -> tuple[str, ...]:
    return tuple(f"{name}_{lang.suffix}" for name in fields for lang in LANGUAGES)


FILE = "file_sha256"
# The columns that can be put back, by the model.
COLUMNS = {
    LANGUAGE: (
        "standing",
        "confirmed",
        "file_name",
        FILE,
        *_in_languages("credit", "source"),
    ),
    EDITION: _in_languages("label", "note"),
}
PERMISSIONS = {LANGUAGE: "documents.change_languageversion"}


@dataclass(frozen=True, slots=True)
class TextReversal:
    """A clause of an entry: what it says now, and what it is to say again."""

    event: Any
    row: ClauseVersion | None  # None: it is not in the draft
    then: ClauseContent | None  # None: it is to be removed
    is_clash: bool  # what the entry changed was changed again

    @property
    def now(self) -> ClauseContent | None:
        return ClauseContent.of(self.row) if self.row else None

    @property
    def is_move(self) -> bool:
        return bool(self.event.pgh_label == "move")

    @property
    def is_needed(self) -> bool:
        return self.is_move or self.now != self.then


@dataclass(frozen=True, slots=True)
class FactReversal:
    """A column of a language or of the edition: its value now, and the one before."""

    event: Any
    row: Any  # as stored now
    name: str
    is_clash: bool

    @property
    def now(self) -> Any:
        return getattr(self.row, self.name)

    @property
    def then(self) -> Any:
        return getattr(self.event.former, self.name)


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What putting an entry back would change; `seen` is a hash of all of it."""

    texts: Sequence[TextReversal] = ()
    facts: Sequence[FactReversal] = ()

    @property
    def has_clash(self) -> bool:
        clashes = [each.is_clash for each in self.texts]
        return any(clashes) or any(each.is_clash for each in self.facts)

    @property
    def seen(self) -> str:
        told: list[Any] = [
            (each.event.pgh_id, each.row and (each.row.pk, each.row.revision))
            for each in self.texts
        ]
        told += [(each.name, each.now) for each in self.facts]
        return sha256(repr(told).encode()).hexdigest()


class UndoConflict(Exception):
    """What the entry changed was changed again since; `plan` says what is lost."""

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self.plan = plan


@transaction.atomic
def undo_change(
    edition: Edition, model: str, entry: int, *, seen: str = "", user: User | None
) -> None:
    """Put back what an entry of a draft's record changed: `entry` is its event.

    Raises UndoConflict when that was changed again since, unless `seen` is that of the
    plan as reviewed; CannotEdit when there is nothing to put back, or a place is gone;
    NotADraft and PermissionDenied.
    """
    lock_draft(edition, user, PERMISSIONS.get(model, EDITING))
    event = find_entry(edition, model, entry)
    if event is None:
        raise CannotEdit(CANNOT)
    if operation := (event.pgh_context or {}).get(RENUMBERING):
        undo_renumbering(edition, operation, user=user)
        return
    plan = _plan(edition, model, event)
    if plan.has_clash and plan.seen != seen:
        raise UndoConflict(plan)
    with recorded_together(**{PUT_BACK: f"{model}-{entry}"}):
        if model == TEXT:
            _put_texts_back(edition, plan.texts, user)
            reverse_derivations(edition, derivations_changed_with(event))
        else:
            _put_facts_back(edition, event, plan.facts)


def can_undo(model: str, event: Any, row: Any) -> bool:
    """Return whether there is something to put back of an event; no query.

    `row` is the clause's row in the draft, None without one, or that of the language,
    or the edition. That can still be refused or be a conflict.
    """
    try:
        if model == TEXT:
            return _reverse_text(event, row).is_needed
        return row is not None and bool(_reverse_facts(model, event, row))
    except CannotEdit:
        return False


def _plan(edition: Edition, model: str, event: Any) -> UndoPlan:
    if model == TEXT:
        plan = UndoPlan(texts=_plan_texts(edition, event))
    else:
        plan = UndoPlan(facts=_plan_facts(edition, model, event))
    if not plan.texts and not plan.facts:
        raise CannotEdit(NOTHING)
    return plan


# --- Texts


def _plan_texts(edition: Edition, event: Any) -> list[TextReversal]:
    rows = {row.clause_id: row for row in edition.versions.for_reading()}
    for row in rows.values():
        row.edition = edition
    reversals = [
        _reverse_text(each, rows.get(each.clause_id))
        for each in texts_changed_with(event)
    ]
    return [_check_move(each) for each in reversals if each.is_needed]


def _check_move(reversal: TextReversal) -> TextReversal:
    if reversal.is_move and is_moved_since(reversal.event):
        return replace(reversal, is_clash=True)
    return reversal


def _reverse_text(event: Any, row: ClauseVersion | None) -> TextReversal:
    """Return what an event's clause is to say again. Raises CannotEdit."""
    said = ClauseContent.from_columns(vars(event))
    now = ClauseContent.of(row) if row else None
    match event.pgh_label:
        case "insert":
            return TextReversal(event, row, None, now is not None and now != said)
        case "delete":
            # Who restored it since has decided what it says.
            return TextReversal(event, row, now or said, False)
    if now is None:
        raise CannotEdit(GONE)
    if event.pgh_label == "move":
        if BEHIND not in (event.pgh_context or {}):
            raise CannotEdit(_("Where the clause stood before was not recorded."))
        return TextReversal(event, row, now, False)
    if event.former is None:
        raise CannotEdit(CANNOT)
    return _reverse_wording(event, row, now)


def _reverse_wording(
    event: Any, row: ClauseVersion | None, now: ClauseContent
) -> TextReversal:
    """Give back what an event changed, field by field; the rest stays as it is now."""
    before, after = (
        ClauseContent.from_columns(vars(each)).columns()
        for each in (event.former, event)
    )
    changed = {name: before[name] for name in after if after[name] != before[name]}
    present = now.columns()
    clash = any(present[name] not in (after[name], before[name]) for name in changed)
    then = ClauseContent.from_columns({**present, **changed})
    return TextReversal(event, row, then, clash)


def _put_texts_back(
    edition: Edition, texts: Sequence[TextReversal], user: User | None
) -> None:
    # Removals come last: what was below a clause is to stand below one all the time.
    for each in texts:
        if each.row is None and each.then is not None:
            place = _find_place(edition, each.event)
            clause = _find_clause(each.event)
            restore_clause(
                edition, clause, position=place, content=each.then, user=user
            )
    for each in texts:
        if each.row is not None and each.then is not None:
            _put_row_back(edition, each.row, each, user)
    for each in texts:
        if each.row is not None and each.then is None:
            remove_clause(each.row, revision=each.row.revision, user=user)


def _put_row_back(
    edition: Edition, row: ClauseVersion, each: TextReversal, user: User | None
) -> None:
    if each.is_move:
        move_clause(row, position=_find_place(edition, each.event), user=user)
    elif each.then is not None:
        reword_clause(row, each.then, revision=row.revision, user=user)


def _find_place(edition: Edition, event: Any) -> int:
    """Return the position at which a clause stood, among the others as they are now.

    Behind the same clause of its part; where that is gone, at the same position.
    """
    part = _find_clause(event).part_id
    order = [
        row
        for row in edition.versions.for_reading()
        if row.clause_id != event.clause_id
    ]
    behind = (event.pgh_context or {}).get(BEHIND)
    own = [place for place, row in enumerate(order, 1) if row.clause.part_id == part]
    if behind == "" and own:
        return own[0]
    for place, row in enumerate(order, start=1):
        if behind and row.clause.key == behind:
            return place + 1
    if not own:
        return int(event.position)
    return min(max(int(event.position), own[0]), own[-1] + 1)


def _find_clause(event: Any) -> Clause:
    clause = Clause.objects.filter(pk=event.clause_id).first()
    if clause is None:
        raise CannotEdit(CANNOT)
    return clause


# --- Languages and the edition


def _plan_facts(edition: Edition, model: str, event: Any) -> list[FactReversal]:
    facts = _reverse_facts(model, event, _find_described(edition, model, event))
    return [_check_confirmation(edition, each) for each in facts]


def _check_confirmation(edition: Edition, fact: FactReversal) -> FactReversal:
    """Let no changed text count as confirmed again unseen."""
    is_given = fact.name == "confirmed" and fact.then
    if is_given and is_text_changed_since(edition, fact.event):
        return replace(fact, is_clash=True)
    return fact


def _reverse_facts(model: str, event: Any, row: Any) -> list[FactReversal]:
    if event.pgh_label != "update" or event.former is None:
        raise CannotEdit(CANNOT)
    return [
        FactReversal(event, row, name, now != after)
        for name in COLUMNS[model]
        for before, after in [(getattr(event.former, name), getattr(event, name))]
        for now in [getattr(row, name)]
        if before != after and now != before
    ]


def _find_described(
    edition: Edition, model: str, event: Any
) -> Edition | LanguageVersion:
    if model == EDITION:
        return Edition.objects.get(pk=edition.pk)
    row = edition.languages.filter(language=event.language).first()
    if row is None:
        raise CannotEdit(_("This language is no longer in the draft."))
    return row


def _put_facts_back(
    edition: Edition, event: Any, facts: Sequence[FactReversal]
) -> None:
    values: dict[str, Any] = {fact.name: fact.then for fact in facts}
    if FILE in values:
        # The file offered as received is the one that is named.
        values["received"] = hold_file(values[FILE])
    if hasattr(event, "language"):
        describe_language(edition, event.language, **values)
    else:
        Edition.objects.filter(pk=edition.pk).update(**values)
