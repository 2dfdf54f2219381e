"""Database backend: Django's PostgreSQL backend, connected to the embedded server."""

from __future__ import annotations

import sys
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

if sys.platform == "win32":
    raise ImproperlyConfigured(
        "The embedded database does not run on Windows. Set DATABASE_URL to a"
        " PostgreSQL server, or work in WSL."
    )

from portal.embedded.binaries import find_binaries
from portal.embedded.server import EmbeddedPostgres, server_for


class DatabaseClient(PostgresClient):
    """`manage.py dbshell` with the embedded server's own psql."""

    def runshell(self, parameters: Any) -> None:
        self.connection.get_connection_params()
        super().runshell(parameters)

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Any
    ) -> tuple[list[str], dict[str, str] | None]:
        args, env = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [find_binaries().program("psql"), *args[1:]], env


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the server of DATA_DIR, which the first connection starts."""

    client_class = DatabaseClient

    @property
    def server(self) -> EmbeddedPostgres:
        return server_for(self.settings_dict["DATA_DIR"])

    def get_connection_params(self) -> dict[str, Any]:
        self.server.ensure()
        self.settings_dict.update(self.server.connection())
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # Killed, stopped by hand, or still recovering: ensure it again, once.
            self.server.ensure(again=True)
            return super().get_new_connection(conn_params)
