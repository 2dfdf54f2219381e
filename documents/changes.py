"""The changes between two editions as the page of changes shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.change_names import NAMES, counted, named
from documents.comparing import (
    ClauseChange,
    ClauseState,
    Segment,
    SegmentKind,
    compare,
    redline,
    replaced,
)
from documents.labels import full_label
from documents.languages import BY_CODE, Language
from documents.models import Derivation, Edition
from documents.states import earlier_keys, states_of

EMPTY = ClauseState(key="", part="", kind="", depth=0, numbers={}, texts={})


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One language of a clause: its printed number and its text, as redlines."""

    language: Language
    segments: tuple[Segment, ...]
    numbers: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A clause on the page of changes."""

    key: str
    label: str
    label_before: str
    names: list[str]
    origins: list[str]
    is_change: bool
    is_removed: bool
    cells: list[ChangedCell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions side by side; the later one first when it is read backwards."""

    rows: list[ChangedRow]
    counts: list[str]


def changes_between(before: Edition, after: Edition) -> list[ClauseChange]:
    """Return what became of every clause; four queries however many there are.

    Nothing is known from before a later edition: all that an earlier one has more is
    told in one way.
    """
    is_backwards = before.number > after.number
    return compare(
        states_of(before),
        states_of(after),
        known=set() if is_backwards else set(earlier_keys(before)),
        derivations=derivations_between(before, after),
    )


def derivations_between(before: Edition, after: Edition) -> Mapping[str, list[str]]:
    """Return, by key, the clauses from which each was made after `before`."""
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
    changes: Sequence[ClauseChange],
    codes: Sequence[str],
    *,
    only_changed: bool,
    backwards: bool = False,
) -> Comparison:
    """Return what the page shows, in the active language."""
    counts = Counter(change for each in changes for change in each.changes)
    labels = _labels(changes)
    rows = [
        _row(change, codes, labels, backwards)
        for change in changes
        if change.is_change or not only_changed
    ]
    told = [
        counted(change, counts[change], backwards=backwards)
        for change in NAMES
        if counts[change]
    ]
    return Comparison(rows, told)


def _labels(changes: Iterable[ClauseChange]) -> dict[str, str]:
    states = (change.before or change.after for change in changes)
    return {state.key: full_label(state.locator) for state in states if state}


def _row(
    change: ClauseChange,
    codes: Sequence[str],
    labels: Mapping[str, str],
    backwards: bool,
) -> ChangedRow:
    before, after = change.before or EMPTY, change.after or EMPTY
    shown = change.after or before
    label = full_label(shown.locator)
    old_label = full_label(before.locator) if change.before else ""
    return ChangedRow(
        key=change.key,
        label=label,
        label_before=old_label if old_label != label else "",
        names=named(change.changes, backwards=backwards),
        origins=[labels.get(key, key) for key in change.origins],
        is_change=change.is_change,
        is_removed=change.after is None,
        cells=[changed_cell(before, after, code) for code in codes],
    )


def _segments(old: str, new: str, code: str) -> tuple[Segment, ...]:
    if old == new:  # most are: a page must not pay for comparing them
        return (Segment(SegmentKind.SAME, new),) if new else ()
    return redline(old, new, code)


def changed_cell(before: ClauseState, after: ClauseState, code: str) -> ChangedCell:
    """Return one language of a clause as it became what it is."""
    old, new = before.texts.get(code, ""), after.texts.get(code, "")
    return ChangedCell(
        language=BY_CODE[code],
        segments=_segments(old, new, code),
        numbers=replaced(before.numbers.get(code, ""), after.numbers.get(code, "")),
    )
