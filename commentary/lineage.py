"""Which clauses' commentary belongs to a clause: its own, and of what it grew from.

When a clause was split or merged, what people had said of its words until then is
shown on the clauses that took them over; what they say of it later is not.
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
    """A clause whose words were taken over in edition `until`."""

    clause: int
    until: int


def origins_by_clause(edition: Edition) -> dict[int, list[Origin]]:
    """Return, by clause, what each grew from until this edition; one query."""
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
    """Follow the derivations back; each ends what counts of those before it."""
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
    """Return what one clause grew from until this edition; one query."""
    return origins_by_clause(edition).get(clause.pk, [])


def threads_on(clause: Clause, origins: Iterable[Origin]) -> Q:
    """Return the condition of the comments that begin a thread of this clause."""
    begins = Q(clause=clause)
    for origin in origins:
        begins |= Q(clause=origin.clause, version__edition__number__lt=origin.until)
    return begins & Q(parent=None)
