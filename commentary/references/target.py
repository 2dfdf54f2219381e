"""What a cross-reference leads to, and which of two says more precisely where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db.models import Q

from commentary.models import CrossReference
from documents.models import ClauseVersion, Edition, Instrument, Part

Key: TypeAlias = tuple[int | None, int | None, int | None, str]
# References in force, or about to be.
OPEN = (CrossReference.State.PROPOSED, CrossReference.State.ACCEPTED)
# What a more precise locator goes on with: "art. VII, para. 2", "para. 2 (a)".
FURTHER = (", ", " (")


@dataclass(frozen=True, slots=True)
class Target:
    """Exactly one of a clause's text, a part in an edition, an instrument."""

    version: ClauseVersion | None = None
    part: Part | None = None
    edition: Edition | None = None
    instrument: Instrument | None = None
    locator: str = ""

    def __post_init__(self) -> None:
        given = [self.version, self.part, self.instrument]
        if sum(each is not None for each in given) != 1:
            raise ValueError("A cross-reference has exactly one target.")
        if (self.part is None) != (self.edition is None):
            raise ValueError("A part is referred to as an edition has it.")

    @property
    def key(self) -> Key:
        """What makes two targets the same, whatever wording they are pinned to."""
        return (
            self.version.clause_id if self.version else None,
            self.part.pk if self.part else None,
            self.instrument.pk if self.instrument else None,
            self.locator,
        )

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of a CrossReference."""
        return {
            "target_clause_id": self.version.clause_id if self.version else None,
            "target_version": self.version,
            "part": self.part,
            "part_edition": self.edition,
            "instrument": self.instrument,
            "locator": self.locator,
        }

    def is_published(self) -> bool:
        """Tell whether everybody may see it; one query for a part."""
        edition = self._edition
        if edition is None:
            return True
        if not edition.is_published or self.part is None:
            return edition.is_published
        return Part.objects.in_edition(edition).filter(pk=self.part.pk).exists()

    @property
    def document_id(self) -> int | None:
        """The document that is referred to; None for an instrument."""
        edition = self._edition
        return edition.document_id if edition else None

    @property
    def _edition(self) -> Edition | None:
        return self.version.edition if self.version else self.edition


def key_of(reference: CrossReference) -> Key:
    """Return the key of a stored reference's target."""
    return (
        reference.target_clause_id,
        reference.part_id,
        reference.instrument_id,
        reference.locator,
    )


def same_as(reference: CrossReference) -> Q:
    """Return the condition of references that say what this one says."""
    clause, part, instrument, locator = key_of(reference)
    same = Q(
        clause=reference.clause_id,
        target_clause=clause,
        part=part,
        instrument=instrument,
        locator=locator,
    )
    if clause is not None and reference.is_symmetric:
        same |= Q(clause=clause, target_clause=reference.clause_id)
    return (
        same & Q(relation=reference.relation) & ~Q(state=CrossReference.State.WITHDRAWN)
    )


def more_precise_than(reference: CrossReference) -> Q | None:
    """Return the condition of references that say the same more precisely.

    None for a clause, than which nothing is more precise.
    """
    precise = Q(
        clause=reference.clause_id,
        relation=reference.relation,
        state__in=OPEN,
    )
    if reference.part_id is not None:
        return precise & Q(target_clause__part=reference.part_id)
    if reference.instrument_id is None:
        return None
    precise &= Q(instrument=reference.instrument_id)
    if not reference.locator:
        return precise & ~Q(locator="")
    further = [Q(locator__startswith=reference.locator + more) for more in FURTHER]
    return precise & reduce(or_, further)


def is_more_precise(locator: str, other: str) -> bool:
    """Tell whether a locator says where inside another: art. VII, para. 2 of art. VII.

    Any does inside of none.
    """
    if not other:
        return bool(locator)
    return locator.startswith(tuple(other + more for more in FURTHER))
