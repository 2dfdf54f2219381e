"""The people, and the mail that waits to be delivered to them."""

from __future__ import annotations

from portal.models.mail import QueuedMail
from portal.models.people import User, UserManager

__all__ = ["QueuedMail", "User", "UserManager"]
