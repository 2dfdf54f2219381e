"""`manage.py work`: deliver mail and do what else waits in the background."""

from __future__ import annotations

from typing import Any, cast

from django.core.management.base import BaseCommand
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """Fetches jobs on its own connections; a job defers others on Django's.

    In the worker, too, a job is then a row of the transaction it belongs to. On a
    connection of its own it would be fetched before what it is about is committed.
    """

    def __init__(self, web: DjangoConnector) -> None:
        super().__init__(kwargs=connector_params(web.alias))
        self.web = web

    def get_sync_connector(self) -> BaseConnector:
        return self.web


class Command(BaseCommand):
    """Run the worker until it is told to stop; finishes the jobs under way."""

    help = "Run the background worker until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        web = cast(DjangoConnector, app.connector)
        with app.replace_connector(WorkerConnector(web)) as listening:
            listening.run_worker()
