"""Timeouts: how long a process waits for the database before it gives up.

A request that waits keeps a thread from everybody else; a job has more time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Timeouts:
    """The longest waits, in seconds, that PostgreSQL ends by an error."""

    lock: int  # for a lock that another transaction holds
    statement: int  # for a statement to end
    idle: int  # in a transaction, for the next statement


REQUESTS: Final = Timeouts(lock=3, statement=15, idle=30)
JOBS: Final = Timeouts(lock=30, statement=600, idle=600)
SET: Final = """
    SELECT set_config('lock_timeout', %s, false),
        set_config('statement_timeout', %s, false),
        set_config('idle_in_transaction_session_timeout', %s, false)
"""


def limit_waits(timeouts: Timeouts) -> None:
    """Give every connection that this process opens from now on these timeouts."""
    seconds = (timeouts.lock, timeouts.statement, timeouts.idle)

    def set_timeouts(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(SET, [f"{each}s" for each in seconds])

    # One set of timeouts for a process; the reference must outlive this call.
    connection_created.connect(set_timeouts, weak=False, dispatch_uid=__name__)


# --- The whole of a request

LONGEST: Final = 30  # seconds


class OutOfTime(OperationalError):
    """A request has asked the database for too long; it may be tried again."""


def limit_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a request ask no database anything more after LONGEST; it is answered 503.

    A single statement ends by its own timeout; many short ones by this.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        until = _until(monotonic() + LONGEST)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(until))
            return get_response(request)

    return middleware


def _until(deadline: float) -> Callable[..., Any]:
    def execute(run: Callable[..., Any], *asked: Any) -> Any:
        if monotonic() > deadline:
            raise OutOfTime(f"The request took longer than {LONGEST} s.")
        return run(*asked)

    return execute
