"""Choosing texts: by address, by form, remembered."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.base import flat
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
URL = "/en/documents/memo/"
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"


@pytest.fixture(autouse=True)
def _memo() -> None:
    make_edition()


def heads(client: Client, url: str) -> list[str]:
    html = client.get(url).content.decode()
    return re.findall(r'class="column-language" lang="([^"]+)"', html)


@pytest.mark.parametrize("url", [URL, CLAUSE])
class TestAddress:
    def test_all_in_the_portal_order(self, client: Client, url: str) -> None:
        assert heads(client, url) == ["zh-Hans", "ru", "en"]

    def test_chosen_and_ordered(self, client: Client, url: str) -> None:
        assert heads(client, f"{url}?texts=en,zh-hans") == ["en", "zh-Hans"]

    @pytest.mark.parametrize("value", ["", "fr", "ru,ru", "ru,", "zh-hans;en", "RU"])
    def test_nonsense_is_400_with_a_reason(
        self, client: Client, url: str, value: str
    ) -> None:
        response = client.get(url, {"texts": value})
        assert response.status_code == 400
        assert "zh-hans, ru, en" in response.content.decode()

    def test_an_address_alone_is_not_remembered(self, client: Client, url: str) -> None:
        client.get(f"{url}?texts=en")
        assert heads(client, url) == ["zh-Hans", "ru", "en"]


@pytest.mark.parametrize("url", [URL, CLAUSE])
class TestChooser:
    def test_leads_to_an_address(self, client: Client, url: str) -> None:
        asked = {"column1": "ru", "column2": "en", "column3": ""}
        response = client.get(url, asked)
        assert response.headers["Location"] == f"{url}?texts=ru,en"

    def test_is_remembered(self, client: Client, url: str) -> None:
        client.get(url, {"column1": "ru", "column2": "en"})
        assert heads(client, url) == ["ru", "en"]

    def test_the_same_twice_counts_once(self, client: Client, url: str) -> None:
        response = client.get(url, {"column1": "ru", "column2": "ru", "column3": "fr"})
        assert response.headers["Location"] == f"{url}?texts=ru"

    def test_a_tampered_cookie_is_passed_over(self, client: Client, url: str) -> None:
        client.cookies["texts"] = "xx,<script>"
        assert heads(client, url) == ["zh-Hans", "ru", "en"]


def test_the_chooser_keeps_the_rest_of_the_question(client: Client) -> None:
    changes = f"{URL}editions/1/changes/"
    asked = {"show": "all", "column1": "ru", "column2": "en"}
    response = client.get(changes, asked)
    assert response.headers["Location"] == f"{changes}?show=all&texts=ru,en"
    day = str(timezone.now().date())
    html = client.get(URL, {"on": day}).content.decode()
    assert f'href="?on={day}&amp;column1=ru"' in html


def test_links_carry_the_choice_on(client: Client) -> None:
    html = flat(client.get(f"{CLAUSE}?texts=ru,en").content.decode())
    links = re.findall(r'rel="(?:prev|next)" href="([^"]+)"', html)
    assert len(links) == 2
    assert all(link.endswith("?texts=ru,en") for link in links)


@pytest.mark.parametrize("address", ["", "/statement-pre2", "/e1/statement-pre2"])
def test_permalinks_carry_the_choice_on(client: Client, address: str) -> None:
    response = client.get(f"/id/memo{address}", {"texts": "ru,en"})
    path, _hash, place = response.headers["Location"].partition("#")
    assert path.endswith("/?texts=ru,en")
    assert place == ("statement-pre2" if "e1" in address else "")
    bad = client.get(f"/id/memo{address}", {"texts": "ru,<x>&y"}, follow=True)
    assert bad.status_code == 400
