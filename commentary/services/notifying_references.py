"""Telling people of cross-references: as services/notifying.py does of comments."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from commentary.models import CrossReference, Notice, Watch
from commentary.services.notifying import MAIL_EDITION
from documents.models import Edition

Kind = Notice.Kind
MAIL_REFERENCE: Final = "commentary.mail_reference"


@transaction.atomic
def notify_of_reference(reference: CrossReference) -> None:
    """Tell who watches an end of a reference that a person proposed it."""
    places = _watching(reference)
    places.pop(reference.author_id or 0, None)
    if not places:
        return
    notices = [
        Notice(
            person_id=person,
            kind=Kind.REFERENCE,
            document_id=document,
            reference=reference,
        )
        for person, document in places.items()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    app.configure_task(MAIL_REFERENCE).defer(reference=reference.pk)


@transaction.atomic
def notify_of_decision(reference: CrossReference) -> None:
    """Tell who proposed a reference what somebody else decided about it.

    Their notice tells of the last decision: a later one makes it new again.
    """
    author = reference.author
    if author is None or not author.is_active or author == reference.decided_by:
        return
    Notice.objects.update_or_create(
        person=author,
        reference=reference,
        kind=Kind.DECIDED,
        defaults={
            "document_id": reference.clause.document_id,
            "created_at": timezone.now(),
            "read_at": None,
            "mailed_at": None,
        },
    )
    app.configure_task(MAIL_REFERENCE).defer(reference=reference.pk)


@transaction.atomic
def notify_of_doubt(edition: Edition, references: Collection[int]) -> None:
    """Tell who proposed references that an edition asks to look at them again.

    Three queries, however many; whoever published the edition knows.
    """
    rows = CrossReference.objects.filter(pk__in=references, author__is_active=True)
    told = rows.exclude(author=edition.published_by_id or 0)
    notices = [
        Notice(
            person_id=author,
            kind=Kind.LOOK_AGAIN,
            document_id=edition.document_id,
            edition=edition,
            reference_id=reference,
        )
        for reference, author in told.order_by("pk").values_list("pk", "author")
    ]
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    app.configure_task(MAIL_EDITION).defer(edition=edition.pk)


def _watching(reference: CrossReference) -> dict[int, int]:
    """Return who watches an end, and in which document; the source comes first.

    One query.
    """
    watches = Watch.objects.of_reference(reference).filter(person__is_active=True)
    source = reference.clause.document_id
    places: dict[int, int] = {}
    for person, *documents in watches.values_list(
        "person", "document", "part__document", "clause__document"
    ):
        document = next(pk for pk in documents if pk is not None)
        if places.get(person) != source:
            places[person] = document
    return places
