"""Locks: row locks on people, documents and commentary, taken in one order.

1. People, by primary key: the author and everybody mentioned; see
portal/people/account_locks.py. 2. Documents, by primary key: shared by those who
comment, exclusive where an edition must stay what it is. 3. The edition that is
published, and by triggers those that are written to. 4. Comments, cross-references,
places of quotes.

Transactions that keep to this order do not deadlock. Rows read before the lock was
granted are read again after it: an account may have been closed in between.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection

from commentary.permissions import moderates
from documents.models import Document
from portal.people.account_locks import lock_active_person, lock_people, lock_person
from portal.people.models import User

__all__ = [
    "lock_active_person",
    "lock_documents",
    "lock_moderator",
    "lock_people",
    "lock_person",
    "share_documents",
]


def lock_moderator(person: int) -> User:
    """Lock a moderator's account and return it. Raises PermissionDenied for others."""
    held = lock_person(person)
    if not moderates(held):
        raise PermissionDenied
    return held


def share_documents(documents: Iterable[int]) -> None:
    """Lock documents against publication, not against others who share them.

    People who comment in one document at the same time do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM documents_document WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [sorted(set(documents))],
        )


def lock_documents(documents: Iterable[int | None]) -> dict[int, Document]:
    """Lock documents against publication and return them by id."""
    rows = Document.objects.select_for_update(no_key=True).order_by("pk")
    return {
        each.pk: each for each in rows.filter(pk__in={pk for pk in documents if pk})
    }
