"""Unsubscribing: signed addresses that stop mail without signing in (RFC 8058).

The address says who and what, and is signed: nobody can make another one of it. It does
not expire, since old mails must be stoppable too, and it opens nothing but this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.db import transaction

from commentary.locks import lock_people
from commentary.models import SavedSearch, Watch
from commentary.models.notice_kinds import Scope
from commentary.notices import choices

SALT: Final = "commentary.unsubscribe"


@dataclass(frozen=True, slots=True)
class Wish:
    """A person wants no more of this by mail; of WATCHES or SEARCHES, these."""

    person: int
    scope: Scope
    pks: tuple[int, ...] = ()


class NoWish(ValueError):
    """A token that was not made here, or was altered."""


def token_for(person: int, scope: Scope, pks: Sequence[int] = ()) -> str:
    """Return the last step of an address that stops mail to a person."""
    return signing.dumps([person, scope.value, *pks], salt=SALT)


def read_token(token: str) -> Wish:
    """Return what an address asks for. Raises NoWish."""
    try:
        person, scope, *pks = signing.loads(token, salt=SALT)
        return Wish(person, Scope(scope), tuple(pks))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise NoWish from error


@transaction.atomic
def unsubscribe(wish: Wish) -> None:
    """Do what a mail's reader asks; asking again, or after leaving, does nothing."""
    person = lock_people([wish.person]).get(wish.person)
    if person is None or not person.is_active:
        return
    match wish.scope:
        case Scope.WATCHES:
            Watch.objects.by(person).filter(pk__in=wish.pks).delete()
        case Scope.SEARCHES:
            SavedSearch.objects.by(person).filter(pk__in=wish.pks).delete()
        case Scope.REPLIES:
            choices.choose(person, choices.NO_REPLIES)
        case Scope.MENTIONS:
            choices.choose(person, choices.NO_MENTIONS)
        case Scope.ALL:
            choices.choose(person, choices.NOTHING)
