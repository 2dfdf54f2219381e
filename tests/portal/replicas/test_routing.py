"""The router: one source for a request, the primary for all that must be as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, router, transaction
from django.test.utils import CaptureQueriesContext

from documents.connections import read_connection
from documents.models import ClauseVersion, Document
from portal.replicas.routing import ROUTE, Route
from tests.portal.replicas.conftest import Replica


@pytest.fixture
def route(replica: Replica, version: ClauseVersion) -> Iterator[Route]:
    route = Route(source=replica.alias)
    token = ROUTE.set(route)
    yield route
    ROUTE.reset(token)


def test_outside_of_requests_all_is_the_primary(
    replica: Replica, version: ClauseVersion
) -> None:
    assert Document.objects.get()._state.db == DEFAULT_DB_ALIAS
    assert read_connection(Document).alias == DEFAULT_DB_ALIAS


def test_a_request_reads_from_its_source(route: Route) -> None:
    assert Document.objects.get()._state.db == route.source
    assert read_connection(Document).alias == route.source
    assert not route.has_written


def test_what_belongs_to_a_transaction_is_the_primary(route: Route) -> None:
    with transaction.atomic():
        assert Document.objects.get()._state.db == DEFAULT_DB_ALIAS
        assert read_connection(Document).alias == DEFAULT_DB_ALIAS


def test_rows_are_locked_at_the_primary(route: Route) -> None:
    with transaction.atomic():
        document = Document.objects.select_for_update().get()
    assert document._state.db == DEFAULT_DB_ALIAS


def test_what_was_read_from_a_replica_is_saved_at_the_primary(route: Route) -> None:
    document = Document.objects.get()
    with CaptureQueriesContext(connection) as queries:
        document.save()
    assert queries.captured_queries
    assert route.has_written


def test_attempts_are_counted_at_the_primary(route: Route) -> None:
    with CaptureQueriesContext(connection) as queries:
        cache.get("attempts")
    assert len(queries) == 1


def test_the_primary_alone_is_migrated(route: Route) -> None:
    assert router.allow_migrate(DEFAULT_DB_ALIAS, "documents")
    assert not router.allow_migrate(route.source, "documents")
