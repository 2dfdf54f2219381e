"""Rows that many tests begin with: stored once in a process, then copied in.

To import and publish a document takes seconds, to copy its rows a tenth of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

# The tables of the schema, those referred to first, each with the columns that are
# not generated.
TABLES: Final = """
    SELECT quote_ident(relname), string_agg(quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY pg_class.oid, relname ORDER BY pg_class.oid
"""
SEQUENCES: Final = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
GO_ON: Final = """
    SELECT setval(quote_ident(name)::regclass, greatest(stood, last_value))
    FROM unnest(%s::text[], %s::bigint[]) AS stored (name, stood)
    JOIN pg_sequences ON sequencename = name AND schemaname = 'public'
"""
# What an insertion sets off, but for foreign keys and for the count of changes.
TRIGGERS: Final = """
    SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled = 'O' AND tgtype & 4 <> 0
        AND tgname NOT LIKE '%%touch%%' AND tgrelid::regclass::text = ANY(%s)
"""
COUNTED: Final = "documents_touch"  # where a copy counts as any change


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the columns that are stored, as SQL names them."""

    name: str
    columns: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows of tables, as COPY writes them, and where the sequences stood."""

    rows: dict[Table, bytes]
    sequences: dict[str, int]

    def restore(self) -> None:
        """Copy the rows in, as they were; what set triggers off does so no more."""
        with transaction.atomic(), connection.cursor() as cursor:
            with _without_triggers(cursor, [table.name for table in self.rows]):
                for table, rows in self.rows.items():
                    into = f"COPY {table.name} ({table.columns}) FROM STDIN"
                    with cursor.copy(into) as copy:
                        copy.write(rows)
            stood = list(self.sequences), list(self.sequences.values())
            cursor.execute(GO_ON, stood)


class Stored:
    """Stores rows by a function, and from the second time in a process by copying."""

    def __init__(self, store: Callable[[], object]) -> None:
        self._store = store
        self._snapshot: Snapshot | None = None

    def __call__(self) -> None:
        if self._snapshot is None:
            self._snapshot = take_snapshot(self._store)
        else:
            self._snapshot.restore()


def take_snapshot(store: Callable[[], object]) -> Snapshot:
    """Return what `store` adds to the database; it may change no row of before."""
    with connection.cursor() as cursor:
        before = _read_rows(cursor)
        store()
        added = {
            table: _without(rows, before[table])
            for table, rows in _read_rows(cursor).items()
            if rows != before[table] and table.name != COUNTED
        }
        cursor.execute(SEQUENCES)
        return Snapshot(added, dict(cursor.fetchall()))


def _read_rows(cursor: CursorWrapper) -> dict[Table, bytes]:
    cursor.execute(TABLES)
    tables = [Table(*row) for row in cursor.fetchall()]
    return {table: _read(cursor, table) for table in tables}


def _read(cursor: CursorWrapper, table: Table) -> bytes:
    rows = f"COPY {table.name} ({table.columns}) TO STDOUT"
    with cursor.copy(rows) as copy:
        return b"".join(bytes(each) for each in copy)


def _without(rows: bytes, known: bytes) -> bytes:
    """Return the lines of a table without those that it had before."""
    lines, before = rows.split(b"\n"), set(known.split(b"\n")) - {b""}
    assert before.issubset(lines), "Rows that were there before are changed."
    return b"\n".join(line for line in lines if line not in before)


@contextmanager
def _without_triggers(cursor: CursorWrapper, tables: Sequence[str]) -> Iterator[None]:
    cursor.execute(TRIGGERS, [list(tables)])
    triggers = cursor.fetchall()

    def switch(state: str) -> None:
        for table, trigger in triggers:
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER {trigger}")

    switch("DISABLE")
    yield
    # Else the tables could not be altered back.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    switch("ENABLE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
