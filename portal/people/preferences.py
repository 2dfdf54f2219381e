"""Preferences: the language and time zone that a browser or an account asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone, translation

from portal.interface import current_language
from portal.people.models import User
from portal.people.timezones import zone_named


def remember_language(response: HttpResponseBase, code: str) -> None:
    """Have the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def language_for(email: str) -> str:
    """Return the language to write to an address in: its owner's, else the page's."""
    found = User.objects.filter(email__iexact=email).values_list("language", flat=True)
    return found.first() or current_language()


@contextmanager
def as_read_at(email: str) -> Iterator[None]:
    """Write to an address in the language and the time zone of its owner."""
    found = User.objects.filter(email__iexact=email).values_list("timezone", flat=True)
    zone = zone_named(found.first() or "")
    with translation.override(language_for(email)), timezone.override(zone):
        yield
