"""What became of each clause between two editions, found by comparing their rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


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
class ClauseState:
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
    before: ClauseState | None
    after: ClauseState | None
    changes: frozenset[Change]
    languages: tuple[str, ...] = ()  # whose text was edited
    origins: tuple[str, ...] = ()  # the clauses it was split from or merged of

    @property
    def is_change(self) -> bool:
        """Tell whether anything happened to it."""
        return self.changes != {Change.KEPT}


def compare(
    before: Sequence[ClauseState],
    after: Sequence[ClauseState],
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
    moved = _moved([s.key for s in before], [s.key for s in after])
    changes = {
        state.key: _of_present(
            mine.get(state.key), state, state.key in moved, known, origins
        )
        for state in after
    }
    for state in before:
        if state.key not in theirs:
            removed = frozenset({Change.REMOVED})
            changes[state.key] = ClauseChange(state.key, state, None, removed)
    return [changes[key] for key in _reading_order(before, after)]


def _of_present(
    before: ClauseState | None,
    after: ClauseState,
    is_moved: bool,
    known: Collection[str],
    origins: Mapping[str, Collection[str]],
) -> ClauseChange:
    sources = tuple(origins.get(after.key, ()))
    if before is None:
        born = Change.RESTORED if after.key in known else Change.INSERTED
        found = {Change.SPLIT} if sources else {born}
        return ClauseChange(after.key, None, after, frozenset(found), (), sources)
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
        Change.MERGED: bool(sources),
    }
    found = {change for change, holds in checks.items() if holds}
    changes = frozenset(found or {Change.KEPT})
    return ClauseChange(after.key, before, after, changes, edited, sources)


def _cast(state: ClauseState) -> tuple[str, str, int]:
    return (state.part, state.kind, state.depth)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
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
    before: Sequence[ClauseState], after: Sequence[ClauseState]
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
