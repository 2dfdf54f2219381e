"""A new password, a forgotten one, and another address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.people.models import User
from tests.base import LANGUAGES
from tests.portal.people.base import (
    CONFIRM,
    PASSWORD,
    SIGNIN,
    last_code,
    make_account,
    prove,
    sign_in,
    speaking,
)

pytestmark = pytest.mark.django_db
NEW = "seven white swans 9"
RESET = "/accounts/password/reset/"


class TestReset:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_by_code(self, code: str) -> None:
        user = make_account()
        User.objects.update(language=code)
        client = speaking("en")
        response = client.post(RESET, {"email": user.email})
        assert response["Location"] == f"{RESET}confirm/"
        assert mail.outbox[0].to == [user.email]
        english = "Enter this code" in str(mail.outbox[0].body)
        assert english == (code == "en")  # the owner's language, not the page's

        response = client.post(response["Location"], {"code": last_code()})
        page = response["Location"]
        assert client.get(page).status_code == 200
        client.post(page, {"password1": NEW, "password2": NEW})
        user.refresh_from_db()
        assert user.check_password(NEW)
        assert "password" in mail.outbox[-1].subject or code != "en"

    def test_two_that_differ(self, client: Client) -> None:
        user = make_account()
        client.post(RESET, {"email": user.email})
        page = client.post(f"{RESET}confirm/", {"code": last_code()})["Location"]
        response = client.post(page, {"password1": NEW, "password2": NEW + "x"})
        assert "The two passwords are not the same." in response.text
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_an_unknown_address_is_not_given_away(self, client: Client) -> None:
        response = client.post(RESET, {"email": "nobody@example.org"})
        assert response["Location"] == f"{RESET}confirm/"
        assert client.get(response["Location"]).status_code == 200
        assert "There is no account with it" in str(mail.outbox[0].body)

    def test_an_old_code(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        user = make_account()
        client.post(RESET, {"email": user.email})
        later = (timezone.now() + timedelta(minutes=16)).timestamp()
        monkeypatch.setattr("time.time", lambda: later)
        client.post(f"{RESET}confirm/", {"code": last_code()})
        response = client.get(f"{RESET}complete/")
        assert response.status_code == 302

    def test_wrong_codes(self, client: Client) -> None:
        user = make_account()
        client.post(RESET, {"email": user.email})
        right = last_code()
        for _attempt in range(3):
            client.post(f"{RESET}confirm/", {"code": "XXXX-XXXX"})
        client.post(f"{RESET}confirm/", {"code": right})
        assert client.get(f"{RESET}complete/").status_code == 302


class TestPassword:
    def test_ends_other_sessions(self, client: Client) -> None:
        user = make_account()
        elsewhere = Client()
        sign_in(client, user)
        sign_in(elsewhere, user)
        sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        client.post("/accounts/password/change/", sent)
        assert client.get("/accounts/profile/").status_code == 200
        assert elsewhere.get("/accounts/profile/").status_code == 302
        assert "was changed" in str(mail.outbox[-1].body)

    def test_needs_the_old_one(self, client: Client) -> None:
        user = make_account()
        sign_in(client, user)
        sent = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        response = client.post("/accounts/password/change/", sent)
        assert "Enter your current password." in response.text
        user.refresh_from_db()
        assert user.check_password(PASSWORD)


class TestAddress:
    @pytest.fixture
    def user(self, client: Client) -> User:
        user = make_account()
        sign_in(client, user)
        return user

    def ask(self, client: Client, email: str) -> str:
        """Ask for another address, with the password when that is wanted."""
        sent = {"email": email, "action_add": ""}
        response = client.post("/accounts/email/", sent)
        assert response["Location"].startswith("/accounts/reauthenticate/")
        # What was sent before is taken up again: nothing is typed twice.
        return prove(client, next="/accounts/email/")

    def test_counts_when_it_is_proved(self, client: Client, user: User) -> None:
        assert self.ask(client, "anna@new.example").startswith(CONFIRM)
        user.refresh_from_db()
        assert user.email == "anna@example.org"

        client.post(CONFIRM, {"code": last_code()})

        user.refresh_from_db()
        assert user.email == "anna@new.example"
        assert EmailAddress.objects.get().email == "anna@new.example"
        told = [message.to for message in mail.outbox if "changed" in message.subject]
        assert ["anna@example.org"] in told

    def test_somebody_elses_is_not_given_away(self, client: Client, user: User) -> None:
        make_account(name="bob")
        assert self.ask(client, "bob@example.org").startswith(CONFIRM)
        assert mail.outbox[-1].to == ["bob@example.org"]
        # Even who reads Bob's mail takes nothing over.
        response = client.post(CONFIRM, {"code": last_code()}, follow=True)
        assert "already an account with this e-mail address" in response.text
        user.refresh_from_db()
        assert user.email == "anna@example.org"

    def test_a_new_sign_in_uses_it(self, client: Client, user: User) -> None:
        self.ask(client, "anna@new.example")
        client.post(CONFIRM, {"code": last_code()})
        other = Client()
        old = other.post(SIGNIN, {"login": "anna@example.org", "password": PASSWORD})
        assert old.status_code == 200
        user.refresh_from_db()
        sign_in(other, user)

    def test_needs_the_password(self, client: Client, user: User) -> None:
        client.post("/accounts/email/", {"email": "a@new.example", "action_add": ""})
        response = client.post("/accounts/reauthenticate/", {"password": "wrong"})
        assert "Incorrect password." in response.text
        assert mail.outbox == []
