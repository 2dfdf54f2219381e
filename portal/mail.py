"""Mail that holds nobody up: stored with what it reports, delivered by the worker.

`QueueBackend` is EMAIL_BACKEND, so Django's ordinary `EmailMessage.send()` is all that
the rest of the portal knows. The message and the job that delivers it are rows of the
same transaction: rolled back, nothing was sent; committed, the worker delivers within
milliseconds and tries again for a day (portal/tasks.py). What delivers in the end is
MAIL_DELIVERY_BACKEND: an SMTP server, or here `FileBackend`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from portal.models import QueuedMail


class QueueBackend(BaseEmailBackend):
    """Takes messages into the database and defers a job for each."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        addressed = [message for message in email_messages if message.recipients()]
        with transaction.atomic():
            for message in addressed:
                _enqueue(message)
        return len(addressed)


def _enqueue(message: EmailMessage) -> None:
    from portal.tasks import deliver_mail  # it imports this module

    mail = QueuedMail.objects.create(
        sender=message.from_email,
        recipients=message.recipients(),
        message=message.message().as_bytes(),
    )
    deliver_mail.defer(mail=mail.pk)


@transaction.atomic
def deliver(mail_id: int) -> None:
    """Hand a stored message over, then forget it. Raises what the server raises.

    Locked, so that two workers never deliver the same one; a message that is gone was
    delivered before.
    """
    mail = QueuedMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None:
        return
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    connection.send_messages([StoredMessage(mail)])
    mail.delete()


class StoredMessage(EmailMultiAlternatives):
    """A message that goes out byte for byte as it was stored."""

    def __init__(self, mail: QueuedMail) -> None:
        self.raw = bytes(mail.message)
        parsed = message_from_bytes(self.raw, policy=policy.default)
        super().__init__(
            subject=str(parsed["Subject"]).strip(),
            body=_part(parsed, "plain"),
            from_email=mail.sender,
            to=mail.recipients,
            headers=dict(parsed.items()),
        )
        if html := _part(parsed, "html"):
            self.attach_alternative(html, "text/html")

    def message(self, *args: Any, **options: Any) -> Any:
        return Raw(self.raw)


def _part(parsed: ParsedMessage, kind: str) -> str:
    part = cast(ParsedMessage | None, parsed.get_body((kind,)))
    return "" if part is None else str(part.get_content())


class Raw:
    """What Django's backends ask of a message: its bytes, with the line ends wanted."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\n", linesep.encode())


class FileBackend(BaseEmailBackend):
    """Writes each message into a file of its own that mail programs open."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


def forget_mail_to(address: str) -> None:
    """Remove the messages to an address that wait or could not be delivered."""
    QueuedMail.objects.filter(recipients__contains=[address]).delete()
