"""The interface language that somebody chose: in the browser, and with the account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase

from portal.interface import current_language
from portal.people.models import User


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
