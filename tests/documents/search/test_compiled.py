"""Compiled querysets: planned once by each connection, run with other values."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from documents.models import ClauseVersion
from documents.search.clauses import ClauseFilter
from documents.search.compiled import Slot, one_of, run
from documents.search.query import read_query
from documents.search.vector import ask, ask_each
from documents.statements import MOST_PREPARED
from tests.base import at_most

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]


def find_keys(pks: list[int], *, key: object = "keys of a test") -> list[str]:
    def build() -> QuerySet[Any, Any]:
        rows = ClauseVersion.objects.filter(one_of("pk", Slot("pks")))
        # Parameters and a percent sign beside the Slot.
        rows = rows.exclude(locator__in=("50%s", "50%")).exclude(locator__contains="%")
        return rows.order_by("pk")

    found = run(key, ("clause__key",), build, pks=pks)
    return [clause for (clause,) in found]


def test_other_values_find_other_rows() -> None:
    first, second, *_others = ClauseVersion.objects.order_by("pk")
    assert find_keys([first.pk]) == [first.clause.key]
    assert find_keys([second.pk, first.pk]) == [first.clause.key, second.clause.key]
    assert find_keys([]) == []


def test_what_was_run_is_prepared() -> None:
    find_keys([1])
    with CaptureQueriesContext(connection) as queries:
        find_keys([2])
    [query] = queries
    assert query["sql"].startswith("EXECUTE")


def test_a_connection_prepares_no_more_than_it_may() -> None:
    row = ClauseVersion.objects.order_by("pk")[0]
    for _round in range(2):
        for number in range(MOST_PREPARED + 3):
            with at_most(1):
                found = find_keys([row.pk], key=("keys of a test", number))
            assert found == [row.clause.key]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'statement%'"
        )
        assert cursor.fetchone() == (MOST_PREPARED,)


def test_several_queries_are_counted_at_once() -> None:
    anybody = AnonymousUser()
    typed = ["treaty", "zebra", "the", "nuclear -treaty", "“nuclear weapons”"]
    asked = ask_each([read_query(each) for each in typed])
    for clauses in (ClauseFilter(), ClauseFilter(kind="preambular", language="en")):
        with at_most(1):
            counts = clauses.count_each(anybody, asked)
        assert counts == [clauses.count(anybody, each) for each in asked]
    assert ClauseFilter().count_each(anybody, ["", ""]) == [0, 0]
    assert ClauseFilter().count_each(anybody, []) == []


def test_words_that_are_known_are_not_asked_for_again() -> None:
    asked = ask(read_query("treaty OR “nuclear fuel” -протокол"))
    assert asked == "(('treati') | ('nuclear' <-> 'fuel')) & !(('протокол'))"
    with at_most(0):
        assert ask(read_query("treaty OR “nuclear fuel” -протокол")) == asked


@pytest.mark.parametrize("typed", ["the", "and -treaty", "и OR the", "-treaty"])
def test_words_that_are_not_indexed_ask_for_nothing(typed: str) -> None:
    assert ask(read_query(typed)) == ""
