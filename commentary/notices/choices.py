"""Preferences for notices: what a person chose about being told, and in which language.

The choices are fields of the person. Replies and mentions are meant for one person: who
wants them by mail gets them at once. So is what editors decide about one's
cross-references: who wants any news gets it at once. How often is asked about
everything else: what is watched, editions, quotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation

from portal.people.models import MailFrequency, User

NO_REPLIES: Final = {"mails_replies": False}
NO_MENTIONS: Final = {"mails_mentions": False}
NOTHING: Final = {
    "mail_frequency": MailFrequency.NEVER,
    **NO_REPLIES,
    **NO_MENTIONS,
}


def language_of(person: User | None) -> str:
    """Return the language in which a person is written to; the portal's for nobody."""
    code = person.language if person else ""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@contextmanager
def as_read_by(person: User) -> Iterator[None]:
    """Write to a person in their language and their time zone."""
    with translation.override(language_of(person)), timezone.override(person.zone):
        yield


def choose(person: User, choices: dict[str, Any]) -> None:
    """Store what a person chose."""
    for name, chosen in choices.items():
        setattr(person, name, chosen)
    person.save(update_fields=choices)
