"""The list of documents."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.base import flat, queries_of
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/en/documents/").content.decode()


class TestList:
    def test_nothing_yet(self, client: Client) -> None:
        assert "Nothing has been published yet." in page(client)

    def test_shows_edition_and_standing(self, client: Client) -> None:
        make_edition(languages=["ru"])
        html = flat(page(client))
        assert "5 clauses" in html
        assert "unofficial translation" in html
        assert '<a href="/en/documents/memo/" lang="ru">Заявление</a>' in html

    def test_cost_does_not_grow(self, client: Client) -> None:
        make_edition("one")
        few = queries_of(lambda: page(client))
        for slug in ("two", "three", "four"):
            make_edition(slug)
        assert queries_of(lambda: page(client)) == few
