"""`manage.py work`, the real one: other connections, and transactions held open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.mail import send_mail
from django.db import connection
from pytest_django import Settings

from commentary.models import Notice
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition
from tests.processes import PATIENCE, wait_for

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


@pytest.fixture
def mails(tmp_path: Path) -> Iterator[Path]:
    """A worker that runs, and the folder that it delivers into."""
    variables = {
        "DATABASE_URL": address_of_database(),
        "PORTAL_VAR_DIR": str(tmp_path),
        "PORTAL_ENV": "",
        "EMAIL_URL": "",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT, env={**os.environ, **variables}
    )
    try:
        yield tmp_path / "mail"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


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
