"""Job context: a job carries the id of the request that it was deferred in.

As an argument that is taken off before the task sees it. PROCRASTINATE_ON_APP_READY.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate import App
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from portal.observability.context import CURRENT, JOB_ARGUMENT, RequestContext


class TracedJobs(JobManager):
    """Stores jobs with the id of the request that they are deferred in."""

    def batch_defer_jobs(self, jobs: list[Job], connection: Any = None) -> list[Job]:
        return super().batch_defer_jobs([_add_id(job) for job in jobs], connection)


def _add_id(job: Job) -> Job:
    context = CURRENT.get()
    if context is None:
        return job
    given = {**job.task_kwargs, JOB_ARGUMENT: context.request_id}
    return job.evolve(task_kwargs=given)


def trace_jobs(app: App) -> None:
    """Let every job of the application be deferred with the id of its request."""
    app.job_manager = TracedJobs(app.connector)


def take_id(arguments: dict[str, Any]) -> None:
    """Take the id off a job's arguments: what follows belongs to that request."""
    request_id = arguments.pop(JOB_ARGUMENT, None)
    CURRENT.set(RequestContext(request_id) if request_id else None)


async def restore_context(
    run: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker
) -> Any:
    """Run a job in the context of its request; middleware of the worker.

    Each job is an asyncio task, which has a context of its own: how the job ended is
    logged with the id too.
    """
    take_id(context.job.task_kwargs)
    return await run()
