"""The people, and the mail that waits to be delivered to them."""

from __future__ import annotations

from portal.models.mail import QueuedMail
from portal.models.people import MailFrequency, RoleGroup, User, UserManager

__all__ = ["MailFrequency", "QueuedMail", "RoleGroup", "User", "UserManager"]
