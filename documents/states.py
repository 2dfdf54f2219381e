"""Editions as the comparison reads them."""

from __future__ import annotations

from collections.abc import Iterable

from documents.comparing import ClauseState
from documents.languages import CODES
from documents.models import ClauseVersion, Edition


def states_of(edition: Edition) -> list[ClauseState]:
    """Return the clauses of an edition in order; one query."""
    return [state_of(row) for row in edition.versions.for_reading()]


def state_of(row: ClauseVersion) -> ClauseState:
    """Return a clause as it stands; its clause and part are to be loaded."""
    return ClauseState(
        key=row.clause.key,
        part=row.clause.part.key,
        kind=row.kind,
        depth=row.depth,
        numbers=_said(row, "number"),
        texts=_said(row, "text"),
        locator=row.locator,
    )


def _said(row: ClauseVersion, field: str) -> dict[str, str]:
    said = {code: row.in_language(field, code) for code in CODES}
    return {code: words for code, words in said.items() if words}


def earlier_keys(edition: Edition) -> Iterable[str]:
    """Return the keys of every clause of the editions before this one."""
    return (
        ClauseVersion.objects.filter(
            edition__document=edition.document_id, edition__number__lt=edition.number
        )
        .values_list("clause__key", flat=True)
        .distinct()
    )
