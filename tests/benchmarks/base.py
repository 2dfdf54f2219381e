"""What benchmarks share: a database of their own, pages made anew, and their cost."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

# Static files by their own names: none were collected.
PLAIN: Final = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@contextmanager
def own_database() -> Iterator[None]:
    """Set Django up on a database that is made for the benchmark and dropped after."""
    from django.test.utils import (
        override_settings,
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    from tests.databases import own_name

    setup_test_environment(debug=False)
    with own_name(), override_settings(STORAGES=PLAIN):
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(databases, verbosity=0)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs that is not prepared: SQL queries, and median milliseconds."""

    queries: int
    milliseconds: float


def cost_of(path: str, *, rounds: int = 5) -> Cost:
    """Ask for a page some times, made anew each time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from portal.prepared.keeping import PAGES

    client = Client()
    times = []
    with CaptureQueriesContext(connection) as queries:
        for _round in range(rounds):
            PAGES.clear()
            begun = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - begun) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
    return Cost(len(queries) // rounds, statistics.median(times))
