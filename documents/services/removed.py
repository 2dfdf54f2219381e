"""Clauses that a draft lacks, with what they said last: in the draft, or before it."""

from __future__ import annotations

from typing import Any

from documents.audit import removals_from
from documents.models import Clause, ClauseVersion, Edition
from documents.text.content import ClauseContent


def removed_rows(edition: Edition) -> list[ClauseVersion]:
    """Return the clauses that the draft lacks, each as a row with its last content.

    A row without a primary key is the one that was removed from this draft; the others
    are those of the latest edition that has the clause.
    """
    removals = removals_from(edition)
    there = edition.versions.values("clause")
    lacking = Clause.objects.filter(document=edition.document_id)
    clauses = lacking.exclude(pk__in=there).select_related("part").in_bulk()
    found = {
        pk: _as_row(edition, clause, removals[pk])
        for pk, clause in clauses.items()
        if pk in removals
    }
    rows = ClauseVersion.objects.filter(clause__in=clauses.keys() - found.keys())
    rows = rows.order_by("clause_id", "-edition__number").distinct("clause_id")
    for row in rows.select_related("clause__part", "edition"):
        found[row.clause_id] = row
    return [found[pk] for pk in sorted(found)]


def removed_row(edition: Edition, clause: Clause) -> ClauseVersion | None:
    """Return one of the removed_rows; None when the clause is not removed."""
    if edition.versions.filter(clause=clause).exists():
        return None
    if removal := removals_from(edition, clause).get(clause.pk):
        return _as_row(edition, clause, removal)
    rows = clause.versions.select_related("clause__part", "edition")
    return rows.order_by("-edition__number").first()


def _as_row(edition: Edition, clause: Clause, removal: Any) -> ClauseVersion:
    content = ClauseContent.from_columns(vars(removal))
    row = ClauseVersion(edition=edition, clause=clause)
    row.position, row.locator = removal.position, removal.locator
    content.put_into(row)
    return row
