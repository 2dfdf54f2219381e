"""Metrics for Prometheus: counted in each process, added up in files that all share.

Whichever process is asked answers for all. The files lie in a folder of the process
that started them; those of such a one that is gone are removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from portal.observability.request_line import Line
from portal.observability.state import State, read_state

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # the library's own variable
SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)


class RequestMetrics:
    """Requests by route, status and time; their queries; how many pages were kept."""

    def __init__(self) -> None:
        # Where it counts is decided when it is loaded.
        os.environ.setdefault(FOLDER, str(_make_folder()))
        from prometheus_client import Counter, Histogram

        self._seconds = Histogram(
            "portal_request_seconds",
            "Time until an answer begins.",
            ("route", "status"),
            buckets=SECONDS,
        )
        self._queries = Counter("portal_queries", "Queries of requests.", ("route",))
        self._prepared = Counter(
            "portal_prepared_pages", "Pages answered as kept, or made.", ("outcome",)
        )

    def observe(self, line: Line) -> None:
        """Count a request."""
        self._seconds.labels(line.route, line.status).observe(line.seconds)
        self._queries.labels(line.route).inc(line.queries)
        if line.prepared:
            self._prepared.labels(line.prepared).inc()


class StateCollector:
    """The state of the portal, asked when the metrics are."""

    def collect(self) -> Iterator[Metric]:
        """Yield what is known of jobs, mail, the worker and the database."""
        from prometheus_client.metrics_core import GaugeMetricFamily

        state = read_state()
        for name, told, value in _list_gauges(state):
            if value is not None:
                yield GaugeMetricFamily(f"portal_{name}", told, value)
        jobs = GaugeMetricFamily("portal_jobs", "Jobs.", labels=("queue", "status"))
        for labels, count in state.jobs.items():
            jobs.add_metric(labels, count)
        yield jobs


def _list_gauges(state: State) -> Iterator[tuple[str, str, float | None]]:
    yield "database_up", "Whether the database answers.", state.has_database
    yield "mails_waiting", "E-mails not delivered.", state.mails
    yield "mails_failed", "E-mails whose last try failed.", state.failed_mails
    yield "oldest_mail_seconds", "Age of the oldest that waits.", state.oldest_mail
    yield "worker_silent_seconds", "Time since a worker's sign.", state.worker_silent
    yield "disk_free_ratio", "Free part of the disk.", state.disk_free


@cache
def start_metrics() -> RequestMetrics | None:
    """Return what counts requests in this process; None where nobody may ask."""
    return RequestMetrics() if settings.HEALTH_TOKEN else None


def render_metrics() -> bytes:
    """Return everything in the format of Prometheus."""
    start_metrics()
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    add_processes: Any = MultiProcessCollector  # it has no types
    add_processes(registry)
    registry.register(StateCollector())
    return generate_latest(registry)


def _make_folder() -> Path:
    """Return the folder of the processes that have the same parent, the server."""
    folders = Path(settings.VAR_DIR) / "metrics"
    own = folders / str(os.getppid())
    own.mkdir(parents=True, exist_ok=True)
    for folder in folders.iterdir():
        if folder.name.isdigit() and not _runs(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
    return own


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
