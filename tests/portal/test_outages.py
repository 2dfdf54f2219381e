"""A database that is away or busy: an answer in time, and nothing typed is lost."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection
from django.db.backends.signals import connection_created
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from procrastinate.exceptions import ConnectorException

from documents.models import Edition
from portal import timeouts
from portal.embedded import EmbeddedPostgresError
from portal.health import AnswerHealth, Pulse
from portal.outages import OneLine, Outage, find_outage
from portal.timeouts import OutOfTime, Timeouts, limit_waits
from tests.base import LANGUAGES
from tests.commentary.factories import make_commentator
from tests.factories import make_edition

Write = Callable[[bytes], object]
KEY = "statement-pre1"
TYPED = "A long thought, <b>carefully</b> worded"


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    params.pop("context", None)
    with closing(psycopg.connect(**params)) as other:
        yield other


def signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_commentator("carol"))
    return client


def post(client: Client, edition: Edition, code: str) -> HttpResponse:
    form = {"source": TYPED, "kind": "comment", "language": "en"}
    form |= {"edition": str(edition.number), "submission": str(uuid4())}
    url = f"/{code}/documents/{edition.document.slug}/clauses/{KEY}/commentary/"
    return cast(HttpResponse, client.post(url, form))


@pytest.mark.django_db(transaction=True)
class TestAnswers:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_a_lock_that_is_not_granted(self, edition: Edition, code: str) -> None:
        client = signed_in()
        with another_connection() as other, connection.cursor() as cursor:
            other.execute("SELECT FROM documents_document FOR UPDATE")
            cursor.execute("SET lock_timeout = '50ms'")
            response = post(client, edition, code)
        connection.close()  # what empties the tables has more time
        assert response.status_code == 503
        assert response.headers["Retry-After"] == str(Outage.BUSY.retry_after)
        html = response.content.decode()
        assert escape(TYPED) in html
        assert f'<html lang="{LANGUAGES[code]}">' in html
        # Who is signed in is not known, so it is not said.
        assert "/accounts/login/" not in html

    def test_a_database_that_is_gone(self, edition: Edition) -> None:
        client = signed_in()
        with another_connection() as other, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            other.execute("SELECT pg_terminate_backend(%s)", cursor.fetchone())
            other.commit()
        response = post(client, edition, "en")
        connection.close()
        assert response.status_code == 503
        assert response.headers["Retry-After"] == str(Outage.AWAY.retry_after)
        assert escape(TYPED) in response.content.decode()

    def test_a_request_that_asks_too_long(
        self, edition: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeouts, "LONGEST", -1)
        client = Client(raise_request_exception=False)
        assert client.get("/en/documents/").status_code == 503

    def test_a_fault_stays_a_fault(self, edition: Edition) -> None:
        client = Client(raise_request_exception=False)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE documents_part RENAME TO parts")
        response = client.get(f"/en/documents/{edition.document.slug}/?fresh")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE parts RENAME TO documents_part")
        assert response.status_code == 500

    def test_every_new_connection_has_the_timeouts(self) -> None:
        limit_waits(Timeouts(lock=1, statement=2, idle=3))
        try:
            connection.close()
            with connection.cursor() as cursor:
                cursor.execute("SHOW lock_timeout")
                assert cursor.fetchone() == ("1s",)
                cursor.execute("SHOW statement_timeout")
                assert cursor.fetchone() == ("2s",)
                cursor.execute("SHOW idle_in_transaction_session_timeout")
                assert cursor.fetchone() == ("3s",)
        finally:
            connection_created.disconnect(dispatch_uid="portal.timeouts")
            connection.close()

    def test_the_pulse(self) -> None:
        pulse = Pulse()
        pulse.check()
        assert pulse.has_database()

    def test_the_pulse_outlives_an_embedded_server_that_does_not_start(self) -> None:
        pulse, error = Pulse(), EmbeddedPostgresError("its disk is full")
        away = patch.object(connection, "cursor", side_effect=error)
        with away, patch.object(connection, "close"):
            pulse.check()
        assert not pulse.has_database()
        assert find_outage(error) is Outage.AWAY
        pulse.check()
        assert pulse.has_database()


class Found:
    """A pulse that found this."""

    def __init__(self, *, is_well: bool) -> None:
        self._is_well = is_well

    def has_database(self) -> bool:
        return self._is_well


def test_only_faults_are_no_outage() -> None:
    assert find_outage(None) is None
    assert find_outage(ValueError()) is None
    assert find_outage(IntegrityError()) is None
    assert find_outage(ProgrammingError()) is None
    full = OperationalError()
    full.__cause__ = psycopg.errors.DiskFull()
    assert find_outage(full) is None
    idle = OperationalError()
    idle.__cause__ = psycopg.errors.IdleSessionTimeout()
    assert find_outage(idle) is Outage.AWAY
    assert find_outage(OutOfTime()) is Outage.BUSY
    assert find_outage(OperationalError("connection refused")) is Outage.AWAY


def test_a_cache_server_that_is_away_is_an_outage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = SimpleNamespace(
        ConnectionError=type("ConnectionError", (Exception,), {}),
        TimeoutError=type("TimeoutError", (Exception,), {}),
    )
    monkeypatch.setitem(sys.modules, "redis.exceptions", client)
    assert find_outage(client.ConnectionError()) is Outage.AWAY
    assert find_outage(client.TimeoutError()) is Outage.AWAY
    assert find_outage(ValueError()) is None


@pytest.mark.parametrize(
    ("is_well", "status", "said"),
    [(True, "200 OK", b"ok\n"), (False, "503 Service Unavailable", b"database\n")],
)
def test_health(is_well: bool, status: str, said: bytes) -> None:
    started: list[str] = []

    def refuse(_environ: object, _start: object) -> list[bytes]:
        pytest.fail("The health check went to Django")

    application = AnswerHealth(refuse, Found(is_well=is_well))
    environ = {"PATH_INFO": "/healthz", "HTTP_HOST": "10.0.0.1"}

    def start(line: str, _headers: object, _error: object = None, /) -> Write:
        started.append(line)
        return len

    answer = application(environ, start)
    assert (started, list(answer)) == ([status], [said])


def test_an_outage_is_logged_in_one_line() -> None:
    error = OperationalError("connection failed:\n  no such host")
    record = logging.LogRecord(
        "x", 40, "", 0, "Error: %s", ("/en/",), (OperationalError, error, None)
    )
    assert OneLine().filter(record)
    said = record.getMessage()
    assert said == "Error: /en/: AWAY: connection failed: no such host"
    assert record.exc_info is None


@pytest.mark.parametrize(
    ("cause", "outage"),
    [
        (psycopg.OperationalError("lost"), Outage.AWAY),
        (psycopg.errors.AdminShutdown("restart"), Outage.AWAY),
        (psycopg.errors.UndefinedTable("none"), None),
    ],
)
def test_a_worker_that_loses_its_database_tells_it_in_a_line(
    cause: psycopg.Error, outage: Outage | None
) -> None:
    error = ConnectorException()
    error.__cause__ = cause
    assert find_outage(error) is outage
