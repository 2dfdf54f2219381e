"""Signing in and out, in one's own language, and where it leads."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES, signed_in
from tests.portal.people.base import (
    PASSWORD,
    SIGNIN,
    last_code,
    make_account,
    sign_in,
    speaking,
)

BY_CODE = "/accounts/login/code/"
pytestmark = pytest.mark.django_db


class TestSigningIn:
    def test_in_any_letter_case(self, client: Client) -> None:
        user = make_account()
        sign_in(client, user, login="ANNA@example.org")
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_leads_back(self, client: Client) -> None:
        html = client.get("/en/documents/").text
        assert 'href="/accounts/login/?next=%2Fen%2Fdocuments%2F"' in html
        assert (
            sign_in(client, make_account(), next="/en/documents/") == "/en/documents/"
        )

    @pytest.mark.parametrize(
        "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
    )
    def test_leads_nowhere_else(self, client: Client, address: str) -> None:
        assert sign_in(client, make_account(), next=address) == "/"

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_the_language_chosen_with_the_account(self, code: str) -> None:
        user = make_account()
        User.objects.update(language=code)
        client = speaking("en")
        target = sign_in(client, user, next="/en/documents/?texts=ru")
        assert target == f"/{code}/documents/?texts=ru"
        html = client.get("/accounts/profile/").text
        assert f'<html lang="{LANGUAGES[code]}">' in html
        assert client.get("/")["Location"] == f"/{code}/"

    def test_the_switch_works_there(self) -> None:
        client = speaking("en")
        response = client.get("/language/ru/?next=/accounts/login/%3Fnext%3D/ru/")
        assert response["Location"] == "/accounts/login/?next=/ru/"
        assert '<html lang="ru">' in client.get(SIGNIN).text

    def test_signing_out(self, client: Client) -> None:
        sign_in(client, make_account())
        assert client.get("/accounts/logout/").status_code == 200
        assert "_auth_user_id" in client.session
        assert client.post("/accounts/logout/")["Location"] == "/"
        assert "_auth_user_id" not in client.session

    def test_header(self, client: Client) -> None:
        user = make_account()
        User.objects.update(display_name="<b>Анна")
        sign_in(client, user)
        html = client.get("/en/").text
        assert "&lt;b&gt;Анна" in html
        assert "/accounts/logout/" in html
        assert "/accounts/signup/" not in html


class TestWithACode:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_instead_of_the_password(self, code: str) -> None:
        user = make_account()
        client = speaking(code)
        here = f"/{code}/documents/"
        html = client.get(f"{SIGNIN}?next={here}").text
        link = f"{BY_CODE}?next=%2F{code}%2Fdocuments%2F"
        assert link in html
        assert f'<html lang="{LANGUAGES[code]}">' in client.get(link).text
        response = client.post(BY_CODE, {"email": user.email, "next": here})
        assert response["Location"].startswith(f"{BY_CODE}confirm/")
        response = client.post(response["Location"], {"code": last_code()})
        assert response["Location"] == here
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_that_is_wrong(self, client: Client) -> None:
        user = make_account()
        client.post(BY_CODE, {"email": user.email})
        client.post(f"{BY_CODE}confirm/", {"code": "WRONG"})
        assert "_auth_user_id" not in client.session

    def test_for_a_stranger(self, client: Client) -> None:
        response = client.post(BY_CODE, {"email": "nobody@example.org"})
        assert response["Location"].startswith(f"{BY_CODE}confirm/")
        [message] = mail.outbox
        assert "code" not in message.subject


class TestRefusals:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_same_answer_for_a_stranger_and_a_wrong_password(self, code: str) -> None:
        make_account()
        client = speaking(code)
        answers: set[str] = set()
        for address in ("anna@example.org", "nobody@example.org"):
            response = client.post(SIGNIN, {"login": address, "password": "wrong"})
            answers.add(response.text.partition('<ul class="errorlist')[2][:60])
        assert len(answers) == 1

    def test_too_many(self, client: Client) -> None:
        user = make_account()
        for _attempt in range(5):
            client.post(SIGNIN, {"login": user.email, "password": "wrong"})
        response = client.post(SIGNIN, {"login": user.email, "password": PASSWORD})
        assert "Too many failed attempts to sign in." in response.text
        assert "_auth_user_id" not in client.session

    def test_the_owner_is_not_kept_out_by_others(self) -> None:
        user, guesser = make_account(), Client(REMOTE_ADDR="192.0.2.1")
        for _attempt in range(6):
            guesser.post(SIGNIN, {"login": user.email, "password": "wrong"})
        owner = Client(REMOTE_ADDR="192.0.2.2")
        assert sign_in(owner, user) == "/"

    def test_an_inactive_account(self, client: Client) -> None:
        user = make_account()
        User.objects.update(is_active=False)
        client.post(SIGNIN, {"login": user.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session

    def test_a_session_ends_with_the_account(self, client: Client) -> None:
        sign_in(client, make_account())
        User.objects.update(is_active=False)
        response = client.get("/accounts/profile/")
        assert response["Location"] == "/accounts/login/?next=/accounts/profile/"


class TestAdministration:
    def test_goes_the_same_way(self, client: Client) -> None:
        editor = make_account(Role.EDITOR)
        response = client.get("/admin/", follow=True)
        assert response.redirect_chain[-1][0].startswith(SIGNIN)
        assert sign_in(client, editor, next="/admin/") == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_its_own_form_takes_nobody(self, client: Client) -> None:
        make_account(Role.EDITOR)
        sent = {"username": "anna@example.org", "password": PASSWORD}
        assert client.post("/admin/login/", sent).status_code == 302
        assert "_auth_user_id" not in client.session

    def test_a_commentator_is_turned_away(self) -> None:
        client = signed_in(make_account())
        assert client.get("/admin/", follow=True).status_code == 403

    def test_somebody_added_there_proves_the_address(self, client: Client) -> None:
        user = User.objects.create_user("bob@example.org", PASSWORD)
        response = client.post(SIGNIN, {"login": user.email, "password": PASSWORD})
        assert response["Location"].startswith("/accounts/confirm-email/")
        assert mail.outbox[0].to == ["bob@example.org"]
        client.post("/accounts/confirm-email/", {"code": last_code()})
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_a_superuser_gets_in_at_once(self, client: Client) -> None:
        root = User.objects.create_superuser("root@example.org", PASSWORD)
        assert sign_in(client, root, next="/admin/") == "/admin/"
