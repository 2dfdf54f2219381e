"""Exception of the embedded database."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


class EmbeddedPostgresError(ImproperlyConfigured):
    """The embedded database cannot be used; the message gives the remedy."""
