"""Dumps: all data of the database in a file of pg_dump's, written, restored, checked.

With the programs of portal/embedded/binaries.py, for any database of the settings.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.postgresql.client import DatabaseClient
from psycopg import sql

from portal.embedded.binaries import client_environment, find_binaries

RESTORING: Final = ("--no-owner", "--no-privileges")
# The first server that knows a setting which pg_restore since 17 makes without asking.
KNOWS_TRANSACTION_TIMEOUT: Final = 170_000
UNKNOWN: Final = 'unrecognized configuration parameter "transaction_timeout"'
ONE_IGNORED: Final = "errors ignored on restore: 1"
LOCK: Final = "clausebook backup"
# What must succeed on a database that was restored.
CHECKS: Final = (("migrate", "--check"), ("verify_editions",))


class DumpError(Exception):
    """A dump that could not be written, restored or verified; the message says why."""


@contextmanager
def backing_up() -> Iterator[None]:
    """Back up this database alone, whatever the host; PostgreSQL holds the lock.

    Two at once would restore into one database. Raises DumpError.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
            [(is_held,)] = cursor.fetchall()
    except DatabaseError as error:
        raise DumpError(" ".join(str(error).split())) from error
    if not is_held:
        raise DumpError("Another backup of this database has not ended yet.")
    try:
        yield
    finally:
        with suppress(OperationalError), connection.cursor() as cursor:  # it is lost
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])


def write_dump(file: Path) -> None:
    """Write all data to a file that its owner alone can read. Raises DumpError."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        file.chmod(0o600)  # an earlier one, too
    except OSError as error:
        raise DumpError(f"{file} cannot be written: {error.strerror}.") from error
    _run("pg_dump", "--format=custom", f"--file={file}", database_name())


def restore_dump(file: Path, name: str, options: Sequence[str] = RESTORING) -> None:
    """Restore a dump into a new database, in place of an earlier one of this name."""
    drop_database(name)
    execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    command = (*options, f"--dbname={name}", str(file))
    if _server_version() >= KNOWS_TRANSACTION_TIMEOUT:
        _run("pg_restore", "--exit-on-error", *command)
        return
    try:
        _run("pg_restore", *command)
    except DumpError as error:
        # Ours can be newer than the server, and this one error says no more than that.
        if UNKNOWN not in str(error) or not str(error).endswith(ONE_IGNORED):
            raise


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        [(version,)] = cursor.fetchall()
    return int(version)


def check_dump(file: Path) -> str:
    """Restore a dump beside the database, check what is in it, and drop that again.

    Returns what the checks say. Raises DumpError.
    """
    name = f"{database_name()}_check"
    try:
        restore_dump(file, name)
        return "".join(_check(name, *command) for command in CHECKS)
    finally:
        drop_database(name)


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def address_of(name: str) -> str:
    """Return the address of another database of the server, as DATABASE_URL has it."""
    where = connection.get_connection_params()
    user, password, host = (
        quote(str(where.get(each) or ""), safe="")
        for each in ("user", "password", "host")
    )
    login = f"{user}:{password}" if password else user
    port = f":{where['port']}" if where.get("port") else ""
    return f"postgresql://{login}@{host}{port}/{quote(name)}"


def drop_database(name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    execute(statement.format(sql.Identifier(name)))


def execute(*statements: sql.Composed) -> None:
    """Execute statements in the server's own database, not in one they are about.

    Raises DumpError, as when the role may make no database.
    """
    try:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError as error:
        raise DumpError(" ".join(str(error).split())) from error


def _run(name: str, *options: str) -> None:
    connection.get_connection_params()  # the embedded server starts here
    [_psql, *where], secrets = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [find_binaries().program(name), *where[:-1], "--no-password", *options],
        env={**client_environment(), **(secrets or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise DumpError(f"{name} failed: {done.stderr.strip()}")


def _check(name: str, *command: str) -> str:
    """Run a command of ours in another database. Raises DumpError if it fails."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env={**os.environ, "DATABASE_URL": address_of(name)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()
        raise DumpError(f"The dump does not pass {' '.join(command)}: {said}")
    return done.stdout
