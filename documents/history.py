"""What a clause said in every edition, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from documents.citing import edition_name
from documents.comparing import Segment, redline
from documents.labels import full_label
from documents.languages import BY_CODE, Language
from documents.models import Clause, ClauseVersion, Derivation, Edition

if TYPE_CHECKING:
    from documents.querysets import Visitor


@dataclass(frozen=True, slots=True)
class RedlinedCell:
    """One language of a clause against the edition before."""

    language: Language
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A clause in one edition, with what changed; no cells when nothing did."""

    edition: Edition
    name: str
    label: str
    cells: list[RedlinedCell]


def history_of(clause: Clause, user: Visitor) -> list[ClauseVersion]:
    """Return the clause in each edition a person may see, the first one first."""
    rows = clause.versions.visible_to(user).select_related("edition")
    found = list(rows.order_by("edition__number"))
    for row in found:
        row.clause, row.edition.document = clause, clause.document
    return found


def standing_in(
    history: Sequence[ClauseVersion], edition: Edition
) -> ClauseVersion | None:
    """Return the clause as an edition has it, else as it stood last before; or None."""
    until = [row for row in history if row.edition.number <= edition.number]
    return until[-1] if until else None


def read_history(history: Sequence[ClauseVersion], codes: Sequence[str]) -> list[Step]:
    """Return the steps from the second edition on, the latest first."""
    steps = [_step(before, after, codes) for before, after in pairwise(history)]
    return steps[::-1]


def _step(before: ClauseVersion, after: ClauseVersion, codes: Sequence[str]) -> Step:
    cells = []
    for code in codes:
        old, new = before.in_language("text", code), after.in_language("text", code)
        if old != new:
            cells.append(RedlinedCell(BY_CODE[code], redline(old, new, code)))
    return Step(
        edition=after.edition,
        name=edition_name(after.edition),
        label=full_label(after.locator),
        cells=cells,
    )


def successors_of(clause: Clause, user: Visitor) -> list[Clause]:
    """Return the clauses that took over words of this one, as far as a person may know.

    What a draft made of it is nobody's business who may not see the draft.
    """
    editions = Edition.objects.visible_to(user).filter(document=clause.document_id)
    taken = Derivation.objects.filter(origin=clause, edition__in=editions)
    found = Clause.objects.filter(pk__in=taken.values("clause"))
    return list(found.select_related("document").order_by("pk"))
