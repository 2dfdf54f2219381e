"""Refusals whose message is written for the person who reads it."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404


class BadAddress(BadRequest):
    """An address whose question makes no sense; the message says what is wrong."""


class NothingThere(Http404):
    """Nothing to show, for a reason that is public and that the message gives."""
