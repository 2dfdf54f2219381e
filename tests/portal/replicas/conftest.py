"""A replica: another connection to the test database, which stands still on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test import Client
from pytest_django import Settings

from documents.models import ClauseVersion, Edition
from portal.replicas import positions, reading
from tests.commentary.factories import version_of
from tests.factories import make_edition

ALIAS = "replica1"
MIDDLEWARE = "portal.replicas.reading.ReadFromReplicas"


class Replica:
    """What the tests do with a replica, and a clock that they move."""

    alias = ALIAS

    def __init__(self) -> None:
        self.now = 1000.0
        self.refuses = False
        self._position = 0
        self._transaction: Any = None

    def connect(self) -> None:
        """Connect as Django does, whose tests know of no second server."""
        if (connection := connections[ALIAS]).connection is not None:
            return
        with connection.wrap_database_errors:
            if self.refuses:
                raise psycopg.OperationalError("connection refused")
            connection.connect()

    def go_away(self) -> None:
        """Refuse connections, and end the one there is."""
        self.refuses = True
        if (kept := connections[ALIAS].connection) is not None:
            with connection.cursor() as cursor:
                process = kept.info.backend_pid
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

    def stand_still(self) -> None:
        """See nothing any more of what is committed from now on."""
        self._position = read_real(ALIAS)
        self._transaction = transaction.atomic(using=ALIAS)
        self._transaction.__enter__()
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT 1 FROM documents_document")

    def catch_up(self) -> None:
        """See all that is committed."""
        if self._transaction is not None:
            self._transaction.__exit__(None, None, None)
            self._transaction = None

    def position(self, alias: str) -> int:
        """Return the position of a server, counted as a query of it."""
        real = read_real(alias)
        return self._position if alias == ALIAS and self._transaction else real


read_real = positions.read_position


@pytest.fixture
def replica(
    transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Replica]:
    replica = Replica()
    configured = dict(connections[DEFAULT_DB_ALIAS].settings_dict)
    monkeypatch.setitem(connections.settings, ALIAS, configured)
    for module in (positions, reading):
        monkeypatch.setattr(module, "read_position", replica.position)
    monkeypatch.setattr(positions, "monotonic", lambda: replica.now)
    monkeypatch.setattr(connections[ALIAS], "ensure_connection", replica.connect)
    settings.REPLICAS = [ALIAS]
    settings.DATABASE_ROUTERS = ["portal.replicas.routing.ReplicaRouter"]
    settings.MIDDLEWARE = with_replicas()
    yield replica
    replica.catch_up()
    connections[ALIAS].close()
    del connections[ALIAS]


def with_replicas() -> list[str]:
    refusing = "portal.health.refuse_while_away"
    return [MIDDLEWARE if each == refusing else each for each in settings.MIDDLEWARE]


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def version(edition: Edition) -> ClauseVersion:
    return version_of(edition, "statement-pre1")


class Asked:
    """What a client was answered, and how many queries each server had."""

    def __init__(self, client: Client, path: str, **headers: str) -> None:
        self.of_primary = self.of_replica = 0
        with (
            connection.execute_wrapper(self._count_primary),
            connections[ALIAS].execute_wrapper(self._count_replica),
        ):
            self.answer = client.get(path, headers=headers)
        self.html = self.answer.content.decode()
        self.status = self.answer.status_code

    def _count_primary(self, run: Callable[..., Any], *asked: Any) -> Any:
        self.of_primary += 1
        return run(*asked)

    def _count_replica(self, run: Callable[..., Any], *asked: Any) -> Any:
        self.of_replica += 1
        return run(*asked)
