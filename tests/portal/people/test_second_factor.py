"""Codes from an app, recovery codes; keys are tried in a browser."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import Settings

from portal.people.adapter import MFAAdapter
from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES
from tests.portal.people.base import (
    PASSWORD,
    SIGNIN,
    make_account,
    prove,
    sign_in,
    speaking,
)

pytestmark = pytest.mark.django_db
ACTIVATE, AUTHENTICATE = "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/"


def app_code(secret: str, *, steps: int = 0) -> str:
    """Return what an authenticator app shows now, or some half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def turn_on(client: Client) -> str:
    """Set up an app; return its secret."""
    prove(client)
    page = client.get(ACTIVATE)
    secret = str(page.context["form"].secret)
    assert secret in page.text
    response = client.post(ACTIVATE, {"code": app_code(secret)})
    assert response.status_code == 302, response.text
    return secret


@pytest.fixture
def user() -> User:
    return make_account(Role.EDITOR)


class TestApp:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_holds_in_the_administration_too(self, code: str, user: User) -> None:
        User.objects.update(language=code)
        client = speaking(code)
        sign_in(client, user)
        secret = turn_on(client)
        assert Authenticator.objects.get(type="totp").data["secret"] != secret

        other = speaking(code)
        assert sign_in(other, user, next="/admin/").startswith(AUTHENTICATE)
        assert other.get("/admin/").status_code == 302
        assert f'<html lang="{LANGUAGES[code]}">' in other.get(AUTHENTICATE).text
        shown = app_code(secret)
        response = other.post(AUTHENTICATE, {"code": shown})
        assert response["Location"] == "/admin/"
        assert other.get("/admin/").status_code == 200

        third = speaking(code)  # a code that somebody looked at over the shoulder
        sign_in(third, user)
        assert third.post(AUTHENTICATE, {"code": shown}).status_code == 200
        assert "_auth_user_id" not in third.session

    def test_a_wrong_code(self, client: Client, user: User) -> None:
        sign_in(client, user)
        prove(client)
        client.get(ACTIVATE)
        response = client.post(ACTIVATE, {"code": "000000"})
        assert "Incorrect code." in response.text
        assert not Authenticator.objects.exists()

    def test_needs_proof(self, client: Client, user: User) -> None:
        sign_in(client, user)
        response = client.get(ACTIVATE)
        assert response["Location"].startswith("/accounts/reauthenticate/")

    def test_is_told_by_mail_and_turned_off(
        self, client: Client, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.db.transaction.on_commit", lambda act: act())
        sign_in(client, user)
        turn_on(client)
        assert "authenticator app turned on" in mail.outbox[-1].subject
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
        assert not Authenticator.objects.exists()
        assert "authenticator app turned off" in mail.outbox[-1].subject
        assert sign_in(Client(), user) == "/"


def unused(user: User) -> str:
    """Return one of the recovery codes."""
    codes = Authenticator.objects.get(user=user, type="recovery_codes")
    return str(codes.wrap().get_unused_codes()[0])


class TestRecoveryCodes:
    def test_each_works_once(self, client: Client, user: User) -> None:
        sign_in(client, user)
        turn_on(client)
        page = client.get("/accounts/2fa/recovery-codes/").text
        code = unused(user)
        assert page.count("<code>") == 10
        assert code in page

        for attempt, expected in ((Client(), 302), (Client(), 200)):
            sign_in(attempt, user)
            response = attempt.post(AUTHENTICATE, {"code": code})
            assert response.status_code == expected

    def test_can_be_downloaded_and_made_anew(self, client: Client, user: User) -> None:
        sign_in(client, user)
        turn_on(client)
        code = unused(user)
        file = client.get("/accounts/2fa/recovery-codes/download/")
        assert code in file.text
        client.post("/accounts/2fa/recovery-codes/generate/")
        assert code not in client.get("/accounts/2fa/recovery-codes/").text


class TestSecrets:
    def test_open_with_an_earlier_key(self, settings: Settings) -> None:
        locked = MFAAdapter().encrypt("secret")
        assert "secret" not in locked
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another one"
        assert MFAAdapter().decrypt(locked) == "secret"


def test_too_many_codes(client: Client, user: User) -> None:
    sign_in(client, user)
    turn_on(client)
    other = Client()
    other.post(SIGNIN, {"login": user.email, "password": PASSWORD})
    for _attempt in range(12):
        response = other.post(AUTHENTICATE, {"code": "000000"})
    assert "Too many failed attempts to sign in." in response.text or (
        response.status_code == 429
    )
