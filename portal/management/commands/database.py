"""`manage.py database`: status, stop, dump and restore of the embedded PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from portal.embedded import EmbeddedPostgresError
from portal.embedded.binaries import client_environment, find_binaries
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
        except EmbeddedPostgresError as error:
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
        _open_for_owner(file)
        server.ensure()
        self._run("pg_dump", ["--format=custom", f"--file={file}", DATABASE], server)
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
        self._statements(f"DROP DATABASE IF EXISTS {draft}", f"CREATE DATABASE {draft}")
        keep = ["--no-owner", "--no-privileges", "--exit-on-error"]
        self._run("pg_restore", [*keep, f"--dbname={draft}", str(file)], server)
        connections.close_all()
        self._statements(
            f"DROP DATABASE {DATABASE} WITH (FORCE)",
            f"ALTER DATABASE {draft} RENAME TO {DATABASE}",
        )
        self.stdout.write(f"Restored: {file}")

    def _run(self, name: str, options: list[str], server: EmbeddedPostgres) -> None:
        where = server.connection()
        command = [
            find_binaries().program(name),
            f"--host={where['HOST']}",
            f"--port={where['PORT']}",
            f"--username={where['USER']}",
            "--no-password",
        ]
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [*command, *options],
            env=client_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CommandError(f"{name} failed: {done.stderr.strip()}")

    def _statements(self, *statements: str) -> None:
        # Connect to "postgres", not to the database to be dropped.
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _open_for_owner(file: Path) -> None:
    """Make a file that its owner alone can read: a dump has everybody's data."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        file.chmod(0o600)  # an earlier one, too
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
