"""Routing: which server the models are read from and written to."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, models

# What is only right as it is now: counts of attempts, and jobs.
NEVER_FROM_REPLICA: Final = {"django_cache", "procrastinate"}


@dataclass(slots=True)
class Route:
    """Where a request reads, and whether it has written."""

    source: str = DEFAULT_DB_ALIAS
    has_written: bool = False


# Of the current request; commands, jobs and what is streamed have none.
ROUTE: Final[ContextVar[Route | None]] = ContextVar("route", default=None)


class ReplicaRouter:
    """Read from where the request reads, write to the primary."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str:
        """Return the request's source; the primary for what belongs to a transaction.

        A source is kept after a write: a page of two states would be kept as one.
        """
        route = ROUTE.get()
        if (
            route is None
            or model._meta.app_label in NEVER_FROM_REPLICA
            or connections[DEFAULT_DB_ALIAS].in_atomic_block
        ):
            return DEFAULT_DB_ALIAS
        return route.source

    def db_for_write(self, _model: type[models.Model], **_hints: Any) -> str:
        """Return the primary; so does a queryset that locks rows."""
        if route := ROUTE.get():
            route.has_written = True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_objects: models.Model, **_hints: Any) -> bool:
        """Allow any: all servers have the same rows."""
        return True

    def allow_migrate(self, alias: str, *_label: str, **_hints: Any) -> bool:
        """Allow the primary alone; the replicas get its tables from it."""
        return alias == DEFAULT_DB_ALIAS
