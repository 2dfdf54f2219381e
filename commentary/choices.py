"""What a person chose about being told: how often, of what, in which language.

The choices are fields of the person (`settings.AUTH_USER_MODEL`); where a person model
has none of these, everybody is told at once, in the portal's language.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from documents.languages import BY_CODE

if TYPE_CHECKING:
    from datetime import tzinfo

    from django.contrib.auth.models import AbstractBaseUser


class Frequency(StrEnum):
    """How often a person gets mail; the values of `mail_frequency`."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


FIELDS: Final = ("mail_frequency", "mail_replies", "mail_mentions")


def frequency_of(person: AbstractBaseUser) -> Frequency:
    return Frequency(getattr(person, "mail_frequency", Frequency.AT_ONCE))


def wants_replies(person: AbstractBaseUser) -> bool:
    return bool(getattr(person, "mail_replies", True))


def wants_mentions(person: AbstractBaseUser) -> bool:
    return bool(getattr(person, "mail_mentions", True))


def watches_threads(person: AbstractBaseUser) -> bool:
    """Tell whether taking part in a thread is to watch it."""
    return bool(getattr(person, "watch_threads", True))


def language_of(person: AbstractBaseUser) -> str:
    """Return the language in which a person is written to."""
    code = getattr(person, "interface_language", "")
    return code if code in BY_CODE else settings.LANGUAGE_CODE


def timezone_of(person: AbstractBaseUser) -> tzinfo:
    """Return a person's time zone; the portal's when it is none that is known."""
    name = str(getattr(person, "timezone", "")) or settings.TIME_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
