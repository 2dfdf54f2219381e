"""Requests that wait for a database which says nothing, though its host is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from portal import health, watchdog
from portal.health import Pulse
from portal.outages import Outage, find_outage
from portal.watchdog import LimitWaiting, Watchdog
from tests.processes import wait_for

NEVER = 3600.0  # seconds
ASLEEP = "SELECT pid FROM pg_stat_activity WHERE query = %s AND state = 'active'"


def ask(question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question)


@contextmanager
def beside(action: Callable[[], Any]) -> Iterator[Future[Any]]:
    def run() -> Any:
        try:
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(run)


@contextmanager
def asked(question: str) -> Iterator[None]:
    """Wait until this is asked; in the end, end the server's part of it, too."""

    def find() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(ASLEEP, [question])
            return list(cursor.fetchall())

    [(pid,)] = wait_for(question, find)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 30000)", [pid])


@pytest.fixture
def dog(monkeypatch: pytest.MonkeyPatch) -> Watchdog:
    own = Watchdog()
    monkeypatch.setattr(watchdog, "WATCHDOG", own)
    return own


@pytest.mark.django_db(transaction=True)
class TestWatchdog:
    def test_ends_what_waits_for_too_long(self, dog: Watchdog) -> None:
        def wait() -> None:
            with dog.limiting(0):
                ask("SELECT pg_sleep(61)")

        with beside(wait) as waiting, asked("SELECT pg_sleep(61)"):
            dog.look(is_away=False)
            with pytest.raises(OperationalError) as raised:
                waiting.result(timeout=30)
        assert find_outage(raised.value) is Outage.AWAY

    def test_lets_nobody_wait_for_a_database_that_is_away(
        self, dog: Watchdog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def wait() -> None:
            with dog.limiting(NEVER):
                ask("SELECT pg_sleep(62)")

        with beside(wait) as waiting, asked("SELECT pg_sleep(62)"):
            dog.look(is_away=True)  # it may just be back
            assert not waiting.done()
            monkeypatch.setattr(watchdog, "HOPELESS", 0)
            dog.look(is_away=True)
            with pytest.raises(OperationalError):
                waiting.result(timeout=30)

    def test_leaves_others_alone(self, dog: Watchdog) -> None:
        with dog.limiting(NEVER):
            ask("SELECT 1")
            dog.look(is_away=False)
            ask("SELECT 1")
        with dog.limiting(-1):
            pass
        dog.look(is_away=False)
        ask("SELECT 1")

    def test_a_connection_that_is_closed(self, dog: Watchdog) -> None:
        with dog.limiting(-1):
            connection.ensure_connection()
            connection.connection.close()
            dog.look(is_away=False)
            connection.close()
            dog.look(is_away=False)

    def test_a_request_and_each_piece_of_its_answer(
        self, dog: Watchdog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A piece may take as long as a request, all of them together for ever."""
        monkeypatch.setattr(watchdog, "LONGEST", -1)
        closed: list[bool] = []

        class Answer:
            def __iter__(self) -> Iterator[bytes]:
                yield b"begun "
                dog.look(is_away=False)
                ask("SELECT 1")

            def close(self) -> None:
                closed.append(True)

        def answer(_environ: object, _start: object) -> Answer:
            ask("SELECT 1")
            return Answer()

        pieces: Any = LimitWaiting(answer)({}, lambda *_given: lambda _piece: None)
        dog.look(is_away=False)  # between two pieces nothing is waited for
        assert next(pieces) == b"begun "
        with pytest.raises(OperationalError):
            next(pieces)
        pieces.close()
        assert closed
        connection.close()


class TestAway:
    def test_only_what_was_asked_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pulse = Pulse()
        assert not pulse.is_away()
        monkeypatch.setattr(health, "connection", Silent())
        pulse.check()
        assert pulse.is_away()

    @pytest.mark.django_db
    def test_what_answers_is_not(self) -> None:
        pulse = Pulse()
        pulse.check()
        assert not pulse.is_away()

    def test_everybody_is_answered_at_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(health.PULSE, "is_away", lambda: True)
        client = Client(raise_request_exception=False)
        for answer in (
            client.get("/ru/documents/"),
            client.post("/ru/x/", {"source": "Typed words"}),
        ):
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == str(Outage.AWAY.retry_after)
            assert '<html lang="ru">' in answer.text
        assert "Typed words" in answer.text


class Silent:
    """A connection to a database that is away."""

    def cursor(self) -> None:
        raise OperationalError

    def close(self) -> None:
        pass
