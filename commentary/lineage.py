"""Lineage: which clauses' comments are shown on a clause, after splits and merges.

A clause made from others by a split or a merge shows the comments made on them before
that edition. Comments made on them later are not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Q

from documents.models import Clause, Derivation, Edition

Derived: TypeAlias = Mapping[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Origin:
    """A clause from which another was made by a split or merge in edition `until`."""

    clause: int
    until: int


def origins_by_clause(edition: Edition) -> dict[int, list[Origin]]:
    """Return, by clause id, each clause's origins up to this edition; one query."""
    rows = Derivation.objects.filter(
        edition__document=edition.document_id, edition__number__lte=edition.number
    )
    derived: dict[int, list[tuple[int, int]]] = {}
    for clause, origin, number in rows.values_list(
        "clause_id", "origin_id", "edition__number"
    ):
        derived.setdefault(clause, []).append((origin, number))
    return {clause: list(_origins(clause, derived)) for clause in derived}


def _origins(clause: int, derived: Derived) -> Iterable[Origin]:
    """Follow the derivations back; `until` never grows along the way."""
    found: dict[int, int] = {}
    waiting = list(derived.get(clause, ()))
    while waiting:
        origin, until = waiting.pop()
        if origin == clause or found.get(origin, 0) >= until:
            continue
        found[origin] = until
        waiting += [
            (further, min(until, number)) for further, number in derived.get(origin, ())
        ]
    return (Origin(origin, until) for origin, until in found.items())


def origins_of(clause: Clause, edition: Edition) -> list[Origin]:
    """Return the origins of one clause up to this edition; one query."""
    return origins_by_clause(edition).get(clause.pk, [])


def threads_on(clause: Clause, origins: Iterable[Origin]) -> Q:
    """Return the condition for the top-level comments shown on this clause."""
    begins = Q(clause=clause)
    for origin in origins:
        begins |= Q(clause=origin.clause, version__edition__number__lt=origin.until)
    return begins & Q(parent=None)
