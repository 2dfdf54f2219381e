"""The people, and the mail that waits to be delivered to them."""

from __future__ import annotations

from portal.mail.models import QueuedMail
from portal.people.models import MailFrequency, RoleGroup, User, UserManager

__all__ = ["MailFrequency", "QueuedMail", "RoleGroup", "User", "UserManager"]
