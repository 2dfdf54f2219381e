"""What publishing a draft will change, told before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.change_names import NAMES, counted
from documents.changes import changes_between
from documents.comparing import Change, ClauseChange, ClauseState, compare
from documents.labels import full_label
from documents.languages import BY_CODE, Language, in_order
from documents.models import Edition
from documents.states import states_of


@dataclass(frozen=True, slots=True)
class Item:
    """A clause that something happened to."""

    key: str
    label: str
    languages: list[Language]  # whose text was edited
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses that one thing happened to, and how many they are in words."""

    change: Change
    name: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Uneven:
    """A clause of which some texts changed and others stayed as they were."""

    key: str
    label: str
    changed: list[Language]
    unchanged: list[Language]


@dataclass(frozen=True, slots=True)
class Summary:
    """What becomes of the clauses of the edition before."""

    kept: int
    groups: list[Group]
    edited: list[tuple[Language, int]]  # in how many clauses, by language
    uneven: list[Uneven]


def changes_of(draft: Edition) -> list[ClauseChange]:
    """Return what a draft changes of the edition it is based on.

    A first edition changes nothing: all of it is there for the first time.
    """
    if draft.based_on is None:
        states = states_of(draft)
        return compare(states, states)
    return changes_between(draft.based_on, draft)


def summarise(changes: Sequence[ClauseChange]) -> Summary:
    """Sum up changes in the active language."""
    return Summary(
        kept=sum(not change.is_change for change in changes),
        groups=list(_groups(changes)),
        edited=_edited(changes),
        uneven=[found for change in changes if (found := _uneven(change))],
    )


def _groups(changes: Sequence[ClauseChange]) -> Iterator[Group]:
    for change in NAMES:
        items = [_item(each) for each in changes if change in each.changes]
        if items and change is not Change.KEPT:
            yield Group(change, counted(change, len(items)), items)


def _item(change: ClauseChange) -> Item:
    return Item(
        key=change.key,
        label=_label(change),
        languages=_languages(change.languages),
        is_removed=change.after is None,
    )


def _edited(changes: Sequence[ClauseChange]) -> list[tuple[Language, int]]:
    counts = [
        (language, sum(code in change.languages for change in changes))
        for code, language in BY_CODE.items()
    ]
    return [(language, count) for language, count in counts if count]


def _uneven(change: ClauseChange) -> Uneven | None:
    if Change.EDITED not in change.changes:
        return None
    said = {*_said(change.before), *_said(change.after)}
    unchanged = said - set(change.languages)
    if not unchanged:
        return None
    return Uneven(
        key=change.key,
        label=_label(change),
        changed=_languages(change.languages),
        unchanged=_languages(unchanged),
    )


def _said(state: ClauseState | None) -> Sequence[str]:
    return list(state.texts) if state else []


def _label(change: ClauseChange) -> str:
    state = change.after or change.before
    return full_label(state.locator) if state else change.key


def _languages(codes: Sequence[str] | set[str]) -> list[Language]:
    return [BY_CODE[code] for code in in_order(codes)]
