"""The cast, and what tests about pages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from time import monotonic
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.prepared.keeping import PAGES

LANGUAGES = {"zh-hans": "zh-Hans", "ru": "ru", "en": "en"}
LETTER = "letter-2006-09-08"


def flat(html: str) -> str:
    """Return markup on one line, whatever the line breaks of its template."""
    html = re.sub(r"\s+>", ">", re.sub(r"\s+", " ", html))
    return html.replace("> <", "><")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """Fail when what is done inside takes more SQL queries; names them.

    Nothing is prepared: a page that is kept costs one query, whatever it shows.
    """
    PAGES.clear()
    with CaptureQueriesContext(connection) as queries:
        yield
    if len(queries) > limit:
        listed = "\n".join(query["sql"][:160] for query in queries.captured_queries)
        pytest.fail(f"{len(queries)} queries, at most {limit} allowed:\n{listed}")


def at_once(
    *actions: Callable[[], Any], refusals: tuple[type[Exception], ...]
) -> list[Any]:
    """Begin these together, each with a connection of its own.

    Returns what each gives, or the refusal it raises; any other exception is raised.
    """
    start = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return action()
        except refusals as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def until_waiting(count: int, *, seconds: float = 10) -> None:
    """Return as soon as so many connections to this database wait for a lock.

    Fails when they do not within the time: nothing held them up.
    """
    deadline, pause = monotonic() + seconds, Event()
    while (waiting := _waiting()) < count:
        if monotonic() > deadline:
            pytest.fail(f"{waiting} connections wait for a lock, not {count}")
        pause.wait(0.01)


def _waiting() -> int:
    with connection.cursor() as cursor:
        # Else a transaction sees the same picture again and again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@contextmanager
def beside(*actions: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Begin these, each with a connection of its own, and wait for them at the end.

    Each begins when the ones before wait for a lock that is held inside.
    """

    def run(action: Callable[[], Any]) -> Any:
        try:
            return action()
        finally:
            connections.close_all()

    begun: list[Future[Any]] = []
    with ThreadPoolExecutor(len(actions)) as pool, transaction.atomic():
        yield begun
        for count, action in enumerate(actions, 1):
            begun.append(pool.submit(run, action))
            until_waiting(count)


def queries_of(action: Callable[[], object]) -> int:
    """Count the SQL queries that are made while nothing is prepared."""
    PAGES.clear()
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)
