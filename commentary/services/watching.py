"""Watching a document, a part, a clause or a thread, and no longer doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction

from commentary.models import Comment, Watch
from commentary.services.holding import hold_active_person
from documents.models import Clause, Derivation, Document, Edition, Part

if TYPE_CHECKING:
    from portal.models import User

Watchable: TypeAlias = Document | Part | Clause | Comment


@transaction.atomic
def watch(user: User, thing: Watchable) -> None:
    """Watch something; of a comment, the thread it stands in. Twice is once.

    Raises PermissionDenied when the account was closed.
    """
    hold_active_person(user.pk)
    row = Watch(person_id=user.pk, **target(thing))
    Watch.objects.bulk_create([row], ignore_conflicts=True)


def unwatch(user: User, thing: Watchable) -> None:
    """Watch something no longer."""
    Watch.objects.by(user).filter(**target(thing)).delete()


def target(thing: Watchable) -> dict[str, int]:
    """Return the column of a watch that points to something."""
    match thing:
        case Document():
            return {"document_id": thing.pk}
        case Part():
            return {"part_id": thing.pk}
        case Clause():
            return {"clause_id": thing.pk}
        case Comment():
            return {"thread_id": thing.root_id or thing.pk}


def carry_watches(edition: Edition) -> None:
    """Let who watches a clause watch what took over its words; two queries."""
    pairs = Derivation.objects.filter(edition=edition).values_list("origin", "clause")
    heirs: dict[int, list[int]] = {}
    for origin, heir in pairs:
        heirs.setdefault(origin, []).append(heir)
    if not heirs:
        return
    watches = Watch.objects.filter(clause__in=heirs).values_list("person", "clause")
    Watch.objects.bulk_create(
        [
            Watch(person_id=person, clause_id=heir)
            for person, clause in watches
            for heir in heirs[clause or 0]
        ],
        ignore_conflicts=True,
    )
