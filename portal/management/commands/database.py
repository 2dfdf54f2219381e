"""`manage.py database`: status, stop, dump and restore of the embedded PostgreSQL."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from psycopg import sql

from portal.dumps import (
    DumpError,
    drop_database,
    execute,
    restore_dump,
    write_dump,
)
from portal.embedded import EmbeddedPostgresError
from portal.embedded.server import DATABASE, EmbeddedPostgres, server_for


class Command(BaseCommand):
    """Subcommands status, stop, dump and restore."""

    help = "Look after the embedded database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="Say whether it runs and where.")
        stop = actions.add_parser("stop", help="Stop it.")
        stop.add_argument(
            "--force", action="store_true", help="Even while commands are using it."
        )
        dump = actions.add_parser("dump", help="Write all data to FILE.")
        dump.add_argument("file", type=Path)
        restore = actions.add_parser("restore", help="Replace all data from FILE.")
        restore.add_argument("file", type=Path)
        restore.add_argument(
            "--noinput", action="store_true", help="Do not ask whether to replace."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DATABASE_URL:
            raise CommandError(
                "DATABASE_URL is set, so the portal does not use an embedded database."
                " Use that server's own tools, such as pg_dump, or unset DATABASE_URL."
            )
        server = server_for(connection.settings_dict["DATA_DIR"])
        try:
            getattr(self, options["action"])(server, options)
        except (EmbeddedPostgresError, DumpError) as error:
            raise CommandError(str(error)) from error

    def status(self, server: EmbeddedPostgres, options: dict[str, Any]) -> None:
        state = server.status()
        if not state.major:
            self.stdout.write(f"Not made yet: {state.data_directory}")
            return
        doing = f"running, process {state.pid}" if state.running else "stopped"
        self.stdout.write(f"PostgreSQL {state.major}: {doing}")
        self.stdout.write(f"Data:   {state.data_directory}")
        self.stdout.write(f"Socket: {state.socket_directory}")

    def stop(self, server: EmbeddedPostgres, options: dict[str, Any]) -> None:
        if not server.stop(even_if_used=options["force"]):
            raise CommandError(
                "Other commands are using the database, such as `make run`. Stop them"
                " first, and the last one stops it; or give --force."
            )
        self.stdout.write("Stopped.")

    def dump(self, server: EmbeddedPostgres, options: dict[str, Any]) -> None:
        file = options["file"]
        write_dump(file)
        self.stdout.write(f"Written: {file} ({file.stat().st_size} bytes)")

    def restore(self, server: EmbeddedPostgres, options: dict[str, Any]) -> None:
        file = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not server.stop():
            raise CommandError(
                "Other commands are using the database, such as `make run`. What they"
                " store meanwhile would be lost: stop them first."
            )
        server.ensure()
        if not options["noinput"]:
            answer = input("Replace all data of the portal? Type yes to go on: ")
            if answer.strip() != "yes":
                raise CommandError("Nothing was changed.")
        # Into a second database, so that a broken file leaves the present data intact.
        draft = f"{DATABASE}_restored"
        restore_dump(file, draft)
        connections.close_all()
        drop_database(DATABASE)
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        execute(renamed.format(sql.Identifier(draft), sql.Identifier(DATABASE)))
        self.stdout.write(f"Restored: {file}")
