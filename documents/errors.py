"""Refusals whose message is written for the person who reads it."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.functional import Promise


class Refused(Exception):
    """Something a service does not do; `message` says why.

    A subclass is for callers that tell it apart, and may have a message of its own.
    """

    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        super().__init__(*([] if message is None else [message]))
        if message is not None:
            self.message = message


class BadAddress(BadRequest):
    """An address whose question makes no sense; the message says what is wrong."""


class NothingThere(Http404):
    """Nothing to show, for a reason that is public and that the message gives."""
