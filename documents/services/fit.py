"""Fitting of a text to an edition: by alignment, or by matching with its old version.

A further language is aligned with the existing clauses by kind, number and order, since
languages share no words. A new version of a text is matched with the old one by text,
order and number together, so that moved and renumbered clauses keep their identity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from documents.importing import (
    Alignment,
    Disagreement,
    Reason,
    Row,
    Unit,
    align,
    compare_rows,
)
from documents.integrity.printed import read_unit
from documents.matching import (
    NEW,
    BadChoice,
    Existing,
    Matching,
    Undecided,
    lay_out,
    match,
)
from documents.models import ClauseVersion
from documents.text.content import ClauseContent

# What a choice made by hand answers.
LONELY = frozenset({Reason.EXTRA_HERE, Reason.DOUBTFUL})


class UncertainMatches(Exception):
    """Units with several possible clauses: an editor must choose; nothing is stored."""

    def __init__(
        self,
        matching: Matching,
        places: Sequence[int],
        units: Sequence[Unit],
        clauses: Mapping[str, ClauseVersion],
    ) -> None:
        super().__init__(places)
        self.matching, self.places = matching, tuple(places)
        self.units, self.clauses = units, clauses


@dataclass(frozen=True, slots=True)
class Fitting:
    """The clauses of an edition and the units of a text, in one new order.

    `base` are the clauses as units, in the language used for comparison; `gone` the
    indexes of those that leave the draft. `matching` is None when the text was aligned
    only. Without all choices the order is the proposed one.
    """

    alignment: Alignment
    base: Sequence[Unit]
    matching: Matching | None = None
    gone: frozenset[int] = frozenset()


def fit_text(
    rows: Sequence[ClauseVersion],
    language: str,
    units: Sequence[Unit],
    choices: Mapping[int, str] | None = None,
) -> Fitting:
    """Return how a text would fit the rows of an edition; stores nothing."""
    base = [_as_unit(row, language) for row in rows]
    contents = [ClauseContent.of(row) for row in rows]
    if not (units and any(content.text(language) for content in contents)):
        keys = [row.clause.key for row in rows]
        found = _align(base, units)
        return Fitting(_pair_by_hand(found, base, units, keys, choices), base)
    existing = [_as_existing(row, language) for row in rows]
    matching = match(existing, units, language=language)
    order = lay_out(existing, units, matching.proposed(choices))
    told = [row for row in order if _is_shared(row, contents, language)]
    gone = frozenset(
        clause
        for clause, unit in {*order} - {*told}
        if clause is not None and unit is None
    )
    disagreements = compare_rows(told, base, units).disagreements
    return Fitting(Alignment(tuple(order), disagreements), base, matching, gone)


def check_choices(
    fitting: Fitting,
    rows: Sequence[ClauseVersion],
    units: Sequence[Unit],
    choices: Mapping[int, str],
) -> None:
    """Raise UncertainMatches for a missing choice, BadChoice for an invalid one.

    Where a text was aligned, a choice is a pair made by hand.
    """
    if fitting.matching is None:
        _check_pairs({row.clause.key for row in rows}, len(units), choices)
        return
    try:
        fitting.matching.decided(choices)
    except Undecided as error:
        clauses = {row.clause.key: row for row in rows}
        raise UncertainMatches(fitting.matching, error.units, units, clauses) from error


def _check_pairs(keys: set[str], count: int, choices: Mapping[int, str]) -> None:
    times = Counter(choices.values())
    for place, key in choices.items():
        is_free = key == NEW or (key in keys and times[key] == 1)
        if not (is_free and 0 <= place < count):
            raise BadChoice(place, key)


def _pair_by_hand(
    found: Alignment,
    base: Sequence[Unit],
    units: Sequence[Unit],
    keys: Sequence[str],
    choices: Mapping[int, str] | None,
) -> Alignment:
    """Return an alignment with the pairs chosen by hand; clauses keep their order.

    That a unit has no counterpart is no doubt where it was chosen.
    """
    if not choices:
        return found
    unit_of = _pair_units(found.rows, keys, choices)
    paired = set(unit_of.values())
    rows: list[Row] = []
    for mine, theirs in found.rows:
        if mine is not None:
            rows.append((mine, unit_of.get(mine)))
        if theirs is not None and theirs not in paired:
            rows.append((None, theirs))
    doubts = [*_doubts_of(found, {*rows}, base, units)]
    before = {*found.rows}
    made = [row for row in rows if row not in before]
    doubts += compare_rows(made, base, units).disagreements
    chosen = {id(units[place]) for place in choices if place < len(units)}
    told = [
        each
        for each in doubts
        if each.reason not in LONELY or id(each.other) not in chosen
    ]
    return Alignment(tuple(rows), tuple(told))


def _doubts_of(
    found: Alignment,
    kept: Container[Row],
    base: Sequence[Unit],
    units: Sequence[Unit],
) -> Iterator[Disagreement]:
    """Yield the disagreements in the rows of an alignment that are kept."""
    pairs = {
        (_identity(base, mine), _identity(units, theirs))
        for mine, theirs in found.rows
        if (mine, theirs) in kept
    }
    for each in found.disagreements:
        if (each.base and id(each.base), each.other and id(each.other)) in pairs:
            yield each


def _identity(units: Sequence[Unit], place: int | None) -> int | None:
    return None if place is None else id(units[place])


def _align(base: Sequence[Unit], units: Sequence[Unit]) -> Alignment:
    """Align, or repeat what was found for equal units.

    At the import desk most steps change pairs only, and searching a long text takes
    seconds.
    """
    mine, theirs, found = _align_once(tuple(base), tuple(units))
    own = {id(each): unit for each, unit in zip(mine, base, strict=True)}
    own |= {id(each): unit for each, unit in zip(theirs, units, strict=True)}
    doubts = (
        replace(each, base=own.get(id(each.base)), other=own.get(id(each.other)))
        for each in found.disagreements
    )
    return replace(found, disagreements=tuple(doubts))


@lru_cache(maxsize=4)
def _align_once(
    base: tuple[Unit, ...], units: tuple[Unit, ...]
) -> tuple[tuple[Unit, ...], tuple[Unit, ...], Alignment]:
    return base, units, align(base, units)


def _pair_units(
    rows: Sequence[Row], keys: Sequence[str], choices: Mapping[int, str]
) -> dict[int, int]:
    """Return the unit of each clause: the chosen one, else the aligned one."""
    places = {key: place for place, key in enumerate(keys)}
    chosen = {places[key]: unit for unit, key in choices.items() if key in places}
    aligned = {
        mine: theirs
        for mine, theirs in rows
        if mine is not None and theirs is not None and theirs not in choices
    }
    return {**aligned, **chosen}


def _as_unit(row: ClauseVersion, beside: str) -> Unit:
    """Return a row as a unit, in a language other than `beside` if it has one."""
    return read_unit(row, ClauseContent.of(row).language_beside(beside))


def _as_existing(row: ClauseVersion, language: str) -> Existing:
    if ClauseContent.of(row).has(language):
        return Existing(row.clause.key, read_unit(row, language))
    silent = replace(_as_unit(row, language), text="")
    return Existing(row.clause.key, silent, is_said=False)


def _is_shared(row: Row, contents: Sequence[ClauseContent], language: str) -> bool:
    """Return whether a row of the new order concerns other languages too."""
    clause, _unit = row
    concerned = contents if clause is None else [contents[clause]]
    return any(each.language_beside(language) != language for each in concerned)
