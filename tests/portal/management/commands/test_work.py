"""`manage.py work`, the real one: other connections, and transactions held open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import connection
from procrastinate.contrib.django import app
from pytest_django import Settings

from commentary.models import Notice
from portal.mail.models import CODES
from portal.management.commands.work import CONCURRENCY
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition
from tests.processes import PATIENCE, wait_for
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[4]
KEY = "statement-pre2"
LOCK = 20060908
# Holds the transaction that mails a notice open, after the message was stored.
HOLD = f"""
CREATE FUNCTION test_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN new; END $$;
CREATE TRIGGER test_wait BEFORE UPDATE OF mailed_at ON commentary_notice
FOR EACH ROW EXECUTE FUNCTION test_wait();
"""
HELD = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE datname = current_database() AND objid = 20060908 AND NOT granted
"""
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'mail'"


@pytest.fixture(autouse=True)
def _through_the_queue(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "portal.mail.queue.QueueBackend"


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def address_of_database() -> str:
    """Return DATABASE_URL for the test's own database."""
    given = connection.settings_dict
    part = {name: quote(str(value), safe="") for name, value in given.items()}
    who = f"{part['USER']}:{part['PASSWORD']}" if given["PASSWORD"] else part["USER"]
    where = f"{part['HOST']}:{part['PORT']}" if given["PORT"] else part["HOST"]
    return f"postgresql://{who}@{where}/{part['NAME']}"


def start_worker(var: Path, **variables: str) -> subprocess.Popen[bytes]:
    """Start a worker on the test's database."""
    given = {
        "DATABASE_URL": address_of_database(),
        "PORTAL_VAR_DIR": str(var),
        "PORTAL_ENV": "",
        "EMAIL_URL": "",
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT, env={**os.environ, **given}
    )


def end(worker: subprocess.Popen[bytes]) -> int:
    worker.send_signal(signal.SIGTERM)
    return worker.wait(PATIENCE)


@pytest.fixture
def mails(tmp_path: Path) -> Iterator[Path]:
    """A worker that runs, and the folder that it delivers into."""
    worker = start_worker(tmp_path)
    try:
        yield tmp_path / "mail"
    finally:
        assert end(worker) == 0


@contextmanager
def held_transactions() -> Iterator[None]:
    """Hold each transaction that mails a notice, until the block ends."""
    execute(HOLD)
    execute(f"SELECT pg_advisory_lock({LOCK})")
    try:
        yield
    finally:
        execute(f"SELECT pg_advisory_unlock({LOCK})")


@pytest.fixture
def _no_trigger_left() -> Iterator[None]:
    yield
    execute("DROP FUNCTION IF EXISTS test_wait CASCADE")


def has_mails(folder: Path, count: int) -> bool:
    return len(subjects(folder)) == count


def subjects(folder: Path) -> list[str]:
    files = sorted(folder.glob("*.eml"))
    parsed = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
    return [str(each["Subject"]).strip() for each in parsed]


@pytest.mark.usefixtures("_no_trigger_left")
def test_a_mail_of_a_job_waits_for_its_transaction(mails: Path) -> None:
    edition, anna = make_edition(paragraphs=3), make_commentator("anna")
    boris = make_commentator("boris")
    said = make_comment(version_of(edition, KEY), anna)
    with held_transactions():
        make_comment(version_of(edition, KEY), boris, "No.", parent=said)
        wait_for("the mail of the notice to be stored", lambda: number(HELD))
        # What the other slot delivers next it has fetched after the mail of the notice.
        send_mail("Another", "body", None, ["carol@example.org"])
        wait_for("the other mail", lambda: len(subjects(mails)) == 1)
        assert subjects(mails) == ["Another"]

    wait_for("the mail of the notice", lambda: len(subjects(mails)) == 2, patience=30)
    assert "Boris replied to you" in subjects(mails)[1]
    wait_for("the jobs to end", lambda: not number(JOBS))
    assert Notice.objects.filter(mailed_at=None).count() == 0


def write_to(address: str, **headers: str) -> None:
    EmailMessage("Subject", "body", None, [address], headers=headers).send()


def test_slow_recipients_delay_nobody_else(tmp_path: Path) -> None:
    slow = ("slow@example.org", "slower@example.org")
    bulk = {"List-Unsubscribe": "<https://example.org/stop>"}
    with mail_server(slow_for=slow) as server:
        worker = start_worker(tmp_path, EMAIL_URL=server.url)
        try:
            for address in slow * 3:
                write_to(address)
                write_to(address, **bulk)
            wait_for("both to be slow", lambda: len(set(server.asked)) == 2)
            write_to("anna@example.org")
            write_to("boris@example.org", **bulk)
            wait_for("the others", lambda: len(server.taken) == 2)
            assert sorted(server.taken) == ["anna@example.org", "boris@example.org"]
            # Each holds one place, however much is sent to it.
            assert sorted(server.asked) == sorted([*slow, *server.taken])
            server.released.set()
            wait_for("all to be taken", lambda: len(server.taken) == 14)
        finally:
            assert end(worker) == 0


LOSE = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
LISTENING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND query ILIKE 'LISTEN%%'
"""


def test_a_worker_that_lost_its_database_works_or_says_so(tmp_path: Path) -> None:
    worker = start_worker(tmp_path)

    def is_delivered(count: int) -> bool:
        nonlocal worker
        if worker.poll() is not None:  # as `serve` does, whenever it ends
            assert worker.returncode != 0
            worker = start_worker(tmp_path)
        return has_mails(tmp_path / "mail", count)

    try:
        wait_for("the worker to listen", lambda: number(LISTENING))
        assert number(LOSE)
        write_to("anna@example.org")
        # A job whose worker ended with it is taken up when that is found out: after
        # half a minute without a sign of life, by what runs each minute.
        wait_for("the mail", partial(is_delivered, 1), 2 * PATIENCE)
    finally:
        status = end(worker)
    assert status == 0


def test_a_worker_without_a_database_fails(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    assert start_worker(tmp_path, DATABASE_URL=url).wait(PATIENCE) != 0


def test_each_task_has_a_worker() -> None:
    ours = [task for task in app.tasks.values() if "builtin" not in task.name]
    # Deliveries choose between theirs when they are deferred.
    assert {task.queue for task in ours} | {CODES} == set(CONCURRENCY)
