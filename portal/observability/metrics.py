"""Metrics for Prometheus: counted in each process, added up in files that all share.

Whichever process is asked answers for all. The files lie in a folder of the process
that started them; those of such a one that is gone are removed.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from portal.observability.request_line import Line
from portal.observability.state import State, read_state

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # the library's own variable
# Of each file of a process, written before it is mapped into memory: a page of a sparse
# file that a full disk cannot hold would end the process (SIGBUS).
RESERVED: Final = 2 * 1024 * 1024  # bytes; a thousand routes and statuses
KINDS: Final = ("counter", "histogram")
SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
# The first requests of a process come at once, and a name is registered once.
STARTING: Final = Lock()
logger = logging.getLogger(__name__)


class RequestMetrics:
    """Requests by route, status and time; their queries; how many pages were kept.

    Raises OSError where nothing can be written.
    """

    def __init__(self) -> None:
        folder = Path(os.environ.get(FOLDER) or _make_folder())
        for kind in KINDS:
            _reserve(folder / f"{kind}_{os.getpid()}.db")
        # Where it counts is decided when it is loaded.
        os.environ[FOLDER] = str(folder)
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


def start_metrics() -> RequestMetrics | None:
    """Return what counts requests in this process; None where nobody may ask.

    None, too, where there is no place for it: people are answered all the same.
    """
    with STARTING:
        return _start_once()


@cache
def _start_once() -> RequestMetrics | None:
    if not settings.HEALTH_TOKEN:
        return None
    try:
        return RequestMetrics()
    except OSError as error:
        logger.error(
            "Requests are not counted: %s cannot be written: %s. Free some space, or"
            " set PORTAL_VAR_DIR to a folder that can be written to, and restart.",
            error.filename or settings.VAR_DIR,
            error.strerror,
        )
        return None


def render_metrics() -> bytes:
    """Return everything in the format of Prometheus."""
    is_counting = start_metrics() is not None
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if is_counting:
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


def _reserve(file: Path) -> None:
    """Let the disk have a file whole, not as a hole; what is in it stays."""
    with file.open("ab") as opened:
        opened.write(bytes(max(RESERVED - opened.tell(), 0)))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
