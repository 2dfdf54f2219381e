"""Every page in every language: status, language, title, addresses."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.base import LANGUAGES, LETTER

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]
PAGES = [
    "",
    "help/",
    "documents/",
    f"documents/{LETTER}/",
    f"documents/{LETTER}/editions/1/",
    f"documents/{LETTER}/clauses/statement-pre7/",
    f"documents/{LETTER}/editions/",
    f"documents/{LETTER}/metadata/",
    f"documents/{LETTER}/editions/2/changes/",
    f"documents/{LETTER}/references/",
    f"documents/{LETTER}/references/network/",
    "instruments/",
    "terms/",
    f"documents/{LETTER}/commentary/",
    "commentary/",
    "search/",
]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
class TestEveryPage:
    def test_is_in_its_language(self, client: Client, path: str, code: str) -> None:
        response = client.get(f"/{code}/{path}")
        assert response.status_code == 200
        assert f'<html lang="{LANGUAGES[code]}">' in response.content.decode()
        assert response["Content-Language"] == code

    def test_has_a_title(self, client: Client, path: str, code: str) -> None:
        html = client.get(f"/{code}/{path}").content.decode()
        head = html[: html.index("</head>")]  # a drawing has titles of its own
        [title] = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
        assert len(title.removesuffix("Clausebook").strip(" ·")) > 1
        assert len(re.findall(r"<h1[ >]", html)) == 1

    def test_names_its_addresses(self, client: Client, path: str, code: str) -> None:
        html = client.get(f"/{code}/{path}?texts=ru").content.decode()
        assert f'rel="canonical" href="http://testserver/{code}/{path}"' in html
        for other, tag in LANGUAGES.items():
            assert f'hreflang="{tag}" href="http://testserver/{other}/{path}"' in html
        assert f'hreflang="x-default" href="http://testserver/{path}"' in html
        neutral = client.get(f"/{path}", headers={"accept-language": code})
        assert neutral["Location"] == f"/{code}/{path}"

    def test_has_no_inline_code(self, client: Client, path: str, code: str) -> None:
        html = client.get(f"/{code}/{path}").content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?!\s+src)", html)

    def test_takes_nothing_from_elsewhere(
        self, client: Client, path: str, code: str
    ) -> None:
        html = client.get(f"/{code}/{path}").content.decode()
        assert not re.search(r'(?:src|action)="(?:https?:)?//', html)

    def test_refuses_other_methods(self, client: Client, path: str, code: str) -> None:
        assert client.post(f"/{code}/{path}").status_code == 405


SMOKE = {"zh-hans": "文件", "ru": "Документы", "en": "Documents"}


@pytest.mark.parametrize(("code", "word"), SMOKE.items())
def test_the_catalogue_is_loaded(client: Client, code: str, word: str) -> None:
    assert word in client.get(f"/{code}/").content.decode()
