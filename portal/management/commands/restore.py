"""`manage.py restore`: put what a dump of `manage.py backup` has in the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from psycopg import sql

from portal.dumps import DumpError, database_name, execute, restore_dump

# Who owns it is who restores; what the application's role may is in the dump.
OPTIONS: Final = ("--no-owner",)
OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND usesysid IS NOT NULL
"""  # autovacuum is nobody's
EXISTS: Final = "SELECT count(*) FROM pg_database WHERE datname = %s"


class Command(BaseCommand):
    """Restore beside the database of DATABASE_URL, then let the two change names.

    So a broken dump leaves the present data as it is, and a whole one keeps them, too:
    under the name NAME_before.
    """

    help = "Replace the data of DATABASE_URL by those of a dump; the former are kept."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not settings.DATABASE_URL:
            raise CommandError(
                "DATABASE_URL is not set. For the embedded database there is"
                " `manage.py database restore`."
            )
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        name = database_name()
        draft, before = f"{name}_restored", f"{name}_before"
        _refuse_to_lose(before)
        try:
            restore_dump(file, draft, OPTIONS)
            _refuse_to_lose(before)
            connections.close_all()
            # One statement, so that there is never none of the name.
            renaming = (_rename(name, before), _rename(draft, name), _revoke(name))
            execute(sql.SQL("; ").join(renaming))
        except DumpError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored: {file}")
        self.stdout.write(f"What was there is kept as {before}, until it is dropped.")


def _refuse_to_lose(before: str) -> None:
    """Raise CommandError while others use the database, or an earlier one is kept."""
    if _count(OTHERS):
        raise CommandError(
            "The database is in use. What is stored meanwhile would be lost: stop the"
            " portal and its worker first."
        )
    if _count(EXISTS, before):
        raise CommandError(
            f"There is a database {before} from an earlier restoration. Look whether it"
            f" is still needed, and drop or rename it."
        )


def _count(query: str, *values: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        [(count,)] = cursor.fetchall()
    return int(count)


def _rename(name: str, new: str) -> sql.Composed:
    renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    return renamed.format(sql.Identifier(name), sql.Identifier(new))


def _revoke(name: str) -> sql.Composed:
    """Return what database.sql says of the database itself, which no dump has."""
    revoked = sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC")
    return revoked.format(sql.Identifier(name))
