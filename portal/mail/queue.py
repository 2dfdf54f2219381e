"""Mail queue: messages stored with the transaction that sends them, delivered by a job.

`QueueBackend` is EMAIL_BACKEND, so the rest of the portal uses Django's
`EmailMessage.send()`. The message and the job that delivers it are rows of the sender's
transaction: rolled back, nothing is sent; committed, the worker delivers within
milliseconds, codes before notices, and retries for a day (portal/tasks.py). It delivers
through MAIL_DELIVERY_BACKEND: an SMTP server, or `FileBackend`.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesHeaderParser
from hashlib import sha256
from typing import Any, Final, cast

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.mail.models import CODES, DELIVER_MAIL, MAIL, QueuedMail, QueuedMailQuerySet


class QueueBackend(BaseEmailBackend):
    """Stores messages in the database and defers a delivery job for each."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        addressed = [message for message in email_messages if message.recipients()]
        with transaction.atomic():
            for message in addressed:
                _enqueue(message)
        return len(addressed)


# SMTP: 4xx may succeed later, 5xx will not (RFC 5321, 4.2.1).
REFUSED_FOR_GOOD: Final = 500
logger = logging.getLogger(__name__)


class MissingMail(LookupError):
    """The message of a job does not exist."""


def _enqueue(message: EmailMessage) -> None:
    mail = QueuedMail.objects.create(
        sender=message.from_email,
        recipients=message.recipients(),
        message=message.message().as_bytes(),
    )
    _defer_delivery(mail)


def _defer_delivery(mail: QueuedMail) -> None:
    """Defer the job that delivers a message, in the queue that it belongs to.

    One by one for each recipient, so that a slow one holds a single place.
    """
    deliveries = app.configure_task(
        DELIVER_MAIL, queue=_choose_queue(mail), lock=_name_recipients(mail)
    )
    deliveries.defer(mail=mail.pk)


def _choose_queue(mail: QueuedMail) -> str:
    """Return the queue of a message: what can be unsubscribed from can wait."""
    headers = BytesHeaderParser(policy=policy.default).parsebytes(bytes(mail.message))
    return MAIL if "List-Unsubscribe" in headers else CODES


def _name_recipients(mail: QueuedMail) -> str:
    """Return a name for the recipients, without their addresses: logs show jobs."""
    addresses = "\n".join(sorted(mail.recipients))
    return f"mail-{sha256(addresses.encode()).hexdigest()[:16]}"


@transaction.atomic
def deliver(mail_id: int) -> None:
    """Deliver a stored message, then delete it. Raises what the mail backend raises.

    Locked, so that two workers never deliver the same message. Raises MissingMail if
    there is none: a worker was killed after delivering it, or there is an error, and
    then the job must not count as done.
    """
    mail = QueuedMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None:
        raise MissingMail(mail_id)
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    connection.send_messages([StoredMessage(mail)])
    mail.delete()


def note_failure(mail_id: int, error: OSError) -> bool:
    """Store why a message was not delivered; return whether it is given up.

    A server that refuses for good (5xx) would do so again.
    """
    is_final = _is_final(error)
    reason = describe_failure(error)
    QueuedMail.objects.filter(pk=mail_id).update(
        failed_at=timezone.now(), failure=reason, is_given_up=is_final
    )
    if is_final:
        logger.error("Mail %s was refused and is given up: %s", mail_id, reason)
    return is_final


def _is_final(error: OSError) -> bool:
    codes = [code for code, _words in _answers(error)]
    return bool(codes) and all(code >= REFUSED_FOR_GOOD for code in codes)


def describe_failure(error: BaseException) -> str:
    """Return the words of a mail server, or the error in one line."""
    said = [f"{code} {words}" for code, words in _answers(error)]
    return "; ".join(said) or f"{type(error).__name__}: {error}"


def _answers(error: BaseException) -> list[tuple[int, str]]:
    """Return code and words of each answer of a mail server that an error has."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = error.recipients.values()
            return [(code, _as_text(words)) for code, words in answers]
        case smtplib.SMTPResponseException():
            return [(error.smtp_code, _as_text(error.smtp_error))]
        case _:
            return []


def _as_text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


@transaction.atomic
def try_again(mails: QueuedMailQuerySet) -> int:
    """Deliver messages anew that failed or were given up; return their number."""
    pks = list(mails.select_for_update().values_list("pk", flat=True))
    _cancel_waiting(pks)
    for mail in QueuedMail.objects.filter(pk__in=pks):
        _defer_delivery(mail)
    QueuedMail.objects.filter(pk__in=pks).update(is_given_up=False)
    return len(pks)


class StoredMessage(EmailMultiAlternatives):
    """A message that is sent byte for byte as stored."""

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
    """The part of email.Message that Django's backends use: its bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\n", linesep.encode())


@transaction.atomic
def redeliver() -> int:
    """Defer a new job for each undelivered message without one; return their number."""
    # A message being delivered at this moment is locked.
    lost = QueuedMail.objects.without_job().select_for_update(skip_locked=True)
    mails = list(lost)
    for mail in mails:
        _defer_delivery(mail)
    return len(mails)


def delete_mail_to(address: str) -> None:
    """Delete the queued messages to an address, failed ones included."""
    forget(QueuedMail.objects.to(address))


@transaction.atomic
def forget(mails: QueuedMailQuerySet) -> None:
    """Delete messages and their jobs."""
    pks = list(mails.values_list("pk", flat=True))
    _cancel_waiting(pks)
    QueuedMail.objects.filter(pk__in=pks).delete()


def _cancel_waiting(mails: Sequence[int]) -> None:
    """Delete the jobs that wait to deliver these messages."""
    waiting = ProcrastinateJob.objects.filter(
        task_name=DELIVER_MAIL, status="todo", args__mail__in=mails
    )
    for job in waiting.values_list("pk", flat=True):
        app.job_manager.cancel_job_by_id(job, delete_job=True)
