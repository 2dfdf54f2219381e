"""Watchdog: ends the connections of what waits for a database longer than it may.

PostgreSQL ends a statement that takes too long (timeouts.py), and TCP a host that is
gone. A server that is stopped, or whose disk hangs, ends nothing, and its host still
acknowledges what is sent to it. So a thread of each process cuts the connection from
this end: who waited gets an OperationalError, which is answered 503.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.timeouts import LONGEST

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PAUSE: Final = 1.0  # seconds between two looks
# What has waited so long for a database that answers nobody waits in vain.
HOPELESS: Final = 3.0  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class Wait:
    """What a thread does with its connections, since when, and until when it may."""

    connections: Sequence[BaseDatabaseWrapper]
    since: float
    until: float


class Watchdog:
    """Looks again and again who has waited too long; cuts nothing until it is started.

    `is_away` tells whether the database answers nobody: then nobody is let wait.
    """

    def __init__(self) -> None:
        self._waits: set[Wait] = set()
        self._lock = Lock()

    def start(self, is_away: Callable[[], bool]) -> None:
        Thread(target=self._run, args=(is_away,), name="watchdog", daemon=True).start()

    @contextmanager
    def limiting(self, seconds: float) -> Iterator[None]:
        """Let this thread wait for its databases no longer than this, all in all."""
        now = monotonic()
        wait = Wait(connections.all(), now, now + seconds)
        with self._lock:
            self._waits.add(wait)
        try:
            yield
        finally:
            # Not while its connections are being cut: the next request has them, too.
            with self._lock:
                self._waits.discard(wait)

    def look(self, *, is_away: bool) -> None:
        """Cut the connections of who has waited too long."""
        now = monotonic()
        with self._lock:
            for wait in self._waits:
                is_hopeless = is_away and now - wait.since > HOPELESS
                for connection in wait.connections:
                    is_in_vain = is_hopeless and connection.alias == DEFAULT_DB_ALIAS
                    if now > wait.until or is_in_vain:
                        cut(connection)

    def _run(self, is_away: Callable[[], bool]) -> None:
        pause = Event()
        while True:
            pause.wait(PAUSE)
            self.look(is_away=is_away())


WATCHDOG: Final = Watchdog()


def cut(connection: BaseDatabaseWrapper) -> None:
    """End a connection of another thread, which is told by an OperationalError."""
    waiting: psycopg.Connection[Any] | None = connection.connection
    if waiting is None:
        return
    with suppress(psycopg.Error, OSError):  # it was closed meanwhile
        number = waiting.pgconn.socket
        with socket.socket(fileno=os.dup(number)) as same:
            # Else the number may be another's by now.
            if waiting.pgconn.socket == number:
                same.shutdown(socket.SHUT_RDWR)


class LimitWaiting:
    """WSGI middleware: bounds a request, and then each piece of what is streamed.

    Stands above Django, which asks the database before and after its own middleware.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        with WATCHDOG.limiting(LONGEST):
            answer = self._application(environ, start_response)
        return answer if isinstance(answer, list) else Pieces(answer)


class Pieces:
    """An answer each of whose pieces may take so long; a download may take hours."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self._answer, self._pieces = answer, iter(answer)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with WATCHDOG.limiting(LONGEST):
            return next(self._pieces)

    def close(self) -> None:
        close: Callable[[], None] | None = getattr(self._answer, "close", None)
        if close:
            with WATCHDOG.limiting(LONGEST):
                close()
