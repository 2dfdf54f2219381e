"""Locks: row locks on people, documents and commentary, taken in one order.

1. People, by primary key: the author and everybody mentioned. 2. Documents, by primary
key. 3. Comments, cross-references, places of quotes.

Transactions that keep to this order do not deadlock. Rows read before the lock was
granted are read again after it: an account may have been closed in between.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from commentary.permissions import moderates
from documents.models import Document
from portal.people.models import User


def lock_people(people: Iterable[int | None]) -> dict[int, User]:
    """Lock accounts until the transaction ends; return them by id as stored now.

    Closing an account takes the same lock: what is written before is erased with it,
    what comes after finds the account inactive.
    """
    rows = get_user_model().objects.select_for_update(no_key=True).order_by("pk")
    wanted = {pk for pk in people if pk}
    return {each.pk: each for each in rows.filter(pk__in=wanted)}


def lock_person(person: int) -> User:
    """Lock one account and return it; see lock_people."""
    return lock_people([person])[person]


def lock_active_person(person: int) -> User:
    """Lock an active account and return it. Raises PermissionDenied for any other."""
    held = lock_person(person)
    if not held.is_active:
        raise PermissionDenied
    return held


def lock_moderator(person: int) -> User:
    """Lock a moderator's account and return it. Raises PermissionDenied for others."""
    held = lock_person(person)
    if not moderates(held):
        raise PermissionDenied
    return held


def lock_documents(documents: Iterable[int | None]) -> dict[int, Document]:
    """Lock documents against publication and return them by id."""
    rows = Document.objects.select_for_update(no_key=True).order_by("pk")
    return {
        each.pk: each for each in rows.filter(pk__in={pk for pk in documents if pk})
    }
