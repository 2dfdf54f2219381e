"""Embedded database: a Django backend that starts its own PostgreSQL on demand."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


class EmbeddedPostgresError(ImproperlyConfigured):
    """The embedded database cannot be used; the message gives the remedy."""
