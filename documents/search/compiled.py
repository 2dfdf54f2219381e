"""Compiled querysets: their SQL is made once, and run with other values.

To make the SQL of what a person may see takes longer than to run it. It depends on the
person's rights and on what is asked for, not on the words that are looked for: these
are Slots in it. Nothing that was found is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from threading import Lock
from typing import Any, Final, TypeAlias

from cachetools import LRUCache
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value

Statement: TypeAlias = tuple[str, tuple[Any, ...]]
MOST_KEPT: Final = 512
_statements: Final[LRUCache[Hashable, Statement]] = LRUCache(MOST_KEPT)
_lock: Final = Lock()


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in compiled SQL, by the value's name."""

    name: str


def one_of(field: str, slot: Slot) -> Func:
    """Return the condition that a field is one of the values in a list."""
    return Func(
        F(field),
        Func(Value(slot), template="ANY(%(expressions)s)"),
        arg_joiner=" = ",
        template="(%(expressions)s)",
        output_field=BooleanField(),
    )


def run(
    key: Hashable,
    columns: Sequence[str],
    build: Callable[[], QuerySet[Any, Any]],
    **values: Any,
) -> list[tuple[Any, ...]]:
    """Return these columns of the rows of a queryset; one query.

    `build` makes the queryset when the SQL for `key` is not there yet: the key has all
    that it depends on but the values of the Slots.
    """
    with _lock:
        statement = _statements.get((key, columns))
    if statement is None:
        statement = build().values_list(*columns).query.sql_with_params()
        with _lock:
            _statements[key, columns] = statement
    sql, parameters = statement
    filled = [values[p.name] if isinstance(p, Slot) else p for p in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, filled)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        # Annotations come last, whatever their place among the columns.
        names = [column.name for column in cursor.description]
    if names == list(columns):
        return rows
    return list(map(itemgetter(*(names.index(column) for column in columns)), rows))
