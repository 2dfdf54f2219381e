"""What a person chose about being told: how often, of what, in which language.

The choices are fields of the person (`settings.AUTH_USER_MODEL`). Replies and mentions
are meant for one person: who wants them by mail gets them at once. So is what editors
decide about one's cross-references: who wants any news gets it at once. How often is
asked about everything else: what is watched, editions, quotes.
"""

from __future__ import annotations

from datetime import tzinfo
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from portal.people.models import User


class Frequency(StrEnum):
    """How often a person is written to about what they watch."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


FREQUENCY: Final = "mail_frequency"
REPLIES: Final = "mails_replies"
MENTIONS: Final = "mails_mentions"
NOTHING: Final = {FREQUENCY: Frequency.NEVER.value, REPLIES: False, MENTIONS: False}


def frequency_of(person: User) -> Frequency:
    return Frequency(_chosen(person, FREQUENCY, Frequency.AT_ONCE))


def wants_replies(person: User) -> bool:
    return bool(_chosen(person, REPLIES, True))


def wants_mentions(person: User) -> bool:
    return bool(_chosen(person, MENTIONS, True))


def watches_threads(person: User) -> bool:
    """Tell whether taking part in a thread is to watch it."""
    return bool(_chosen(person, "watches_threads", True))


def language_of(person: User | None) -> str:
    """Return the language in which a person is written to; the portal's for nobody."""
    code = str(_chosen(person, "language", ""))
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def timezone_of(person: User) -> tzinfo:
    """Return a person's time zone; the portal's when it is none that is known."""
    try:
        return ZoneInfo(str(_chosen(person, "timezone", settings.TIME_ZONE)))
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def choose(person: User, **choices: Any) -> None:
    """Store what a person chose, as far as people have such a choice."""
    names = {field.name for field in person._meta.concrete_fields} & choices.keys()
    if names:
        for name in names:
            setattr(person, name, choices[name])
        person.save(update_fields=names)


def _chosen(person: User | None, name: str, default: Any) -> Any:
    return getattr(person, name, default)
