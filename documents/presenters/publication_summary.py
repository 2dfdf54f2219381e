"""Presenter of the publication summary: what publishing a draft will change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.comparing import (
    Change,
    ClauseChange,
    Segment,
    compare,
    replaced,
)
from documents.languages import BY_CODE, Language, in_order
from documents.models import Edition
from documents.presenters.changes import NAMES, changes_between, counted, read_clauses
from documents.presenters.labels import full_label
from documents.text.numerals import normalise_number


@dataclass(frozen=True, slots=True)
class Renumbered:
    """The redline of a printed number; no language when all changed alike."""

    language: Language | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A changed clause."""

    key: str
    label: str
    languages: list[Language]  # of the edited text, in the group of edited clauses
    numbers: list[Renumbered]  # in the group of renumbered clauses
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses with one change, and its name with their number."""

    change: Change
    name: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Uneven:
    """A clause whose text changed in some languages and not in others."""

    key: str
    label: str
    changed: list[Language]
    unchanged: list[Language]


@dataclass(frozen=True, slots=True)
class UnevenNumbers:
    """A clause whose printed numbers differ between languages."""

    key: str
    label: str
    numbers: list[tuple[Language, str]]  # "" for none


@dataclass(frozen=True, slots=True)
class Summary:
    """The changes of a draft against the edition it is based on."""

    kept: int
    groups: list[Group]
    edited: list[tuple[Language, int]]  # number of edited clauses by language
    uneven: list[Uneven]
    numbers: list[UnevenNumbers]


def changes_of(draft: Edition) -> list[ClauseChange]:
    """Return the changes of a draft against the edition it is based on.

    For a first edition no clause counts as changed.
    """
    if draft.based_on is None:
        clauses = read_clauses(draft)
        return compare(clauses, clauses)
    return changes_between(draft.based_on, draft)


def summarise(changes: Sequence[ClauseChange]) -> Summary:
    """Return the summary of changes, in the active language."""
    return Summary(
        kept=sum(not change.is_change for change in changes),
        groups=list(_groups(changes)),
        edited=_edited(changes),
        uneven=[each for change in changes if (each := _uneven(change))],
        numbers=[said for change in changes if (said := _numbers_of(change))],
    )


def _groups(changes: Sequence[ClauseChange]) -> Iterator[Group]:
    for change in NAMES:
        items = [_item(each, change) for each in changes if change in each.changes]
        if items and change is not Change.KEPT:
            yield Group(change, counted(change, len(items)), items)


def _item(change: ClauseChange, group: Change) -> Item:
    return Item(
        key=change.key,
        label=_label(change),
        languages=_languages(change.languages) if group is Change.EDITED else [],
        numbers=_renumbered(change) if group is Change.RENUMBERED else [],
        is_removed=change.after is None,
    )


def _renumbered(change: ClauseChange) -> list[Renumbered]:
    before, after = (
        clause.content.numbers if clause else {}
        for clause in (change.before, change.after)
    )
    pairs = {
        code: (before.get(code, ""), after.get(code, ""))
        for code in in_order({*before, *after})
    }
    # "1．" and "1." are the same number in two typographies.
    kinds = {tuple(map(normalise_number, pair)) for pair in pairs.values()}
    if len(kinds) == 1:
        return [Renumbered(None, replaced(*next(iter(pairs.values()))))]
    return [
        Renumbered(BY_CODE[code], replaced(*pair))
        for code, pair in pairs.items()
        if pair[0] != pair[1]
    ]


def _numbers_of(change: ClauseChange) -> UnevenNumbers | None:
    if change.after is None:
        return None
    content = change.after.content
    numbers = {code: content.number(code) for code in in_order(content.texts)}
    if len(set(map(normalise_number, numbers.values()))) < 2:
        return None
    told = [(BY_CODE[code], number) for code, number in numbers.items()]
    return UnevenNumbers(change.key, _label(change), told)


def _edited(changes: Sequence[ClauseChange]) -> list[tuple[Language, int]]:
    counts = [
        (language, sum(code in change.languages for change in changes))
        for code, language in BY_CODE.items()
    ]
    return [(language, count) for language, count in counts if count]


def _uneven(change: ClauseChange) -> Uneven | None:
    if Change.EDITED not in change.changes:
        return None
    clauses = (clause for clause in (change.before, change.after) if clause)
    said = {code for clause in clauses for code in clause.content.texts}
    unchanged = said - set(change.languages)
    if not unchanged:
        return None
    return Uneven(
        key=change.key,
        label=_label(change),
        changed=_languages(change.languages),
        unchanged=_languages(unchanged),
    )


def _label(change: ClauseChange) -> str:
    clause = change.after or change.before
    return full_label(clause.content.locator) if clause else change.key


def _languages(codes: Sequence[str] | set[str]) -> list[Language]:
    return [BY_CODE[code] for code in in_order(codes)]
