"""What can go wrong with the embedded database."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


class EmbeddedPostgresError(ImproperlyConfigured):
    """The embedded database cannot be used; the message says what to do."""
