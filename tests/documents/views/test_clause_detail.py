"""The page of one clause."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.base import LETTER, at_most, flat, queries_of
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def page(client: Client, key: str, code: str = "en", slug: str = LETTER) -> str:
    return client.get(f"/{code}/documents/{slug}/clauses/{key}/").content.decode()


@pytest.mark.usefixtures("letter")
class TestLetter:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("en", "Statement, preambular para. 7"),
            ("ru", "Заявление, пункт 7 преамбулы"),
            ("zh-hans", "声明序言部分第7段"),
        ],
    )
    def test_is_named_after_its_place(
        self, client: Client, code: str, name: str
    ) -> None:
        assert f"<h1>{name}</h1>" in page(client, "statement-pre7", code)

    def test_leads_back_and_forth(self, client: Client) -> None:
        html = flat(page(client, "statement-pre7"))
        assert re.search(r'rel="prev" href="[^"]*/clauses/statement-pre6/"', html)
        assert re.search(r'rel="next" href="[^"]*/clauses/statement-pre8/"', html)

    def test_ends_have_one_neighbour(self, client: Client) -> None:
        assert 'rel="prev"' not in page(client, "letter-organ1")
        assert 'rel="next"' not in page(client, "statement-place_date")

    def test_can_be_cited_without_javascript(self, client: Client) -> None:
        html = page(client, "statement-op3")
        [text] = re.findall(r'class="citation-text">(.*?)</p>', html)
        assert text.startswith("Letter dated 8 September 2006 from the Permanent")
        assert ", statement, para. 3 (edition 2, " in text
        assert text.endswith("http://testserver/id/letter-2006-09-08/e2/statement-op3")

    def test_its_permalink_leads_back_to_it(self, client: Client) -> None:
        response = client.get("/id/letter-2006-09-08/e1/statement-op3")
        expected = f"/en/documents/{LETTER}/editions/1/#statement-op3"
        assert response.headers["Location"] == expected


class TestCost:
    def test_queries_are_few_whatever_the_length(self, client: Client) -> None:
        make_edition("short", paragraphs=5)
        make_edition("long", paragraphs=300)
        with at_most(17):
            page(client, "statement-pre2", slug="short")
        short = queries_of(lambda: page(client, "statement-pre2", slug="short"))
        long = queries_of(lambda: page(client, "statement-pre2", slug="long"))
        assert short == long
