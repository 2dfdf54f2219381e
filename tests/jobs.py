"""Jobs run in process, inside the test's own transaction, one after the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from portal.observability.job_context import take_id

MOST = 100


def run_jobs() -> list[str]:
    """Run what is due, until nothing is; return "task: how it ended" for each job.

    As the worker does, but on this connection, where jobs that were deferred in a test
    can be seen. A job that is to be tried again is left for its time.
    """
    ended: list[str] = []
    worker = async_to_sync(app.job_manager.register_worker)()
    fetch = async_to_sync(app.job_manager.fetch_job)
    while (job := fetch(queues=None, worker_id=worker)) and len(ended) < MOST:
        ended.append(f"{job.task_name}: {_run(job)}")
    async_to_sync(app.job_manager.unregister_worker)(worker)
    return ended


def _run(job: Job) -> str:
    task = app.tasks[job.task_name]
    status = Status.SUCCEEDED
    try:
        copy_context().run(_run_in_context, task.func, _arguments(job))
    except Exception as error:
        if again := task.get_retry_exception(error, job):
            decision = again.retry_decision
            retry = async_to_sync(app.job_manager.retry_job)
            retry(job, retry_at=decision.retry_at, lock=decision.lock)
            return "again later"
        status = Status.FAILED
    delete = status is Status.SUCCEEDED
    async_to_sync(app.job_manager.finish_job)(job, status, delete)
    return status.value


def _run_in_context(run: Callable[..., Any], arguments: dict[str, Any]) -> None:
    take_id(arguments)
    run(**arguments)


def _arguments(job: Job) -> dict[str, Any]:
    # Django leaves JSON to its fields, so on its connection it comes as text.
    given: Any = job.task_kwargs
    arguments: dict[str, Any] = json.loads(given) if isinstance(given, str) else given
    return arguments
