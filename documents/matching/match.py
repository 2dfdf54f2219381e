"""Matching of units with clauses, by text, order and number together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from documents.importing import Row, Unit, paired_parts
from documents.matching.evidence import Fit, Likeness, Part, Side, fits_of
from documents.matching.places import equal_pairs
from documents.matching.results import Candidate, Existing, Match, Matching, State
from documents.matching.similarity import WordSimilarity

# Below it a unit is new. It is the score of a unit that has no word of a clause but
# has its place and number: enough to ask an editor.
FLOOR: Final = 0.40
# For certainty: what was measured on short quotes (lessons.md I.3): of the false hits
# none had more than 0.77, true ones on whole clauses hardly ever less than 0.82.
CERTAIN: Final = 0.80
# The place adds certainty, but the words alone must come near: a clause
# that was replaced by another of the same formula stands in the same place. What has
# less in common than this is a clause of its own, to an editor too.
CERTAIN_WORDS: Final = 0.75
# And no other may be nearly as similar, as clauses with the same formula are.
# Measured on edited UN texts (tests/documents/matching/test_figures.py): no wrong
# match with these; 52 in 19,000 with 0.70 and 0.60 for the two above.
LEAD: Final = 0.10
# Candidates shown to an editor for a unit.
OFFERED: Final = 5


def match(
    existing: Sequence[Existing], units: Sequence[Unit], *, language: str
) -> Matching:
    """Return the match of each unit of a new text version with a clause, part by part.

    First equal texts; then, in rounds, certain matches, as each matched neighbour is
    evidence for the places between; the rest are proposals, one to one, best first, for
    an editor to decide. A clause does not leave its part.
    """
    keys = [each.key for each in existing]
    matches = [Match(State.NEW)] * len(units)
    allowed: list[frozenset[str]] = [frozenset()] * len(units)
    for part in _parts(existing, units, language):
        clauses = frozenset(keys[place] for place in part.clause_places)
        for place, found in _matches(part, keys).items():
            matches[place], allowed[place] = found, clauses
    taken = {found.key for found in matches}
    left = (key for key in keys if key not in taken)
    return Matching(tuple(matches), tuple(allowed), tuple(left))


def _parts(
    existing: Sequence[Existing], units: Sequence[Unit], language: str
) -> list[Part]:
    silent = [place for place, each in enumerate(existing) if not each.is_said]
    clauses = Side.of([each.unit for each in existing], language, silent=silent)
    new = Side.of(units, language)
    wording = WordSimilarity(clauses.words, new.words)
    return [
        Part(
            clauses,
            mine,
            new,
            theirs,
            Likeness(wording, (clauses, mine), (new, theirs)),
        )
        for mine, theirs in paired_parts(clauses.units, units)
    ]


def _matches(part: Part, keys: Sequence[str]) -> dict[int, Match]:
    """Return the match of each unit of a part; `keys` are the clauses' keys."""
    equal = equal_pairs(
        part.units.texts(part.unit_places), part.clauses.texts(part.clause_places)
    )
    certain = {unit: Fit(1.0, 0.0, (unit, clause)) for unit, clause in equal.items()}
    fits = _add_certain(part, certain)
    proposed = _one_to_one(fits)
    matches = {
        unit: _match(State.CERTAIN, [fit], keys) for unit, fit in certain.items()
    }
    for unit, offers in fits.items():
        best = [fit for fit in offers if fit.score >= FLOOR][:OFFERED]
        state = State.UNCERTAIN if best else State.NEW
        matches[unit] = _match(state, best, keys, proposed.get(unit))
    return matches


def _add_certain(part: Part, certain: dict[int, Fit]) -> dict[int, list[Fit]]:
    """Add certain fits until there are no more; return the fits of the rest."""
    while True:
        fits = fits_of(part, {unit: fit.pair[1] for unit, fit in certain.items()})
        found = {
            unit: offers[0]
            for unit, offers in fits.items()
            if offers and _is_certain(part.likeness, offers[0])
        }
        if not found:
            return fits
        certain |= found


def _is_certain(likeness: Likeness, fit: Fit) -> bool:
    """Return whether a fit is certain.

    Two units cannot be certain for one clause: each would need the lead over the other.
    """
    unit, clause = fit.pair
    return (
        fit.score >= CERTAIN
        and likeness.clauses_like(unit).get(clause, 0.0) >= CERTAIN_WORDS
        and not likeness.is_short(fit.pair)
        and likeness.lead(fit.pair) >= LEAD
    )


def _one_to_one(fits: Mapping[int, Sequence[Fit]]) -> dict[int, Fit]:
    """Assign each unit to at most one clause, and the reverse, best fit first."""
    given: dict[int, Fit] = {}
    taken: set[int] = set()
    offers = (fit for each in fits.values() for fit in each if fit.score >= FLOOR)
    for fit in sorted(offers, key=lambda fit: (-fit.score, -fit.place, fit.pair)):
        unit, clause = fit.pair
        if unit not in given and clause not in taken:
            given[unit] = fit
            taken.add(clause)
    return given


def _match(
    state: State, offers: Sequence[Fit], keys: Sequence[str], best: Fit | None = None
) -> Match:
    chosen = offers[0] if state is State.CERTAIN else best
    candidates = [Candidate(keys[fit.pair[1]], _shown(fit)) for fit in offers]
    return Match(
        state=state,
        key=keys[chosen.pair[1]] if chosen else None,
        score=_shown(chosen) if chosen else 0.0,
        candidates=tuple(candidates),
    )


def _shown(fit: Fit) -> float:
    """Return a score rounded to thousandths; 1 only for equal words."""
    return int(fit.score * 1000) / 1000


def lay_out(
    existing: Sequence[Existing], units: Sequence[Unit], keys: Sequence[str | None]
) -> list[Row]:
    """Return the rows (clause index or None, unit index or None) of the new order.

    `keys` has the clause of each unit. Units keep the order of their text; a clause
    without a unit follows the one it followed in its part.
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
