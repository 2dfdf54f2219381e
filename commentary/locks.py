"""Locks, in the one order in which everything that is stored takes them.

1. People, by primary key: who acts, and whom it names.
2. Documents, by primary key.
3. Comments, cross-references, places of quotes.

What takes them in this order never waits for something that waits for it. Whatever was
read before the wait is read again after it: a person may have left meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from commentary.permissions import moderates
from documents.models import Document
from portal.people.models import User


def lock_people(people: Iterable[int | None]) -> dict[int, User]:
    """Hold accounts until the transaction ends, and return them as they are now.

    Closing an account takes the same lock: what is said meanwhile is there to be
    erased, or comes too late and finds the account inactive.
    """
    rows = get_user_model().objects.select_for_update(no_key=True).order_by("pk")
    wanted = {pk for pk in people if pk}
    return {each.pk: each for each in rows.filter(pk__in=wanted)}


def lock_person(person: int) -> User:
    """Hold one account; see hold_people."""
    return lock_people([person])[person]


def lock_active_person(person: int) -> User:
    """Hold an account that is in use. Raises PermissionDenied for any other."""
    held = lock_person(person)
    if not held.is_active:
        raise PermissionDenied
    return held


def lock_moderator(person: int) -> User:
    """Hold a moderator's account. Raises PermissionDenied for any other."""
    held = lock_person(person)
    if not moderates(held):
        raise PermissionDenied
    return held


def lock_documents(documents: Iterable[int | None]) -> dict[int, Document]:
    """Hold documents, of which no edition is published until the transaction ends."""
    rows = Document.objects.select_for_update(no_key=True).order_by("pk")
    return {
        each.pk: each for each in rows.filter(pk__in={pk for pk in documents if pk})
    }
