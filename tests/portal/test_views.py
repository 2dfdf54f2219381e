"""Home, the language switch, the sign of life, and what goes wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from tests.base import LANGUAGES
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


class TestBestLanguage:
    @pytest.mark.parametrize(
        ("accepted", "code"),
        [
            ("ru", "ru"),
            ("zh-CN,zh;q=0.9", "zh-hans"),
            ("zh", "zh-hans"),
            ("fr,ru;q=0.5", "ru"),
            ("fr", "en"),
            ("", "en"),
        ],
    )
    def test_follows_accept_language(
        self, client: Client, accepted: str, code: str
    ) -> None:
        response = client.get("/", headers={"accept-language": accepted})
        assert response.headers["Location"] == f"/{code}/"
        assert "Accept-Language" in response["Vary"]

    def test_an_earlier_choice_comes_first(self, client: Client) -> None:
        client.get("/language/ru/")
        response = client.get("/", headers={"accept-language": "en"})
        assert response.headers["Location"] == "/ru/"

    def test_permalinks_do_too(self, client: Client) -> None:
        make_edition()
        response = client.get("/id/memo", headers={"accept-language": "ru"})
        assert response.headers["Location"] == "/ru/documents/memo/"


class TestHome:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_says_that_there_is_nothing_yet(self, client: Client, code: str) -> None:
        html = client.get(f"/{code}/").content.decode()
        assert html.count('class="empty"') == 3
        assert "home-sample" not in html


class TestSwitch:
    @pytest.mark.parametrize(
        ("origin", "target"),
        [
            ("/en/documents/memo/?texts=ru,en", "/ru/documents/memo/?texts=ru,en"),
            (
                "/zh-hans/documents/memo/#statement-op1",
                "/ru/documents/memo/#statement-op1",
            ),
            ("/admin/documents/?q=x", "/admin/documents/?q=x"),
            ("/en/nowhere/", "/ru/nowhere/"),
        ],
    )
    def test_keeps_the_page(self, client: Client, origin: str, target: str) -> None:
        response = client.get(f"/language/ru/?next={quote(origin)}")
        assert response.headers["Location"] == target

    @pytest.mark.parametrize(
        "address",
        ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\x"],
    )
    def test_leads_nowhere_else(self, client: Client, address: str) -> None:
        response = client.get(f"/language/ru/?next={quote(address)}")
        assert response.headers["Location"] == "/"

    def test_an_unknown_language_is_404(self, client: Client) -> None:
        assert client.get("/language/fr/").status_code == 404

    def test_page_offers_the_other_languages(self, client: Client) -> None:
        html = client.get("/en/documents/?a=b").content.decode()
        assert "/language/ru/?next=%2Fen%2Fdocuments%2F%3Fa%3Db" in html


@pytest.mark.parametrize("code", LANGUAGES)
class TestErrors:
    def test_not_found(self, client: Client, code: str) -> None:
        response = client.get(f"/{code}/none/")
        html = response.content.decode()
        assert response.status_code == 404
        assert f'<html lang="{LANGUAGES[code]}">' in html
        assert 'class="site-header"' in html
        assert 'rel="canonical"' not in html

    def test_bad_request(self, client: Client, code: str) -> None:
        make_edition()
        response = client.get(f"/{code}/documents/memo/?texts=xx")
        assert response.status_code == 400
        assert f'<html lang="{LANGUAGES[code]}">' in response.content.decode()

    def test_expired_form(self, code: str) -> None:
        client = Client(enforce_csrf_checks=True)
        client.get(f"/language/{code}/")
        response = client.post("/admin/login/", {"username": "a"})
        assert response.status_code == 403
        assert f'<html lang="{LANGUAGES[code]}">' in response.content.decode()

    def test_expired_form_gives_back_what_was_typed(self, code: str) -> None:
        client = Client(enforce_csrf_checks=True)
        typed = "A long thought, <b>carefully</b> worded"
        form = {"source": typed, "password": "correct horse battery staple"}
        html = client.post(f"/{code}/documents/", form).content.decode()
        assert escape(typed) in html
        assert "battery" not in html

    def test_server_error(self, code: str) -> None:
        client = Client(raise_request_exception=False)
        with patch("portal.views.listed_documents", side_effect=RuntimeError):
            response = client.get(f"/{code}/")
        assert response.status_code == 500
        assert f'<html lang="{LANGUAGES[code]}">' in response.content.decode()


def test_a_foreign_host_gets_our_400(client: Client) -> None:
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_policy_allows_no_inline_code(client: Client) -> None:
    policy = client.get("/en/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_security_txt_names_whom_to_tell(client: Client, settings: Settings) -> None:
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get(address)
    contact, expires, languages = answer.text.splitlines()
    assert contact == "Contact: mailto:security@example.org"
    assert languages == "Preferred-Languages: zh-Hans, ru, en"
    ends = datetime.fromisoformat(expires.removeprefix("Expires: "))
    assert timedelta(days=89) < ends - timezone.now() < timedelta(days=365)
    assert answer["Content-Type"].startswith("text/plain")
