"""Locks of accounts: taken before anything is written in a person's name.

People come first in the one order of locks (commentary/locks.py), by primary key.
Closing an account takes the same lock: what is written before is erased with it, what
comes after finds the account inactive. So whoever was read before the lock is read
again under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.people.models import User


def lock_people(people: Iterable[int | None]) -> dict[int, User]:
    """Lock accounts until the transaction ends; return them by id as stored now."""
    rows = User.objects.select_for_update(no_key=True).order_by("pk")
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


def lock_permitted_person(person: int, *permissions: str) -> User:
    """Lock an active account that has these permissions now, and return it.

    Raises PermissionDenied for any other.
    """
    held = lock_active_person(person)
    if not held.has_perms(permissions):
        raise PermissionDenied
    return held


def lock_sender(request: HttpRequest) -> None:
    """On POST, lock the account of a request and put it there as stored now.

    Whatever asks the request for permissions afterwards asks the account as it is under
    the lock. Raises PermissionDenied for an account that is not active.
    """
    if request.method == "POST":
        request.user = lock_active_person(cast(User, request.user).pk)
