"""Storage of detected references: mentions in, cross-references out.

A reference belongs to the clause: a target named in three languages is one reference,
decided once. Its mentions record where each language names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction

from commentary.locks import lock_documents
from commentary.models import CrossReference, Mention
from commentary.references.target import OPEN, Key, Target, is_more_precise, key_of
from documents.models import ClauseVersion, Edition

Place: TypeAlias = tuple[int, Key]  # (clause id, key of the target)
CITES = CrossReference.Relation.CITES


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A range of one language of a clause's text that names a target."""

    version: ClauseVersion
    language: str
    start: int
    end: int
    target: Target

    @property
    def place(self) -> Place:
        return self.version.clause_id, self.target.key


@transaction.atomic
def store_found(
    edition: Edition, found: Sequence[FoundReference]
) -> list[CrossReference]:
    """Store the references found in a published edition; return the new ones.

    References that exist, in whatever state, are left as they are. A clause's mention
    of itself is left out. Mentions of the edition are replaced. Idempotent.
    """
    lock_documents([edition.document_id])
    known = _known(edition)
    telling = _without_itself(found)
    homes = _homes(known, dict.fromkeys(each.place for each in telling))
    made: dict[Place, CrossReference] = {}
    for each in telling:
        home = homes[each.place]
        if home not in known and home not in made and home == each.place:
            made[home] = _made(each)
    CrossReference.objects.bulk_create(made.values())
    stored = {**known, **made}
    _keep_mentions(edition, ((stored[homes[each.place]], each) for each in telling))
    return list(made.values())


@transaction.atomic
def store_mentions(edition: Edition, found: Sequence[FoundReference]) -> None:
    """Store where an edition names the targets of references that exist already.

    For an earlier edition, whose own references may be in force no longer. Mentions of
    the edition are replaced. Idempotent.
    """
    lock_documents([edition.document_id])
    known = _known(edition)
    telling = _without_itself(found)
    homes = _homes(known, dict.fromkeys(each.place for each in telling))
    placed = ((known.get(homes[each.place]), each) for each in telling)
    _keep_mentions(edition, ((row, each) for row, each in placed if row is not None))


def _without_itself(found: Sequence[FoundReference]) -> list[FoundReference]:
    return [each for each in found if each.target.key[0] != each.version.clause_id]


def _known(edition: Edition) -> dict[Place, CrossReference]:
    """Return the citations by place; a withdrawn one only if it is the only one."""
    rows = CrossReference.objects.filter(
        clause__document=edition.document_id, relation=CITES
    )
    ordered = sorted(rows, key=lambda row: (not row.is_withdrawn, row.pk))
    return {(row.clause_id, key_of(row)): row for row in ordered}


def _homes(
    known: Mapping[Place, CrossReference], told: Iterable[Place]
) -> dict[Place, Place]:
    """Return the place to store each found place at.

    A bare name joins the first of the most precise references to the same instrument in
    the clause ("its article VII"), unless that was disputed or withdrawn.
    """
    told = list(told)
    closed = {place for place, row in known.items() if row.state not in OPEN}
    by_work: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in (*known, *told):
        clause, (_clause, _part, work, _locator) = place
        if work is not None and place not in closed:
            by_work[clause, work].append(place)
    homes = {}
    for place in told:
        clause, (_clause, _part, work, locator) = place
        near = by_work[clause, work] if work is not None else []
        better = [each for each in near if is_more_precise(each[1][3], locator)]
        homes[place] = max(better, key=lambda each: len(each[1][3]), default=place)
    return homes


def _made(found: FoundReference) -> CrossReference:
    return CrossReference(
        clause_id=found.version.clause_id,
        version=found.version,
        relation=CITES,
        origin=CrossReference.Origin.DETECTED,
        **found.target.fields,
    )


def _keep_mentions(
    edition: Edition, found: Iterable[tuple[CrossReference, FoundReference]]
) -> None:
    wanted = {
        (each.version.pk, each.language, each.start): (reference.pk, each.end)
        for reference, each in found
    }
    rows = Mention.objects.filter(version__edition=edition)
    there = {
        (row.version_id, row.language, row.start): (row.reference_id, row.end)
        for row in rows
    }
    if wanted == there:
        return
    rows.delete()
    Mention.objects.bulk_create(_mentions(wanted))


def _mentions(
    wanted: Mapping[tuple[int, str, int], tuple[int, int]],
) -> Iterable[Mention]:
    for (version, language, start), (reference, end) in wanted.items():
        yield Mention(
            reference_id=reference,
            version_id=version,
            language=language,
            start=start,
            end=end,
        )
