"""Connections: which one of several servers' raw SQL is read from.

The ORM asks the routers itself; raw SQL asks here, so that both read the same state.
"""

from __future__ import annotations

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper


def read_connection(model: type[models.Model]) -> BaseDatabaseWrapper:
    """Return the connection that a model is read from; the only one, if there is one.

    Nothing is to be written to it.
    """
    return connections[router.db_for_read(model)]
