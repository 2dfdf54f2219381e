"""Stopping mail for good, as its reader asks."""

from __future__ import annotations

from django.db import transaction

from commentary import choices
from commentary.models import Watch
from commentary.services.holding import hold_people
from commentary.unsubscribing import Scope, Wish


@transaction.atomic
def unsubscribe(wish: Wish) -> None:
    """Do what a mail's reader asks; asking again, or after leaving, does nothing."""
    person = hold_people([wish.person]).get(wish.person)
    if person is None or not person.is_active:
        return
    match wish.scope:
        case Scope.WATCHES:
            Watch.objects.by(person).filter(pk__in=wish.watches).delete()
        case Scope.REPLIES:
            choices.choose(person, **{choices.REPLIES: False})
        case Scope.MENTIONS:
            choices.choose(person, **{choices.MENTIONS: False})
        case Scope.ALL:
            choices.choose(person, **choices.NOTHING)
