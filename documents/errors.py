"""Exceptions whose messages are shown to the user."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.functional import Promise


class Refused(Exception):
    """A service refuses an operation; `message` is shown to the user.

    Subclasses let callers distinguish the cause, and may have a message of their own.
    """

    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        super().__init__(*([] if message is None else [message]))
        if message is not None:
            self.message = message


class BadAddress(BadRequest):
    """An invalid query in an address (400); the message is shown."""


class NothingThere(Http404):
    """Not found (404), for a public reason that the message gives."""
