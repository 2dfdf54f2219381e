"""What became of each clause between two editions, found by comparing their rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Change(StrEnum):
    """What can become of a clause. Several may hold at once."""

    KEPT = "kept"
    EDITED = "edited"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    RECAST = "recast"  # another kind, level or part
    INSERTED = "inserted"
    RESTORED = "restored"
    REMOVED = "removed"
    SPLIT = "split"  # born from words of another clause
    MERGED = "merged"  # took in the words of another clause


@dataclass(frozen=True, slots=True)
class ClauseContent:
    """A clause as it stands in one edition; texts and numbers by language code."""

    key: str
    part: str
    kind: str
    depth: int
    numbers: Mapping[str, str]
    texts: Mapping[str, str]
    locator: str = ""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in two editions."""

    key: str
    before: ClauseContent | None
    after: ClauseContent | None
    changes: frozenset[Change]
    languages: tuple[str, ...] = ()  # whose text was edited
    origins: tuple[str, ...] = ()  # the clauses it was split from or merged of

    @property
    def is_change(self) -> bool:
        """Tell whether anything happened to it."""
        return self.changes != {Change.KEPT}


def compare(
    before: Sequence[ClauseContent],
    after: Sequence[ClauseContent],
    *,
    known: Collection[str] = (),
    derivations: Mapping[str, Collection[str]] | None = None,
) -> list[ClauseChange]:
    """Return every clause of both editions, in the order in which one reads them.

    `known` are the keys that stood in any edition before `before`: what comes back
    from there is restored, not inserted. `derivations` names for a clause those it was
    made from. A removed clause stands where it stood.
    """
    origins = derivations or {}
    mine = {state.key: state for state in before}
    theirs = {state.key: state for state in after}
    moved = moved_keys([s.key for s in before], [s.key for s in after])
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
    before: ClauseContent | None,
    after: ClauseContent | None,
    *,
    is_moved: bool = False,
    is_known: bool = False,
    origins: Collection[str] = (),
) -> ClauseChange:
    """Return what became of one clause that stands in at least one of two editions.

    Whether it moved only its neighbours can tell, and whether it is known from an
    edition before both only they can.
    """
    if after is None:
        return _removed(before)
    if before is None:
        born = Change.RESTORED if is_known else Change.INSERTED
        found = frozenset({Change.SPLIT} if origins else {born})
        return ClauseChange(after.key, None, after, found, (), tuple(origins))
    edited = tuple(
        code
        for code in {**before.texts, **after.texts}
        if before.texts.get(code, "") != after.texts.get(code, "")
    )
    checks = {
        Change.EDITED: bool(edited),
        Change.RENUMBERED: before.numbers != after.numbers,
        Change.MOVED: is_moved,
        Change.RECAST: _cast(before) != _cast(after),
        Change.MERGED: bool(origins),
    }
    found = frozenset(change for change, holds in checks.items() if holds)
    changes = found or frozenset({Change.KEPT})
    return ClauseChange(after.key, before, after, changes, edited, tuple(origins))


def _removed(before: ClauseContent | None) -> ClauseChange:
    if before is None:
        raise ValueError("a clause of neither edition")
    return ClauseChange(before.key, before, None, frozenset({Change.REMOVED}))


def _cast(state: ClauseContent) -> tuple[str, str, int]:
    return (state.part, state.kind, state.depth)


def moved_keys(before: Sequence[K], after: Sequence[K]) -> set[K]:
    """Return the fewest keys whose moving explains the new order of the rest."""
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
    before: Sequence[ClauseContent], after: Sequence[ClauseContent]
) -> list[str]:
    """Return the new order, with each removed clause behind the one it followed."""
    present = {state.key for state in after}
    followers: dict[str | None, list[str]] = {}
    last: str | None = None
    for state in before:
        if state.key in present:
            last = state.key
        else:
            followers.setdefault(last, []).append(state.key)
    order = list(followers.get(None, ()))
    for state in after:
        order += [state.key, *followers.get(state.key, ())]
    return order
