"""Mail goes with the transaction, and the worker delivers it."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from portal import tasks
from portal.mail.backends import FileBackend
from portal.mail.models import QueuedMail
from portal.mail.queue import MissingMail, delete_mail_to
from portal.people.models import User
from portal.people.roles import Role
from tests.base import at_most, signed_in
from tests.factories import make_member
from tests.jobs import run_jobs

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
FAILED = "/admin/portal/queuedmail/"
DELIVERED = "portal.deliver_mail: succeeded"


@pytest.fixture(autouse=True)
def _through_the_queue(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "portal.mail.queue.QueueBackend"
    settings.MAIL_DELIVERY_BACKEND = LOCMEM


def a_message() -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        "Ответ на комментарий · 回复",
        "Здравствуйте!\nОтвет — «да».\n.\nFrom here on",
        "Clausebook <portal@example.org>",
        ["Анна <anna@example.org>"],
        bcc=["keeper@example.org"],
        headers={"List-Unsubscribe": "<https://example.org/u/1>"},
    )
    message.attach_alternative("<p>да</p>", "text/html")
    return message


@pytest.mark.django_db
class TestQueue:
    def test_waits_for_the_worker(self) -> None:
        with at_most(4):  # savepoint, message, job, savepoint
            assert a_message().send() == 1

        assert mail.outbox == []
        assert QueuedMail.objects.count() == 1
        assert run_jobs() == [DELIVERED]
        assert not QueuedMail.objects.exists()
        assert not ProcrastinateJob.objects.exists()

    def test_arrives_as_it_was_written(self) -> None:
        a_message().send()
        run_jobs()

        [message] = mail.outbox
        assert isinstance(message, EmailMultiAlternatives)
        assert message.subject == "Ответ на комментарий · 回复"
        assert message.body == a_message().body
        assert [tuple(each) for each in message.alternatives] == [
            ("<p>да</p>", "text/html")
        ]
        assert message.from_email == "Clausebook <portal@example.org>"
        assert message.recipients() == [
            "Анна <anna@example.org>",
            "keeper@example.org",
        ]
        stored: Any = message.message()  # Django's types know no line ends
        raw = stored.as_bytes(linesep="\r\n")
        assert b"\r\n\r\n" in raw
        parsed = message_from_bytes(raw, policy=policy.default)
        assert parsed["List-Unsubscribe"] == "<https://example.org/u/1>"
        assert b"keeper@example.org" not in raw

    def test_a_rolled_back_transaction_sends_nothing(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            a_message().send()
            raise RuntimeError
        assert run_jobs() == []
        assert not QueuedMail.objects.exists()

    def test_nobody_to_write_to(self) -> None:
        assert EmailMultiAlternatives("s", "b", "a@example.org", []).send() == 0
        assert not QueuedMail.objects.exists()

    def test_job_tells_logs_nothing(self) -> None:
        a_message().send()
        job = ProcrastinateJob.objects.get()
        assert list(job.args) == ["mail"]

    def test_codes_have_a_queue_before_notices(self) -> None:
        EmailMultiAlternatives("Code", "b", None, ["anna@example.org"]).send()
        a_message().send()
        tasks.redeliver_mail(timestamp=0)
        jobs = ProcrastinateJob.objects.order_by("pk")
        assert [job.queue_name for job in jobs] == ["codes", "mail"]
        assert "anna" not in "".join(str(job.lock) for job in jobs)

    def test_a_next_try_holds_up_no_later_message(self) -> None:
        for _each in range(2):
            a_message().send()
        down = smtplib.SMTPDataError(451, b"Greylisted")
        with patch(f"{LOCMEM}.send_messages", side_effect=[down, 1]):
            assert run_jobs() == ["portal.deliver_mail: again later", DELIVERED]

    def test_is_delivered_once(self) -> None:
        a_message().send()
        waiting = QueuedMail.objects.get().pk
        tasks.deliver_mail(mail=waiting)
        with pytest.raises(MissingMail):
            tasks.deliver_mail(mail=waiting)
        assert len(mail.outbox) == 1


@pytest.mark.django_db
class TestFailure:
    def test_is_tried_again(self) -> None:
        a_message().send()
        down = smtplib.SMTPServerDisconnected("down")
        with patch(f"{LOCMEM}.send_messages", side_effect=down):
            assert run_jobs() == ["portal.deliver_mail: again later"]

        job = ProcrastinateJob.objects.get()
        assert job.scheduled_at is not None
        wait = job.scheduled_at - timezone.now()
        assert timedelta(seconds=2) < wait <= timedelta(seconds=4)
        assert QueuedMail.objects.count() == 1

    def test_says_why(self, caplog: pytest.LogCaptureFixture) -> None:
        a_message().send()
        busy = smtplib.SMTPDataError(451, b"Mailbox busy")
        with patch(f"{LOCMEM}.send_messages", side_effect=busy):
            assert run_jobs() == ["portal.deliver_mail: again later"]
        kept = QueuedMail.objects.get()
        assert (kept.failure, kept.is_given_up) == ("451 Mailbox busy", False)
        assert kept.failed_at is not None
        [said] = [each.getMessage() for each in caplog.records if each.levelno > 20]
        assert said.endswith("is tried again: 451 Mailbox busy")

    @pytest.mark.parametrize(
        "refusal",
        [
            smtplib.SMTPDataError(554, b"No such user"),
            smtplib.SMTPRecipientsRefused({"a@b.example": (554, b"No such user")}),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_for_good_is_not_tried_again(
        self, refusal: OSError, caplog: pytest.LogCaptureFixture
    ) -> None:
        a_message().send()
        with patch(f"{LOCMEM}.send_messages", side_effect=refusal):
            assert run_jobs() == [DELIVERED]
            tasks.redeliver_mail(timestamp=0)
            assert run_jobs() == []
        kept = QueuedMail.objects.get()
        assert (kept.failure, kept.is_given_up) == ("554 No such user", True)
        said = [
            each.getMessage() for each in caplog.records if each.levelname == "ERROR"
        ]
        assert said == [f"Mail {kept.pk} was refused and is given up: 554 No such user"]

    def test_of_some_recipients_only_is_tried_again(self) -> None:
        a_message().send()
        both = {"a@b.example": (550, b"No"), "c@b.example": (450, b"Later")}
        refusal = smtplib.SMTPRecipientsRefused(both)
        with patch(f"{LOCMEM}.send_messages", side_effect=refusal):
            assert run_jobs() == ["portal.deliver_mail: again later"]

    def test_can_be_mended_in_the_admin(self) -> None:
        a_message().send()
        refusal = smtplib.SMTPDataError(554, b"Relay denied")
        with patch(f"{LOCMEM}.send_messages", side_effect=refusal):
            run_jobs()
        kept = QueuedMail.objects.get()
        admin = signed_in(User.objects.create_superuser("ada@example.org", "pw"))
        html = admin.get(FAILED).text
        assert "554 Relay denied" in html
        assert "anna@example.org" in html
        assert admin.get(f"{FAILED}{kept.pk}/change/").status_code in {302, 403}
        assert admin.get(f"{FAILED}?message__contains=x").status_code == 400
        chosen = {"action": "deliver_again", "_selected_action": kept.pk}
        html = admin.post(FAILED, chosen, follow=True).text
        assert "1 e-mail will be tried again at once." in html
        assert run_jobs() == [DELIVERED]
        assert not QueuedMail.objects.exists()

    def test_is_no_matter_of_editors(self) -> None:
        assert signed_in(make_member(Role.EDITOR)).get(FAILED).status_code == 403

    def test_ends_after_a_day(self) -> None:
        a_message().send()
        with patch(f"{LOCMEM}.send_messages", side_effect=OSError("down")):
            for _attempt in range(9):
                due_now()
                ended = run_jobs()
        assert ended == ["portal.deliver_mail: failed"]
        assert ProcrastinateJob.objects.get().status == "failed"

    def test_what_failed_is_kept_for_a_while(self) -> None:
        a_message().send()
        tasks.tidy(timestamp=0)
        assert QueuedMail.objects.count() == 1
        QueuedMail.objects.update(created_at=timezone.now() - timedelta(days=15))
        tasks.tidy(timestamp=0)
        assert not QueuedMail.objects.exists()


@pytest.mark.django_db
class TestLost:
    def test_a_missing_message_is_no_success(self) -> None:
        tasks.deliver_mail.defer(mail=12345)
        ended = []
        for _attempt in range(4):
            due_now()
            ended += run_jobs()
        again = "portal.deliver_mail: again later"
        assert ended == [again, again, again, "portal.deliver_mail: failed"]

    def test_a_forgotten_message_leaves_no_job(self) -> None:
        a_message().send()
        EmailMultiAlternatives("s", "b", None, ["boris@example.org"]).send()
        delete_mail_to("boris@example.org")
        assert run_jobs() == [DELIVERED]
        assert len(mail.outbox) == 1

    def test_one_without_a_job_is_delivered(self) -> None:
        a_message().send()
        empty_the_queue()
        assert run_jobs() == []
        tasks.redeliver_mail(timestamp=0)
        tasks.redeliver_mail(timestamp=0)
        assert run_jobs() == [DELIVERED]
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("status", ["todo", "doing", "failed"])
    def test_one_with_a_job_gets_no_other(self, status: str) -> None:
        a_message().send()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s", [status])
        tasks.redeliver_mail(timestamp=0)
        assert ProcrastinateJob.objects.count() == 1


def empty_the_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def due_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")


class TestFiles:
    def test_one_for_each_message(self, settings: Settings, tmp_path: Path) -> None:
        settings.MAIL_FOLDER = tmp_path / "mail"
        FileBackend().send_messages([a_message(), a_message()])
        files = sorted((tmp_path / "mail").iterdir())
        assert [file.suffix for file in files] == [".eml", ".eml"]
        parsed = message_from_bytes(files[0].read_bytes(), policy=policy.default)
        assert parsed["Subject"].strip() == "Ответ на комментарий · 回复"
