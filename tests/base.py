"""The cast, and what tests about pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

LANGUAGES = {"zh-hans": "zh-Hans", "ru": "ru", "en": "en"}
LETTER = "letter-2006-09-08"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """Fail when what is done inside takes more SQL queries; names them."""
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


def queries_of(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)
