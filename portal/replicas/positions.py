"""Positions: how far a server is in the primary's log, and how far it has to be.

A position (PostgreSQL's LSN) is a number of bytes, here an int. It never falls, so what
was once reached is not asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connections,
)

from portal.health import PULSE

# A replica that was promoted has a position of its own.
POSITION: Final = """
SELECT coalesce(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
    ELSE pg_current_wal_insert_lsn() END - '0/0'::pg_lsn, 0)::bigint
"""
PAUSE: Final = 1.0  # seconds between two questions how far a server is
AWAY: Final = 5.0  # seconds until a replica that did not answer is asked again
GONE: Final = (OperationalError, InterfaceError)


def read_position(alias: str) -> int:
    """Return the position of a server; one query."""
    with connections[alias].cursor() as cursor:
        cursor.execute(POSITION)
        [(position,)] = cursor.fetchall()
    return int(position)


@dataclass(frozen=True, slots=True)
class Seen:
    """A position, and when it was asked for (monotonic)."""

    position: int = 0
    at: float = float("-inf")


class Primary:
    """Where the primary was a moment ago: at least PAUSE seconds, at most three times.

    While it is away the last known position stands: it writes nothing.
    """

    def __init__(self) -> None:
        self._before, self._latest = Seen(), Seen()
        self._lock = Lock()

    def was_at(self) -> int:
        """Return the position; one query in PAUSE seconds."""
        now = monotonic()
        with self._lock:
            age = now - self._latest.at
            if age < PAUSE or PULSE.is_away():
                return self._before.position
            latest = self._latest
            # The others do not ask meanwhile.
            self._latest = Seen(latest.position, now)
        try:
            asked = Seen(read_position(DEFAULT_DB_ALIAS), now)
        except GONE:
            connections[DEFAULT_DB_ALIAS].close()
            return self._before.position
        with self._lock:
            self._before = latest if age < 2 * PAUSE else asked
            self._latest = asked
            return self._before.position


class Replicas:
    """Which replica may answer: the first that is here and has come far enough."""

    def __init__(self, aliases: list[str]) -> None:
        self._aliases = aliases
        self._primary = Primary()
        # By connection: behind one address may be several servers.
        self._seen: WeakKeyDictionary[Any, Seen] = WeakKeyDictionary()
        self._away_until: dict[str, float] = {}

    def choose(self, written: int) -> str | None:
        """Return a replica that has reached what was written, or None.

        No query, if that was found within the last PAUSE seconds.
        """
        needed = max(written, self._primary.was_at())
        here = (alias for alias in self._aliases if not self._is_away(alias))
        return next((each for each in here if self._reaches(each, needed)), None)

    def note_away(self, alias: str) -> None:
        """Ask a replica nothing for a while."""
        connections[alias].close()
        self._away_until[alias] = monotonic() + AWAY

    def _is_away(self, alias: str) -> bool:
        return monotonic() < self._away_until.get(alias, 0.0)

    def _reaches(self, alias: str, needed: int) -> bool:
        connection = connections[alias]
        now = monotonic()
        try:
            connection.ensure_connection()
            seen = self._seen.get(connection.connection, Seen())
            if seen.position < needed or now - seen.at >= PAUSE:
                seen = Seen(read_position(alias), now)
                self._seen[connection.connection] = seen
        except GONE:
            self.note_away(alias)
            return False
        return seen.position >= needed
