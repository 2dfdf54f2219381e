"""`manage.py work`: the worker, which delivers mail and runs background jobs."""

from __future__ import annotations

from typing import Any, cast

from django.core.management.base import BaseCommand
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from portal.observability.job_context import restore_context
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


class Command(BaseCommand):
    """Run the worker until it is stopped; finishes the running jobs."""

    help = "Run the background worker until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        limit_waits(JOBS)
        web = cast(DjangoConnector, app.connector)
        with app.replace_connector(WorkerConnector(web)) as listening:
            listening.run_worker(worker_middleware=[restore_context])
