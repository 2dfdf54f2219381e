"""`manage.py work`: the worker, which delivers mail and runs background jobs."""

from __future__ import annotations

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, cast

from django.core.management.base import BaseCommand, CommandError
from procrastinate import App
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from portal.mail.models import CODES, MAIL
from portal.observability.job_context import restore_context
from portal.tasks import CARE
from portal.timeouts import JOBS, limit_waits


class WorkerConnector(PsycopgConnector):
    """Fetches jobs on its own connections; jobs defer others on Django's connection.

    So a deferred job is a row of the transaction it belongs to. On another connection
    it would be fetched before the data it needs is committed.
    """

    def __init__(self, web: DjangoConnector) -> None:
        super().__init__(kwargs=connector_params(web.alias))
        self.web = web

    def get_sync_connector(self) -> BaseConnector:
        return self.web


# How many jobs of a queue run at once. Codes wait for nothing else, and mail to slow
# recipients leaves room for the rest (each holds one place, whatever is sent to it).
CONCURRENCY: Final = {CODES: 4, MAIL: 4, CARE: 2}
ENDING_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    """Run the worker until it is stopped; finishes the running jobs.

    Ends with status 1 if it ends by itself, as when its database is away for long.
    """

    help = "Run the background worker until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        limit_waits(JOBS)
        web = cast(DjangoConnector, app.connector)
        with app.replace_connector(WorkerConnector(web)) as listening:
            asyncio.run(_work(listening))


async def _work(listening: App) -> None:
    """Run a worker for each queue until a signal; CommandError if one ends before."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in ENDING_SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    # A thread for each job that may run: the default has fewer.
    loop.set_default_executor(ThreadPoolExecutor(sum(CONCURRENCY.values())))
    async with listening.open_async():
        workers = [
            asyncio.create_task(_run_queue(listening, queue)) for queue in CONCURRENCY
        ]
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait([*workers, stop], return_when=asyncio.FIRST_COMPLETED)
        for task in (*workers, stop):
            task.cancel()  # lets running jobs finish
        ended = await asyncio.gather(*workers, return_exceptions=True)
    if not stopped.is_set():
        errors = [str(each) for each in ended if isinstance(each, Exception)]
        why = "; ".join(dict.fromkeys(errors)) or "see above"
        raise CommandError(f"The worker ended by itself: {why}")


async def _run_queue(listening: App, queue: str) -> None:
    await listening.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=CONCURRENCY[queue],
        install_signal_handlers=False,
        worker_middleware=[restore_context],
    )
