"""Models of the portal: people and queued mail."""

from __future__ import annotations

from portal.mail.models import QueuedMail
from portal.people.models import MailFrequency, RoleGroup, User, UserManager

__all__ = ["MailFrequency", "QueuedMail", "RoleGroup", "User", "UserManager"]
