"""Health: `/healthz`, answered before Django from what a thread of its own found.

So the answer comes at once, whatever the requests of this process wait for, to any host
name and without TLS: it is asked from inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from portal.embedded import EmbeddedPostgresError
from portal.watchdog import WATCHDOG

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS: Final = "/healthz"
# Seconds between two checks, and after which one says nothing any more.
PAUSE: Final = 2.0
STALE: Final = 10.0
# How long the first answer waits for the first check.
PATIENCE: Final = 5.0
HEADERS: Final = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]


class Pulse:
    """Asks the database again and again, on a connection of its own."""

    def __init__(self) -> None:
        self._checked, self._answered_at = Event(), float("-inf")
        self._thread = Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def has_database(self) -> bool:
        """Return whether the database answered a moment ago."""
        self._checked.wait(PATIENCE)
        return self._is_fresh()

    def is_away(self) -> bool:
        """Return at once whether the database was asked, and has long not answered."""
        return self._checked.is_set() and not self._is_fresh()

    def _is_fresh(self) -> bool:
        return monotonic() - self._answered_at < STALE

    def _run(self) -> None:
        pause = Event()
        while True:
            self.check()
            pause.wait(PAUSE)

    def check(self) -> None:
        """Ask the database once, and remember whether it answered."""
        try:
            with WATCHDOG.limiting(STALE), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (DatabaseError, EmbeddedPostgresError):
            connection.close()  # each request that needs it logs the reason
        else:
            self._answered_at = monotonic()
        self._checked.set()


PULSE: Final = Pulse()


def refuse_while_away(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 503 at once while the database is away, also where it only is silent.

    Else every thread would wait for it, and nobody be answered, not even /healthz.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if PULSE.is_away():
            raise OperationalError("The database does not answer.")
        return get_response(request)

    return middleware


class KnowsDatabase(Protocol):
    """Whoever knows whether the database answers."""

    def has_database(self) -> bool: ...


class AnswerHealth:
    """WSGI middleware: 200 "ok" if the database answers, else 503 "database"."""

    def __init__(self, application: WSGIApplication, pulse: KnowsDatabase) -> None:
        self._application, self._pulse = application, pulse

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != ADDRESS:
            return self._application(environ, start_response)
        is_well = self._pulse.has_database()
        status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
        start_response(f"{status.value} {status.phrase}", HEADERS)
        return [b"ok\n" if is_well else b"database\n"]
