"""State: what operators want to know of the portal beyond its answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from portal.mail.models import QueuedMail
from portal.outages import find_outage

# A worker gives a sign every ten seconds.
SILENT: Final = timedelta(minutes=1).total_seconds()
# By then six tries to deliver an e-mail have failed (portal/tasks.py), or none was made
LATE: Final = timedelta(hours=2).total_seconds()
LEAST_FREE: Final = 0.05  # of the disk
CACHE_KEY: Final = "portal.state"


@dataclass(slots=True)
class State:
    """What was found; None for what could not be asked."""

    disk_free: float | None = None  # of 1
    has_database: bool = False
    unapplied_migrations: int | None = None
    has_cache: bool = False
    worker_silent: float | None = None  # seconds
    jobs: dict[tuple[str, str], int] = field(default_factory=dict)  # by queue, status
    mails: int | None = None  # that wait
    oldest_mail: float | None = None  # seconds
    failed_mails: int | None = None

    def find_problems(self) -> Iterator[str]:
        """Yield what an operator must look at now."""
        if not self.has_database:
            yield "database"
        elif self.unapplied_migrations:
            yield "migrations"
        if not self.has_cache:
            yield "cache"
        if self.worker_silent is None or self.worker_silent > SILENT:
            yield "worker"
        if self.oldest_mail is not None and self.oldest_mail > LATE:
            yield "mail"
        if self.disk_free is None or self.disk_free < LEAST_FREE:
            yield "disk"

    def as_json(self) -> dict[str, Any]:
        """Return what `/healthz/detail` says."""
        problems = list(self.find_problems())
        jobs: dict[str, dict[str, int]] = {}
        for (queue, status), count in sorted(self.jobs.items()):
            jobs.setdefault(queue, {})[status] = count
        return {
            "status": "failing" if problems else "ok",
            "problems": problems,
            "database": self.has_database,
            "unapplied_migrations": self.unapplied_migrations,
            "cache": self.has_cache,
            "worker": {"seconds_since_last_sign": self.worker_silent},
            "jobs": jobs,
            "mail": {
                "waiting": self.mails,
                "seconds_oldest_waits": self.oldest_mail,
                "failed": self.failed_mails,
            },
            "disk": {"free": self.disk_free},
        }


def read_state() -> State:
    """Look at everything once; what fails is left out, and named by its absence."""
    state = State()
    with suppress(OSError):  # the folder is not there
        usage = shutil.disk_usage(settings.VAR_DIR)
        state.disk_free = round(usage.free / usage.total, 3)
    try:
        _read_tables(state)
        state.has_database = True
        _try_cache(state)
    except DatabaseError:
        connection.close()
    except Exception as error:
        if find_outage(error) is None:
            raise  # none of the cache's server
    return state


def _read_tables(state: State) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state.unapplied_migrations = len(plan)
    now = timezone.now()
    seen = ProcrastinateWorker.objects.aggregate(seen=Max("last_heartbeat"))["seen"]
    state.worker_silent = (now - seen).total_seconds() if seen else None
    counted = ProcrastinateJob.objects.order_by().values_list("queue_name", "status")
    state.jobs = {
        (queue, status): count
        for queue, status, count in counted.annotate(count=Count("pk"))
    }
    mails = QueuedMail.objects.aggregate(
        waiting=Count("pk", filter=Q(is_given_up=False)),
        oldest=Min("created_at", filter=Q(is_given_up=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
    )
    oldest = mails["oldest"]
    state.mails, state.failed_mails = mails["waiting"], mails["failed"]
    state.oldest_mail = (now - oldest).total_seconds() if oldest else 0.0


def _try_cache(state: State) -> None:
    said = str(timezone.now())
    cache.set(CACHE_KEY, said, timeout=60)
    state.has_cache = cache.get(CACHE_KEY) is not None
