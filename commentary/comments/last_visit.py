"""Visits: what is new to a person since the end of their last visit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from commentary.locks import lock_active_person
from commentary.models import Visit
from documents.presenters.personal import find_slots
from portal.people.models import Visitor

PAUSE = timedelta(minutes=30)  # whoever was away longer begins another visit
KEPT = timedelta(minutes=1)  # a visit's end is not written anew on every page
# When a person was seen last, and when their visit before that had ended.
Visited: TypeAlias = tuple[datetime, datetime | None]


def since_in(request: HttpRequest, document: int) -> datetime | None:
    """Return when who asks was in a document before this visit, which is noted.

    Of a page that is prepared for many nothing is known yet: None.
    """
    known: dict[int, datetime | None] = request.__dict__.setdefault("since", {})
    if document not in known:
        slots = find_slots(request)
        if slots is not None:
            slots.visited = document
            return None
        known[document] = new_since(request.user, document)
    return known[document]


def new_since(user: Visitor, document: int) -> datetime | None:
    """Note that a person is here, and return when they were here before this visit.

    None for strangers and on a first visit. One query, rarely two.
    """
    if not user.is_authenticated:
        return None
    visits = Visit.objects.filter(person=user.pk, document=document)
    return note_visit(
        user.pk, document, visits.values_list("seen_at", "before").first()
    )


def note_visit(person: int, document: int, visit: Visited | None) -> datetime | None:
    """Note that a person is here, who was noted before as `visit` says.

    Returns when they were here before this visit; None on a first one.
    """
    now = timezone.now()
    if visit is None:
        _begin(person, document, now)
        return None
    seen, before = visit
    if now - seen > PAUSE:
        before = seen
    if now - seen > KEPT:
        # No save(): the account may be closed meanwhile, and the row gone.
        rows = Visit.objects.filter(person=person, document=document)
        rows.update(seen_at=now, before=before)
    return before


@transaction.atomic
def _begin(person: int, document: int, now: datetime) -> None:
    """Note a first visit. Raises PermissionDenied when the account was closed."""
    lock_active_person(person)
    Visit.objects.get_or_create(
        person_id=person, document_id=document, defaults={"seen_at": now}
    )
