"""Outages: errors that mean that a server is away, or busy beyond a timeout.

Such a request can be repeated, so it is answered 503; any other error is a fault.
"""

from __future__ import annotations

import logging
import sys
from enum import Enum
from typing import Any, Final

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate.exceptions import ConnectorException

from portal.embedded import EmbeddedPostgresError
from portal.timeouts import OutOfTime


class Outage(Enum):
    """Why the database did not do what was asked, and when to ask again (seconds)."""

    BUSY = 5
    AWAY = 30

    @property
    def retry_after(self) -> int:
        return self.value


# PostgreSQL's error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
BUSY: Final = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
        "53300",  # too_many_connections
        "55P03",  # lock_not_available: lock_timeout
        "57014",  # query_canceled: statement_timeout
        "25P03",  # idle_in_transaction_session_timeout
    }
)
AWAY: Final = frozenset(
    {
        "08006",  # connection_failure, as a pooler says it
        "57P01",  # admin_shutdown
        "57P02",  # crash_shutdown
        "57P03",  # cannot_connect_now
        "57P05",  # idle_session_timeout
    }
)


def find_outage(error: BaseException | None) -> Outage | None:
    """Return the outage that an error comes from; None when it is something else."""
    is_not_started = isinstance(error, EmbeddedPostgresError)
    if is_not_started or _is_of_cache(error) or _is_of_jobs(error):
        return Outage.AWAY
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    code = getattr(error.__cause__, "sqlstate", None)
    if code in BUSY or isinstance(error, OutOfTime):
        return Outage.BUSY
    # An error without a code is of the connection: refused, lost or timed out.
    return Outage.AWAY if code is None or code in AWAY else None


def _is_of_cache(error: BaseException | None) -> bool:
    """Whether the server of CACHE_URL, whose client is loaded only then, is away."""
    client: Any = sys.modules.get("redis.exceptions")
    return client is not None and isinstance(
        error, client.ConnectionError | client.TimeoutError
    )


def _is_of_jobs(error: BaseException | None) -> bool:
    """Whether the worker's own connections, which are not Django's, lost the server."""
    if not isinstance(error, ConnectorException):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    is_of_connection = isinstance(error.__cause__, psycopg.OperationalError)
    return is_of_connection and (code is None or code in AWAY)


class OneLine(logging.Filter):
    """Logs an outage in one line: hundreds of tracebacks would say no more."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if outage := find_outage(error):
            said = " ".join(str(error).split())
            record.msg, record.args = (
                f"{' '.join(record.getMessage().split())}: {outage.name}: {said}",
                (),
            )
            record.exc_info = record.exc_text = None
            record.outage = outage
        return True
