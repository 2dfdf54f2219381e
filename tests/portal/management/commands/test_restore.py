"""`manage.py restore`: a dump takes the place of a database that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from portal.embedded.server import DATABASE, ROLE, EmbeddedPostgres
from tests.portal.management.commands.test_serve import manage, said


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder with a database server that stays up between commands."""
    server = EmbeddedPostgres(tmp_path / "postgres")
    server.ensure()
    yield tmp_path
    server.stop(even_if_used=True)


def address(var: Path) -> str:
    return f"postgresql://{ROLE}@{quote(str(var / 'postgres'), safe='')}/{DATABASE}"


def run(var: Path, *command: str) -> tuple[int, str]:
    return said(manage(var, *command, DATABASE_URL=address(var)))


def ask(var: Path, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address(var)) as asking:
        cursor = asking.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def test_a_dump_takes_the_place_and_what_was_is_kept(var: Path) -> None:
    ask(var, "CREATE TABLE kept AS SELECT 42 AS n")
    dump = str(var / "portal.dump")
    assert said(manage(var, "database", "dump", dump))[0] == 0
    EmbeddedPostgres(var / "postgres").ensure()  # the dump stopped it
    ask(var, "UPDATE kept SET n = 43")

    with psycopg.connect(address(var)):
        status, out = run(var, "restore", dump)
    assert (status, "stop the portal" in out) == (1, True)
    assert ask(var, "SELECT n FROM kept") == [(43,)]

    (var / "broken.dump").write_text("this is no dump")
    status, out = run(var, "restore", str(var / "broken.dump"))
    assert (status, "pg_restore failed" in out) == (1, True)
    assert ask(var, "SELECT n FROM kept") == [(43,)]

    status, out = run(var, "restore", dump)
    assert (status, "Restored" in out) == (0, True), out
    assert ask(var, "SELECT n FROM kept") == [(42,)]
    names = {name for (name,) in ask(var, "SELECT datname FROM pg_database")}
    assert f"{DATABASE}_before" in names

    # It is not lost by a second restoration.
    status, out = run(var, "restore", dump)
    assert (status, f"{DATABASE}_before" in out) == (1, True)


def test_not_for_the_embedded_database(tmp_path: Path) -> None:
    status, out = said(manage(tmp_path, "restore", "a.dump"))
    assert (status, "database restore" in out) == (1, True)
