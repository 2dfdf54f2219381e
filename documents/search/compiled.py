"""Compiled querysets: their SQL is made and planned once, and run with other values.

To make the SQL of what a person may see, and to plan it, takes longer than to run it.
It depends on the person's rights and on what is asked for, not on the words that are
looked for: these are Slots in it. Each connection prepares the statements that it runs
most. Nothing that was found is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from threading import Lock
from typing import Any, Final, TypeAlias
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value

MOST_KEPT: Final = 512
# Of each connection: a plan takes some 100 kB of the memory of the database.
MOST_PREPARED: Final = 24
# The place of a parameter, or a percent sign.
PLACE: Final = re.compile("%s|%%")


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
        statement = _compile(build().values_list(*columns).query.sql_with_params())
        with _lock:
            _statements[key, columns] = statement
    with connection.cursor() as cursor:
        _execute(cursor, statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        # Annotations come last, whatever their place among the columns.
        names = [column.name for column in cursor.description]
    if names == list(columns):
        return rows
    return list(map(itemgetter(*(names.index(column) for column in columns)), rows))


@dataclass(frozen=True, slots=True, eq=False)
class _Statement:
    """SQL to be prepared: its Slots are $1, $2 and so on, in the order of `slots`."""

    sql: str
    parameters: tuple[Any, ...]
    slots: tuple[str, ...]


# The names of the statements that a connection has prepared.
Prepared: TypeAlias = LRUCache[_Statement, str]
_statements: Final[LRUCache[Hashable, _Statement]] = LRUCache(MOST_KEPT)
_lock: Final = Lock()
_prepared: Final[WeakKeyDictionary[Any, Prepared]] = WeakKeyDictionary()
_numbers: Final = count(1)


def _compile(compiled: tuple[str, Sequence[Any]]) -> _Statement:
    sql, parameters = compiled
    slots = list(dict.fromkeys(p.name for p in parameters if isinstance(p, Slot)))
    asked = iter(parameters)

    def place(match: re.Match[str]) -> str:
        value = next(asked) if match[0] == "%s" else None
        return (
            f"${slots.index(value.name) + 1}" if isinstance(value, Slot) else match[0]
        )

    placed = PLACE.sub(place, sql)
    others = tuple(p for p in parameters if not isinstance(p, Slot))
    return _Statement(placed, others, tuple(slots))


def _execute(cursor: Any, statement: _Statement, values: dict[str, Any]) -> None:
    """Run a statement, prepared if it is not yet; one query."""
    prepared = _prepared.setdefault(connection.connection, LRUCache(MOST_PREPARED))
    name = prepared.get(statement)
    given = [values[slot] for slot in statement.slots]
    if name:
        cursor.execute(_run(name, given), given)
        return
    name = f"search_{next(_numbers)}"
    first = f"PREPARE {name} AS {statement.sql}; {_run(name, given)}"
    if len(prepared) == MOST_PREPARED:
        _statement, least = prepared.popitem()
        first = f"DEALLOCATE {least}; {first}"
    cursor.execute(first, [*statement.parameters, *given])
    while cursor.description is None:
        cursor.nextset()
    prepared[statement] = name


def _run(name: str, given: Sequence[Any]) -> str:
    return f"EXECUTE {name} ({', '.join(['%s'] * len(given))})"
