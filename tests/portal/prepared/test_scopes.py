"""The first query of a request, on a connection that was kept from the one before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from portal.prepared.scopes import ask_first

pytestmark = pytest.mark.django_db(transaction=True)


class Query:
    """A query that counts how often it was asked."""

    def __init__(self, statement: str) -> None:
        self.statement = statement
        self.count = 0

    def __call__(self) -> object:
        self.count += 1
        with connection.cursor() as cursor:
            cursor.execute(self.statement)
            return cursor.fetchone()


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    connection.ensure_connection()
    yield
    connection.close()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_is_asked_again_when_the_server_ended_the_connection() -> None:
    with pytest.raises(OperationalError):
        run("SELECT pg_terminate_backend(pg_backend_pid())")
    query = Query("SELECT 1")
    assert ask_first(query) == (1,)
    assert query.count == 2


def test_is_not_asked_again_after_a_timeout() -> None:
    run("SET statement_timeout = '1ms'")
    query = Query("SELECT pg_sleep(1)")
    with pytest.raises(OperationalError, match="timeout"):
        ask_first(query)
    assert query.count == 1
