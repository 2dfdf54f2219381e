"""Statements that each connection plans once (PREPARE) and runs with other values.

To plan a short query takes longer than to run it. psycopg's own prepared statements
need server-side parameters, which Django's connection does not use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Final, TypeAlias
from weakref import WeakKeyDictionary

from cachetools import LRUCache

# Of each connection: a plan takes some 100 kB of the memory of the database.
MOST_PREPARED: Final = 32
MOST_WORDINGS: Final = 512
NAMED: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """SQL to be prepared: its slots are $1, $2 and so on, in the order of `slots`.

    `parameters` are the same each time, and are laid in when it is prepared.
    """

    sql: str
    slots: tuple[str, ...]
    parameters: tuple[Any, ...] = ()


# The names of the statements that a connection has prepared.
Prepared: TypeAlias = LRUCache[Statement, str]
_prepared: Final[WeakKeyDictionary[Any, Prepared]] = WeakKeyDictionary()
_numbers: Final = count(1)


@lru_cache(MOST_WORDINGS)
def statement_of(sql: str) -> Statement:
    """Return the statement of SQL whose slots are %(name)s; the same for the same."""
    slots = tuple(dict.fromkeys(NAMED.findall(sql)))
    return Statement(NAMED.sub(lambda each: f"${slots.index(each[1]) + 1}", sql), slots)


def execute(cursor: Any, statement: Statement, values: Mapping[str, Any]) -> None:
    """Run a statement, prepared if it is not yet; one query."""
    connection = cursor.db.connection
    prepared = _prepared.get(connection)
    if prepared is None:
        prepared = _prepared[connection] = LRUCache(MOST_PREPARED)
    name = prepared.get(statement)
    given = [values[slot] for slot in statement.slots]
    if name:
        cursor.execute(_run(name, given), given)
        return
    name = f"statement_{next(_numbers)}"
    first = f"PREPARE {name} AS {statement.sql}; {_run(name, given)}"
    if len(prepared) == MOST_PREPARED:
        _statement, least = prepared.popitem()
        first = f"DEALLOCATE {least}; {first}"
    cursor.execute(first, [*statement.parameters, *given])
    while cursor.description is None:
        cursor.nextset()
    prepared[statement] = name


def _run(name: str, given: Sequence[Any]) -> str:
    if not given:  # an empty list is a syntax error
        return f"EXECUTE {name}"
    return f"EXECUTE {name} ({', '.join(['%s'] * len(given))})"
