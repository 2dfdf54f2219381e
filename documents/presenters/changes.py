"""Presenter of the changes between two editions: names, counts, redlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from documents.comparing import (
    Change,
    ClauseChange,
    ClauseInEdition,
    Segment,
    SegmentKind,
    compare,
    moved_keys,
    redline,
    replaced,
)
from documents.languages import BY_CODE, Language
from documents.models import ClauseVersion, Derivation, Edition, ReadClause
from documents.models.versions import NUMBERS, TEXTS
from documents.presenters.labels import full_label, label
from documents.text.content import ClauseContent

# Translators: what became of a clause between two editions
NAMES: dict[Change, Promise] = {
    Change.KEPT: _("unchanged"),
    Change.EDITED: _("edited"),
    Change.RENUMBERED: _("renumbered"),
    Change.MOVED: _("moved"),
    Change.RECAST: _("kind or level changed"),
    Change.INSERTED: _("inserted"),
    Change.RESTORED: _("restored"),
    Change.REMOVED: _("removed"),
    Change.SPLIT: _("split off"),
    Change.MERGED: _("merged"),
}
COUNTED = {
    Change.KEPT: ngettext_lazy(
        "%(count)s clause unchanged", "%(count)s clauses unchanged", "count"
    ),
    Change.EDITED: ngettext_lazy(
        "%(count)s clause edited", "%(count)s clauses edited", "count"
    ),
    Change.RENUMBERED: ngettext_lazy(
        "%(count)s clause renumbered", "%(count)s clauses renumbered", "count"
    ),
    Change.MOVED: ngettext_lazy(
        "%(count)s clause moved", "%(count)s clauses moved", "count"
    ),
    Change.RECAST: ngettext_lazy(
        "%(count)s clause changed in kind or level",
        "%(count)s clauses changed in kind or level",
        "count",
    ),
    Change.INSERTED: ngettext_lazy(
        "%(count)s clause inserted", "%(count)s clauses inserted", "count"
    ),
    Change.RESTORED: ngettext_lazy(
        "%(count)s clause restored", "%(count)s clauses restored", "count"
    ),
    Change.REMOVED: ngettext_lazy(
        "%(count)s clause removed", "%(count)s clauses removed", "count"
    ),
    Change.SPLIT: ngettext_lazy(
        "%(count)s clause split off", "%(count)s clauses split off", "count"
    ),
    Change.MERGED: ngettext_lazy(
        "%(count)s clause merged with another",
        "%(count)s clauses merged with others",
        "count",
    ),
}
# Names for an earlier edition against a later one: nothing is inserted going back.
# Translators: what becomes of a clause of an earlier edition that is compared with a
# Translators: later one
BACKWARDS: dict[Change, Promise] = {
    Change.INSERTED: _("removed later"),
    Change.REMOVED: _("not yet present"),
}
COUNTED_BACKWARDS = {
    Change.INSERTED: ngettext_lazy(
        "%(count)s clause removed later", "%(count)s clauses removed later", "count"
    ),
    Change.REMOVED: ngettext_lazy(
        "%(count)s clause not yet added", "%(count)s clauses not yet added", "count"
    ),
}


def named(changes: Collection[Change], *, backwards: bool = False) -> list[str]:
    """Return the changes of a clause as names in the active language."""
    names = {**NAMES, **(BACKWARDS if backwards else {})}
    return [str(name) for change, name in names.items() if change in changes]


def counted(change: Change, count: int, *, backwards: bool = False) -> str:
    """Return a change with its number of clauses, as "5 clauses edited"."""
    patterns = {**COUNTED, **(COUNTED_BACKWARDS if backwards else {})}
    return str(patterns[change] % {"count": count})


EMPTY = ClauseContent(kind="")


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One language of a clause: redlines of its printed number and its text."""

    language: Language
    segments: tuple[Segment, ...]
    numbers: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What became of a clause: names of it, its place before, and where it is from.

    Places are named without their part, unless it is another one.
    """

    names: list[str]
    label_before: str
    origins: list[str]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A clause of a draft's workbench, against the edition before."""

    key: str
    label: str
    note: ChangeNote
    is_change: bool
    is_removed: bool
    cells: list[ChangedCell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every clause of two editions, compared."""

    rows: list[ChangedRow]
    counts: list[str]


def changes_between(before: Edition, after: Edition) -> list[ClauseChange]:
    """Return the change of every clause; four queries.

    When `before` is the later edition, no clause counts as restored: all that the
    earlier one has more is named alike.
    """
    is_backwards = before.number > after.number
    return compare(
        read_clauses(before),
        read_clauses(after),
        known=set() if is_backwards else set(earlier_keys(before)),
        derivations=derivations_between(before, after),
    )


def changed_clauses(
    before: Edition, after: Edition, clauses: Iterable[ReadClause]
) -> set[int]:
    """Return the ids of what `after` inserted, edited, recast or moved; one query.

    `clauses` are those of `after`, in order. The texts are compared in the database.
    """
    rows = before.versions.order_by("position").values_list(
        "clause_id", _kept_in(after)
    )
    kept = dict(rows)
    order = [clause.clause for clause in clauses]
    still = [pk for pk, is_kept in kept.items() if is_kept]
    return set(order) - set(still) | moved_keys(list(kept), order)


def _kept_in(after: Edition) -> Exists:
    """The condition that another edition says the same in the row's clause."""
    words = (*TEXTS, *NUMBERS)
    own = {f"own_{name}": _read_words(F(name)) for name in words}
    same = {f"own_{name}": _read_words(OuterRef(name)) for name in words}
    rows = ClauseVersion.objects.filter(
        edition=after,
        clause=OuterRef("clause"),
        kind=OuterRef("kind"),
        depth=OuterRef("depth"),
    )
    return Exists(rows.alias(**own).filter(**same))


def _read_words(column: F | OuterRef) -> Coalesce:
    return Coalesce(column, Value(""), output_field=TextField())


def derivations_between(before: Edition, after: Edition) -> Mapping[str, list[str]]:
    """Return, by key, the keys from which each clause was derived after `before`."""
    rows = Derivation.objects.filter(
        edition__document=after.document_id,
        edition__number__gt=before.number,
        edition__number__lte=after.number,
    )
    found: dict[str, list[str]] = {}
    for key, origin in rows.values_list("clause__key", "origin__key"):
        found.setdefault(key, []).append(origin)
    return found


def read_comparison(
    changes: Sequence[ClauseChange], codes: Sequence[str]
) -> Comparison:
    """Return every clause as a row, and the counts, in the active language."""
    locators = locators_of(changes)
    rows = [_row(change, codes, locators) for change in changes]
    told = [counted(change, count) for change, count in count_changes(changes)]
    return Comparison(rows, told)


def count_changes(changes: Iterable[ClauseChange]) -> list[tuple[Change, int]]:
    """Return how many clauses have each change that there is, in one order."""
    counts = Counter(change for each in changes for change in each.changes)
    return [(change, counts[change]) for change in NAMES if counts[change]]


def locators_of(changes: Iterable[ClauseChange]) -> dict[str, str]:
    """Return by key where each clause stands, or stood before."""
    clauses = (change.before or change.after for change in changes)
    return {each.key: each.content.locator for each in clauses if each}


def note_of(
    change: ClauseChange, locators: Mapping[str, str], *, backwards: bool = False
) -> ChangeNote:
    """Return what became of a clause, in the active language."""
    before = change.before.content.locator if change.before else ""
    locator = change.after.content.locator if change.after else before
    is_elsewhere = before and full_label(before) != full_label(locator)
    return ChangeNote(
        names=named(change.changes, backwards=backwards),
        label_before=_label_beside(before, locator) if is_elsewhere else "",
        origins=[
            _label_beside(locators[key], locator) if key in locators else key
            for key in change.origins
        ],
    )


def _label_beside(locator: str, other: str) -> str:
    """Return the label of a place that is named beside another one."""
    is_same_part = locator.partition("/")[0] == other.partition("/")[0]
    return label(locator) if is_same_part else full_label(locator)


def _row(
    change: ClauseChange, codes: Sequence[str], locators: Mapping[str, str]
) -> ChangedRow:
    before, after = (
        clause.content if clause else EMPTY for clause in (change.before, change.after)
    )
    return ChangedRow(
        key=change.key,
        label=full_label((after if change.after else before).locator),
        note=note_of(change, locators),
        is_change=change.is_change,
        is_removed=change.after is None,
        cells=[changed_cell(before, after, code) for code in codes],
    )


def _segments(old: str, new: str, code: str) -> tuple[Segment, ...]:
    if old == new:  # most are equal: no redline to compute
        return (Segment(SegmentKind.SAME, new),) if new else ()
    return redline(old, new, code)


def changed_cell(before: ClauseContent, after: ClauseContent, code: str) -> ChangedCell:
    """Return one language of a clause as redlines."""
    return ChangedCell(
        language=BY_CODE[code],
        segments=_segments(before.text(code), after.text(code), code),
        numbers=replaced(before.number(code), after.number(code)),
    )


def read_clauses(edition: Edition) -> list[ClauseInEdition]:
    """Return the clauses of an edition in order; one query."""
    return [read_clause(row) for row in edition.versions.for_reading()]


def read_clause(row: ClauseVersion) -> ClauseInEdition:
    """Return a row as ClauseInEdition; its clause and part are loaded."""
    return ClauseInEdition(row.clause.key, row.clause.part.key, ClauseContent.of(row))


def earlier_keys(edition: Edition) -> Iterable[str]:
    """Return the keys of all clauses in the editions before this one."""
    return (
        ClauseVersion.objects.filter(
            edition__document=edition.document_id, edition__number__lt=edition.number
        )
        .values_list("clause__key", flat=True)
        .distinct()
    )
