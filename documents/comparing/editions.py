"""Comparison of two editions: the changes of each clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from documents.text.content import ClauseContent

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Change(StrEnum):
    """Changes of a clause between two editions; several may apply."""

    KEPT = "kept"
    EDITED = "edited"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    RECAST = "recast"  # another kind, depth or part
    INSERTED = "inserted"
    RESTORED = "restored"
    REMOVED = "removed"
    SPLIT = "split"  # split off from another clause
    MERGED = "merged"  # merged with another clause


@dataclass(frozen=True, slots=True)
class ClauseInEdition:
    """A clause in one edition: its key, its part and its content."""

    key: str
    part: str
    content: ClauseContent


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause in two editions, and its changes."""

    key: str
    before: ClauseInEdition | None
    after: ClauseInEdition | None
    changes: frozenset[Change]
    languages: tuple[str, ...] = ()  # codes of the languages whose text was edited
    origins: tuple[str, ...] = ()  # keys of the clauses it was derived from

    @property
    def is_change(self) -> bool:
        """Whether anything changed."""
        return self.changes != {Change.KEPT}


def compare(
    before: Sequence[ClauseInEdition],
    after: Sequence[ClauseInEdition],
    *,
    known: Collection[str] = (),
    derivations: Mapping[str, Collection[str]] | None = None,
) -> list[ClauseChange]:
    """Return the change of every clause of both editions, in reading order.

    `known` has the keys of clauses in editions before `before`: such a clause is
    restored, not inserted. `derivations` maps a key to the keys it was derived from. A
    removed clause keeps its place behind the clause it followed.
    """
    origins = derivations or {}
    mine = {clause.key: clause for clause in before}
    theirs = {clause.key: clause for clause in after}
    moved = moved_keys(list(mine), list(theirs))
    order = _reading_order(before, after)
    return [
        change_of(
            mine.get(key),
            theirs.get(key),
            is_moved=key in moved,
            is_known=key in known,
            origins=origins.get(key, ()),
        )
        for key in order
    ]


def change_of(
    before: ClauseInEdition | None,
    after: ClauseInEdition | None,
    *,
    is_moved: bool = False,
    is_known: bool = False,
    origins: Collection[str] = (),
) -> ClauseChange:
    """Return the change of a clause that is in at least one of two editions.

    `is_moved` depends on its neighbours, and `is_known` on earlier editions: both are
    given by the caller.
    """
    if after is None:
        return _removed(before)
    if before is None:
        born = Change.RESTORED if is_known else Change.INSERTED
        found = frozenset({Change.SPLIT} if origins else {born})
        return ClauseChange(after.key, None, after, found, (), tuple(origins))
    old, new = before.content, after.content
    edited = tuple(
        code for code in {**old.texts, **new.texts} if old.text(code) != new.text(code)
    )
    checks = {
        Change.EDITED: bool(edited),
        Change.RENUMBERED: old.numbers != new.numbers,
        Change.MOVED: is_moved,
        Change.RECAST: _cast(before) != _cast(after),
        Change.MERGED: bool(origins),
    }
    found = frozenset(change for change, holds in checks.items() if holds)
    changes = found or frozenset({Change.KEPT})
    return ClauseChange(after.key, before, after, changes, edited, tuple(origins))


def _removed(before: ClauseInEdition | None) -> ClauseChange:
    if before is None:
        raise ValueError("a clause of neither edition")
    return ClauseChange(before.key, before, None, frozenset({Change.REMOVED}))


def _cast(clause: ClauseInEdition) -> tuple[str, str, int]:
    return (clause.part, clause.content.kind, clause.content.depth)


def moved_keys(before: Sequence[K], after: Sequence[K]) -> set[K]:
    """Return the smallest set of keys whose moves explain the new order."""
    place = {key: index for index, key in enumerate(before)}
    common = [key for key in after if key in place]
    return set(common) - set(longest_rising([place[key] for key in common], common))


def longest_rising(places: Sequence[int], keys: Sequence[T]) -> list[T]:
    """Return the keys of a longest increasing subsequence (patience sorting)."""
    tops: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        tops[pile : pile + 1] = [place]
        at[pile : pile + 1] = [index]
        back.append(at[pile - 1] if pile else -1)
    chain: list[T] = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(keys[index])
        index = back[index]
    return chain


def _reading_order(
    before: Sequence[ClauseInEdition], after: Sequence[ClauseInEdition]
) -> list[str]:
    """Return the new order, with removed clauses behind the one they followed."""
    present = {clause.key for clause in after}
    followers: dict[str | None, list[str]] = {}
    last: str | None = None
    for clause in before:
        if clause.key in present:
            last = clause.key
        else:
            followers.setdefault(last, []).append(clause.key)
    order = list(followers.get(None, ()))
    for clause in after:
        order += [clause.key, *followers.get(clause.key, ())]
    return order
