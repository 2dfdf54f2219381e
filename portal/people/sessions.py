"""Sessions (SESSION_ENGINE): Django's, kept for less time while nobody has signed in.

A visitor's session has the draft of a first comment, or a step of signing in.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

DAY = 24 * 3600  # seconds


class SessionStore(db.SessionStore):
    """A session in the database."""

    def get_session_cookie_age(self) -> int:
        """Return the longest time it is kept, in seconds, after its last change."""
        if SESSION_KEY in self:
            return int(settings.SESSION_COOKIE_AGE)
        return int(settings.KEEP_ANONYMOUS_SESSIONS_DAYS) * DAY

    @classmethod
    def is_anonymous(cls, session_data: str) -> bool:
        """Tell whether nobody has signed in with what is stored of a session."""
        decoded: dict[str, Any] = cls().decode(session_data)
        return SESSION_KEY not in decoded
