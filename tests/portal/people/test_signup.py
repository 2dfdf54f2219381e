"""Signing up: an address, a code, and one is a commentator."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.mail.models import QueuedMail
from portal.people.models import User
from portal.people.roles import Role, settle_roles
from tests.base import LANGUAGES
from tests.jobs import run_jobs
from tests.portal.people.base import (
    ADDRESS,
    CONFIRM,
    PASSWORD,
    SIGNUP,
    last_code,
    make_account,
    speaking,
)

pytestmark = pytest.mark.django_db
SENT = {"email": ADDRESS, "password1": PASSWORD, "display_name": "Анна"}
SUBJECTS = {"zh-hans": "验证码为", "ru": "ваш код", "en": "your code is"}


class CountingHasher(MD5PasswordHasher):
    """Counts how many passwords it hashes."""

    algorithm = "counting"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


class TestSignup:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_each_language(self, code: str) -> None:
        client = speaking(code)
        response = client.post(SIGNUP, {**SENT, "next": "/en/documents/"})
        assert response["Location"].startswith(CONFIRM)
        assert SUBJECTS[code] in mail.outbox[0].subject

        response = client.post(CONFIRM, {"code": last_code()})

        assert response["Location"] == f"/{code}/documents/"
        user = User.objects.get()
        assert client.session["_auth_user_id"] == str(user.pk)
        assert (user.display_name, user.language) == ("Анна", code)
        assert user.groups.get().name == Role.COMMENTATOR
        assert not user.is_staff
        assert EmailAddress.objects.get(user=user).verified

    def test_the_mail_waits_for_the_worker(
        self, client: Client, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = "portal.mail.queue.QueueBackend"
        settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        client.post(SIGNUP, SENT)
        assert QueuedMail.objects.get().recipients == [ADDRESS]
        assert mail.outbox == []
        run_jobs()
        assert client.post(CONFIRM, {"code": last_code()}).status_code == 302

    def test_without_the_code_there_is_no_way_in(self, client: Client) -> None:
        client.post(SIGNUP, SENT)
        assert "_auth_user_id" not in client.session
        sent = {"login": ADDRESS, "password": PASSWORD}
        response = client.post("/accounts/login/", sent)
        assert response["Location"].startswith(CONFIRM)
        assert client.get("/accounts/profile/").status_code == 302

    def test_wrong_codes_end_the_attempt(self, client: Client) -> None:
        client.post(SIGNUP, SENT)
        right = last_code()
        for _attempt in range(2):
            response = client.post(CONFIRM, {"code": "XXXX-XXXX"})
            assert "Incorrect code." in response.text
        client.post(CONFIRM, {"code": "XXXX-XXXX"})
        client.post(CONFIRM, {"code": right})
        assert "_auth_user_id" not in client.session

    def test_a_mistyped_address_can_be_corrected(self, client: Client) -> None:
        client.post(SIGNUP, {**SENT, "email": "ana@example.org"})
        assert f'name="next" value="{SIGNUP}"' in client.get(CONFIRM).text
        response = client.post("/accounts/logout/", {"next": SIGNUP}, follow=True)
        assert 'name="password1"' in response.text
        client.post(SIGNUP, SENT)
        assert mail.outbox[-1].to == [ADDRESS]
        client.post(CONFIRM, {"code": last_code()})
        assert "_auth_user_id" in client.session
        assert EmailAddress.objects.get(verified=True).email == ADDRESS

    def test_the_address_cannot_be_changed_in_place(self, client: Client) -> None:
        client.post(SIGNUP, SENT)
        client.post(CONFIRM, {"action": "change", "email": "b@example.org"})
        assert User.objects.get().email == ADDRESS


class TestRefusals:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "no address"},
            {"email": ""},
            {"password1": "short"},
            {"password1": "12345678901"},
            {"display_name": "\u202eAnna"},
            {"display_name": "!!"},
            {"display_name": "x" * 101},
        ],
    )
    def test_bad_input_keeps_what_was_typed(
        self, client: Client, wrong: dict[str, str]
    ) -> None:
        response = client.post(SIGNUP, {**SENT, **wrong})
        assert response.status_code == 200
        assert 'class="errorlist' in response.text
        kept = "email" if "email" not in wrong else "display_name"
        assert f'value="{SENT[kept]}"' in response.text
        assert not User.objects.exists()

    def test_a_taken_address_is_told_to_its_owner_only(self, client: Client) -> None:
        make_account()
        response = client.post(SIGNUP, SENT)
        assert response["Location"].startswith(CONFIRM)
        [message] = mail.outbox
        assert message.to == [ADDRESS]
        assert "There is already an account" in str(message.body)
        assert client.get(CONFIRM).status_code == 200
        assert User.objects.count() == 1

    def test_nothing_tells_whether_an_address_is_taken(self) -> None:
        make_account()
        taken, free = (_pages_after_signup(each) for each in (ADDRESS, "b@example.org"))
        assert taken == free

    @pytest.mark.parametrize("website", ["", "https://spam.example"])
    def test_nor_does_the_time(self, settings: Settings, website: str) -> None:
        settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
        make_account()
        hashed, asked = [], []
        for address in ("b@example.org", ADDRESS):
            CountingHasher.count = 0
            sent = {**SENT, "email": address, "website": website}
            with CaptureQueriesContext(connection) as queries:
                assert Client().post(SIGNUP, sent).status_code == 302
            hashed.append(CountingHasher.count)
            asked.append(len(queries))
        assert hashed == ([0, 0] if website else [1, 1])
        assert abs(asked[0] - asked[1]) < 5, asked
        assert User.objects.count() == (1 if website else 2)

    def test_mail_leads_to_the_portal_whatever_host_was_asked(
        self, client: Client, settings: Settings
    ) -> None:
        settings.ALLOWED_HOSTS, settings.PORTAL_ORIGIN = ["*"], "https://un.example"
        make_account()
        client.post(SIGNUP, SENT, headers={"host": "evil.example"})
        [message] = mail.outbox
        assert "https://un.example/accounts/password/reset/" in str(message.body)
        assert "Clausebook, un.example" in str(message.body)
        assert "evil" not in str(message.body)

    def test_a_robot_learns_nothing(self, client: Client) -> None:
        response = client.post(SIGNUP, {**SENT, "website": "https://spam.example"})
        assert response["Location"].startswith(CONFIRM)
        assert not User.objects.exists()
        assert mail.outbox == []

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_too_many(self, code: str) -> None:
        client = speaking(code)
        for number in range(20):
            client.post(SIGNUP, {**SENT, "email": f"a{number}@example.org"})
        response = client.post(SIGNUP, {**SENT, "email": "b@example.org"})
        assert response.status_code == 429
        assert f'<html lang="{LANGUAGES[code]}">' in response.text
        assert 'class="site-header"' in response.text


def _pages_after_signup(address: str) -> list[str]:
    """Return the page that asks for the code, and what further steps answer."""
    client = Client()
    first = client.post(SIGNUP, {**SENT, "email": address}, follow=True)
    steps = [{"code": "XXXX-XXXX"}, {"action": "resend"}, {"action": "change"}]
    pages = [first, *(client.post(CONFIRM, step, follow=True) for step in steps)]
    return [_without_what_differs(page.text, address) for page in pages]


def _without_what_differs(text: str, address: str) -> str:
    token = r'(name="csrfmiddlewaretoken" value=|X-CSRFToken&quot;: &quot;)[^>]*'
    return re.sub(token, "", text).replace(address, "")


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_makes_one_account(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # two at once may wait too long for it
    settle_roles()
    ready = Barrier(2)

    def press() -> int:
        client = Client()
        ready.wait(timeout=30)
        try:
            return client.post(SIGNUP, SENT).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        statuses = [each.result(60) for each in [pool.submit(press) for _ in "12"]]
    assert statuses == [302, 302]
    assert User.objects.count() == 1
    assert User.objects.get().groups.get().name == Role.COMMENTATOR
