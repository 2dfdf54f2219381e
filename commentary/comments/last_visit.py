"""Visits: what is new to a person since the end of their last visit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commentary.locks import lock_active_person
from commentary.models import Visit
from documents.models import Document
from portal.people.models import Visitor

PAUSE = timedelta(minutes=30)  # whoever was away longer begins another visit
KEPT = timedelta(minutes=1)  # a visit's end is not written anew on every page


def new_since(user: Visitor, document: Document) -> datetime | None:
    """Note that a person is here, and return when they were here before this visit.

    None for strangers and on a first visit. One query, rarely two.
    """
    if not user.is_authenticated:
        return None
    now = timezone.now()
    visit = Visit.objects.filter(person=user.pk, document=document).first()
    if visit is None:
        _begin(user.pk, document, now)
        return None
    if now - visit.seen_at > PAUSE:
        visit.before = visit.seen_at
    if now - visit.seen_at > KEPT:
        # No save(): the account may be closed meanwhile, and the row gone.
        Visit.objects.filter(pk=visit.pk).update(seen_at=now, before=visit.before)
    return visit.before


@transaction.atomic
def _begin(person: int, document: Document, now: datetime) -> None:
    """Note a first visit. Raises PermissionDenied when the account was closed."""
    lock_active_person(person)
    Visit.objects.get_or_create(
        person_id=person, document=document, defaults={"seen_at": now}
    )
