"""Holding an account while something is stored in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from portal.models import User


def hold_person(person: int) -> User:
    """Hold an account until the transaction ends, and return it as it is now.

    Closing an account takes the same lock: what is said meanwhile is there to be
    erased, or comes too late and finds the account inactive. Taken before the locks of
    comments, as closing does.
    """
    return get_user_model().objects.select_for_update(no_key=True).get(pk=person)
