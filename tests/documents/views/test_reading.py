"""The list of documents."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.presenters.document_list import DOCUMENTS_PER_PAGE
from documents.services import begin_draft, publish_edition
from tests.base import flat, queries_of
from tests.factories import make_edition, make_withdrawal

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


class TestPagesOfDocuments:
    def test_a_page_holds_so_many(self, client: Client) -> None:
        for number in range(DOCUMENTS_PER_PAGE + 1):
            make_edition(f"memo-{number:02}", paragraphs=1)
        first = client.get("/en/documents/").content.decode()
        last = client.get("/en/documents/?page=2").content.decode()
        assert first.count('class="document-card"') == DOCUMENTS_PER_PAGE
        assert 'href="?page=2"' in first
        assert last.count('class="document-card"') == 1

    def test_shows_the_latest_edition_that_stands(self, client: Client) -> None:
        first = make_edition("memo", paragraphs=1)
        second = publish_edition(begin_draft(first, user=None), user=None)
        assert "Edition 2" in client.get("/en/documents/").content.decode()
        make_withdrawal(second)
        assert "Edition 1" in client.get("/en/documents/").content.decode()
