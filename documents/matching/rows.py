"""The order of an edition that has taken in a new version of its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from documents.importing import Row, Unit, paired_parts
from documents.matching.results import Existing


def lay_out(
    existing: Sequence[Existing], units: Sequence[Unit], keys: Sequence[str | None]
) -> list[Row]:
    """Return the rows of the new order: places of a clause and of its unit, or None.

    `keys` names the clause of each unit. The units stand as in their text; a clause
    without a unit stands behind the one it followed in its part.
    """
    places = {each.key: place for place, each in enumerate(existing)}
    clause_of = {unit: places[key] for unit, key in enumerate(keys) if key is not None}
    rows: list[Row] = []
    for mine, theirs in paired_parts([each.unit for each in existing], units):
        rows += _laid_out(mine, theirs, clause_of)
    return rows


def _laid_out(
    clauses: Sequence[int], units: Sequence[int], clause_of: Mapping[int, int]
) -> Iterator[Row]:
    present = set(clause_of.values())
    followers: dict[int | None, list[int]] = {}
    last: int | None = None
    for clause in clauses:
        if clause in present:
            last = clause
        else:
            followers.setdefault(last, []).append(clause)
    yield from ((clause, None) for clause in followers.get(None, ()))
    for unit in units:
        mine = clause_of.get(unit)
        yield mine, unit
        if mine is not None:
            yield from ((clause, None) for clause in followers.get(mine, ()))
