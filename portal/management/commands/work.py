"""`manage.py work`: deliver mail and do what else waits in the background."""

from __future__ import annotations

from typing import Any, cast

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    """Run the worker until it is told to stop; finishes the jobs under way."""

    help = "Run the background worker until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        connector = cast(DjangoConnector, app.connector)
        with app.replace_connector(connector.get_worker_connector()) as listening:
            listening.run_worker()
