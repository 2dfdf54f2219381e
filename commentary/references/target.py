"""Target of a cross-reference: clause, part or instrument; equality and precision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db.models import Q

from commentary.models import CrossReference
from documents.models import ClauseVersion, Edition, Instrument, Part

Key: TypeAlias = tuple[int | None, int | None, int | None, str]
# The states of references in force or pending.
OPEN = (CrossReference.State.PROPOSED, CrossReference.State.ACCEPTED)
# How a more precise locator continues: "art. VII, para. 2", "para. 2 (a)".
FURTHER = (", ", " (")


@dataclass(frozen=True, slots=True)
class Target:
    """Target of a reference: a clause's text, a part in an edition, or an instrument.

    Exactly one of these; raises ValueError otherwise.
    """

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
        """The target's identity, independent of the text it is pinned to."""
        return (
            self.version.clause_id if self.version else None,
            self.part.pk if self.part else None,
            self.instrument.pk if self.instrument else None,
            self.locator,
        )

    @property
    def fields(self) -> dict[str, Any]:
        """The values of the columns of CrossReference."""
        return {
            "target_clause_id": self.version.clause_id if self.version else None,
            "target_version": self.version,
            "part": self.part,
            "part_edition": self.edition,
            "instrument": self.instrument,
            "locator": self.locator,
        }

    def is_published(self) -> bool:
        """Return whether the target is public; one query for a part."""
        edition = self.text_edition
        if edition is None:
            return True
        if not edition.is_published or self.part is None:
            return edition.is_published
        return Part.objects.in_edition(edition).filter(pk=self.part.pk).exists()

    @property
    def document_id(self) -> int | None:
        """The id of the target's document; None for an instrument."""
        edition = self.text_edition
        return edition.document_id if edition else None

    @property
    def text_edition(self) -> Edition | None:
        """The edition of its text; None for an instrument."""
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
    """Return the condition for references equal to this one and not withdrawn."""
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
    """Return the condition for the same references with a more precise target.

    None for a target clause, which is the most precise.
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
    """Return whether `locator` is inside `other`: art. VII, para. 2 inside art. VII.

    Any locator is inside "".
    """
    if not other:
        return bool(locator)
    return locator.startswith(tuple(other + more for more in FURTHER))
