"""Refusals whose message is written for the person who reads it."""

from __future__ import annotations

from django.core.exceptions import BadRequest


class BadAddress(BadRequest):
    """An address whose question makes no sense; the message says what is wrong."""
