"""Stopping mail for good, as its reader asks."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction

from commentary import choices
from commentary.models import Watch
from commentary.unsubscribing import Scope, Wish


@transaction.atomic
def unsubscribe(wish: Wish) -> None:
    """Do what a mail's reader asks; asking again, or after leaving, does nothing."""
    person = get_user_model().objects.filter(pk=wish.person).first()
    if person is None:
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
