"""Operations: changes recorded in the audit as made together, by one name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pghistory
from django.db import connection

from documents.audit import OPERATION


@contextmanager
def recorded_together(**told: str) -> Iterator[None]:
    """Record the changes made inside under one operation, with what else is told.

    An operation within another is a part of that one. To be entered in a transaction.
    """
    with pghistory.context() as context:
        before = dict(context.metadata)
        context.metadata.update({OPERATION: uuid4().hex, **told, **_outer(before)})
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(before)
    # Without a context around it the database would keep this one for the transaction.
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_id', '', true),"
                " set_config('pghistory.context_metadata', '', true)"
            )


def _outer(metadata: dict[str, str]) -> dict[str, str]:
    """Return the name of the operation that is going on, if there is one."""
    return {OPERATION: metadata[OPERATION]} if OPERATION in metadata else {}
