"""Choosing texts: by address, by form, remembered."""

from __future__ import annotations

import re

import pghistory
import pytest
from django.test import Client
from django.utils import timezone

from documents.models import Document
from documents.presenters.columns import accepted_languages, default_columns
from tests.base import flat, signed_in
from tests.factories import make_edition, make_person

pytestmark = pytest.mark.django_db
URL = "/en/documents/memo/"
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"


@pytest.fixture(autouse=True)
def _memo() -> None:
    make_edition()


def heads(client: Client, url: str) -> list[str]:
    return read_heads(client.get(url).text)


def read_heads(html: str) -> list[str]:
    return re.findall(r'class="column-language" lang="([^"]+)"', html)


@pytest.mark.parametrize("url", [URL, CLAUSE])
class TestAddress:
    def test_all_with_that_of_the_interface_first(
        self, client: Client, url: str
    ) -> None:
        assert heads(client, url) == ["en", "zh-Hans", "ru"]
        russian = url.replace("/en/", "/ru/")
        assert heads(client, russian) == ["ru", "zh-Hans", "en"]

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
        client.get(f"{url}?texts=ru")
        assert heads(client, url) == ["en", "zh-Hans", "ru"]


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
        assert heads(client, url) == ["en", "zh-Hans", "ru"]


@pytest.mark.parametrize("url", [URL, CLAUSE])
class TestOwnLanguages:
    def test_those_of_the_browser_come_second(self, client: Client, url: str) -> None:
        asked = {"Accept-Language": "fr, ru;q=0.9, en;q=0"}
        response = client.get(url, headers=asked)
        assert read_heads(response.text) == ["en", "ru", "zh-Hans"]

    def test_those_of_the_profile_before_the_browser(self, url: str) -> None:
        reader = make_person("reader")
        reader.languages_read = ["ru"]
        reader.save()
        asked = {"Accept-Language": "zh-CN"}
        response = signed_in(reader).get(url, headers=asked)
        assert read_heads(response.text) == ["en", "ru", "zh-Hans"]

    def test_the_original_before_the_rest(self, client: Client, url: str) -> None:
        document = Document.objects.get(slug="memo")
        with pghistory.context(reason="Found"):
            Document.objects.filter(pk=document.pk).update(original_language="ru")
        assert heads(client, url) == ["en", "ru", "zh-Hans"]

    def test_the_cookie_wins_and_the_address_over_it(
        self, client: Client, url: str
    ) -> None:
        client.cookies["texts"] = "zh-hans,en"
        asked = {"Accept-Language": "ru"}
        answers = (
            client.get(url + query, headers=asked) for query in ("", "?texts=ru")
        )
        assert [read_heads(each.text) for each in answers] == [
            ["zh-Hans", "en"],
            ["ru"],
        ]

    def test_caches_are_told_what_it_depends_on(self, client: Client, url: str) -> None:
        told = client.get(url).headers["Vary"].split(", ")
        assert {"Accept-Language", "Cookie"} <= set(told)


@pytest.mark.parametrize(
    ("known", "original", "expected"),
    [
        ((), "", ("zh-hans", "ru", "en")),
        (("en",), "ru", ("en", "ru", "zh-hans")),
        (("ru", "en"), "ru", ("ru", "en", "zh-hans")),
        (("ru", "zh-hans", "en"), "en", ("ru", "zh-hans", "en")),
    ],
)
def test_the_default_order(
    known: tuple[str, ...], original: str, expected: tuple[str, ...]
) -> None:
    assert default_columns(known, original) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ()),
        ("fr-FR, *", ()),
        ("ru-RU, ru;q=0.9, zh-TW;q=0.5", ("ru", "zh-hans")),
        ("en;q=0.1, zh;q=0.2, ru;q=0", ("zh-hans", "en")),
        (";;;", ()),
    ],
)
def test_the_languages_of_a_browser(header: str, expected: tuple[str, ...]) -> None:
    assert accepted_languages(header) == expected


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
