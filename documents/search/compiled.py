"""Compiled querysets: their SQL is made and planned once, and run with other values.

To make the SQL of what a person may see, and to plan it, takes longer than to run it.
It depends on the person's rights and on what is asked for, not on the words that are
looked for: these are Slots in it. Each connection prepares the statements that it runs
most (documents/statements.py). Nothing that was found is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from threading import Lock
from typing import Any, Final

from cachetools import LRUCache
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from documents.connections import read_connection
from documents.models import Document
from documents.statements import Statement, execute

MOST_KEPT: Final = 512
# The place of a parameter, or a percent sign.
PLACE: Final = re.compile("%s|%%")


# What one of several counts is of (count_each). Their list is unknown when they are
# planned: with a known one PostgreSQL would plan anew each time.
EACH: Final = RawSQL("asked.words", ())
COUNTING: Final = """
SELECT CASE asked.words WHEN '' THEN 0 ELSE (SELECT count(*) FROM ({rows}) AS found) END
FROM unnest((SELECT %s::text[])) WITH ORDINALITY AS asked (words, place)
ORDER BY asked.place
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in compiled SQL, by the value's name."""

    name: str


def one_of(field: str, slot: Slot, *, is_unknown: bool = False) -> Func:
    """Return the condition that a field is one of the values in a list.

    `is_unknown`: of texts that are unknown when the query is planned. PostgreSQL plans
    anew for each short list that it knows; of many joins that takes longer than to run.
    """
    unknown = "ANY((SELECT %(expressions)s::text[])::text[])"
    return Func(
        F(field),
        Func(Value(slot), template=unknown if is_unknown else "ANY(%(expressions)s)"),
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

    def write() -> tuple[str, Sequence[Any]]:
        return build().values_list(*columns).query.sql_with_params()

    statement = _find_statement((key, columns), write)
    with read_connection(Document).cursor() as cursor:
        execute(cursor, statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        # Annotations come last, whatever their place among the columns.
        names = [column.name for column in cursor.description]
    if names == list(columns):
        return rows
    return list(map(itemgetter(*(names.index(column) for column in columns)), rows))


def count_each(
    key: Hashable, build: Callable[[], QuerySet[Any, Any]], asked: Sequence[str]
) -> list[int]:
    """Return how many rows a queryset has for each EACH in it, 0 for ""; one query."""

    def write() -> tuple[str, Sequence[Any]]:
        sql, parameters = build().values_list("pk").query.sql_with_params()
        return COUNTING.format(rows=sql), (*parameters, Slot("asked"))

    statement = _find_statement(key, write)
    with read_connection(Document).cursor() as cursor:
        execute(cursor, statement, {"asked": list(asked)})
        return [count for (count,) in cursor.fetchall()]


_statements: Final[LRUCache[Hashable, Statement]] = LRUCache(MOST_KEPT)
_lock: Final = Lock()


def _find_statement(
    key: Hashable, write: Callable[[], tuple[str, Sequence[Any]]]
) -> Statement:
    """Return the statement that is kept for a key; `write` makes its SQL once."""
    with _lock:
        statement = _statements.get(key)
    if statement is None:
        statement = _compile(write())
        with _lock:
            _statements[key] = statement
    return statement


def _compile(compiled: tuple[str, Sequence[Any]]) -> Statement:
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
    return Statement(placed, tuple(slots), others)
