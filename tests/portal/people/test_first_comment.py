"""The first comment: written by a visitor, posted once the address is confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from commentary.models import Comment, ReplyQuote
from documents.models import ClauseVersion
from portal.people.models import User
from portal.people.roles import Role, settle_roles
from tests.commentary.factories import (
    make_comment,
    make_commentator,
    version_of,
)
from tests.factories import make_edition

from .base import ADDRESS, PASSWORD, last_code, make_account, sign_in

pytestmark = pytest.mark.django_db
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"
WRITE = f"{CLAUSE}first-comment/"
PART = {"HX-Request": "true", "Origin": "http://testserver"}
PLAIN = {"Origin": "http://testserver"}
NAMED = {"display_name": "Анна", "email": ADDRESS}


@pytest.fixture
def version() -> ClauseVersion:
    settle_roles()
    cache.clear()
    return version_of(make_edition(), "statement-pre1")


def write(client: Client, headers: dict[str, str] = PART, **more: Any) -> HttpResponse:
    sent = {"kind": "question", "language": "en", "source": "Is it **so**?", **more}
    return client.post(WRITE, sent, headers=headers)  # type: ignore[return-value]


@pytest.mark.parametrize("headers", [PART, PLAIN])
def test_is_posted_after_the_code(
    client: Client, version: ClauseVersion, headers: dict[str, str]
) -> None:
    asked = write(
        client,
        headers,
        quote_language="en",
        quote_start="0",
        quote_end="6",
        quote_exact="Noting",
    ).content.decode()
    assert "<strong>so</strong>" in asked
    assert ">Noting</blockquote>" in asked
    sent = client.post(f"{WRITE}account/", NAMED, headers=headers).content.decode()
    assert ADDRESS in sent
    assert not Comment.objects.exists()
    response = client.post(f"{WRITE}code/", {"code": last_code()}, headers=headers)
    comment = Comment.objects.get()
    assert (comment.source, comment.kind) == ("Is it **so**?", "question")
    assert comment.quote is not None
    assert comment.author is not None
    assert comment.author.display_name == "Анна"
    if headers is PART:
        html = response.content.decode()
        assert response["HX-Retarget"] == "#commentary"
        assert f'id="comment-{comment.pk}"' in html
        assert 'hx-swap-oob="outerHTML:.account-links"' in html
        assert "Sent as Анна" in html
    else:
        assert response["Location"] == comment.get_absolute_url()


class TestMistakes:
    def test_nothing_written_is_said_at_once(
        self, client: Client, version: ClauseVersion
    ) -> None:
        response = write(client, source="")
        assert response.status_code == 422
        assert "Write something first." in response.content.decode()

    def test_a_wrong_code_keeps_everything(
        self, client: Client, version: ClauseVersion
    ) -> None:
        write(client)
        client.post(f"{WRITE}account/", {**NAMED, "email": "x"}, headers=PART)
        client.post(f"{WRITE}account/", NAMED, headers=PART)
        response = client.post(f"{WRITE}code/", {"code": "WRONG"}, headers=PART)
        assert "<strong>so</strong>" in response.content.decode()
        client.post(f"{WRITE}code/", {"code": last_code()}, headers=PART)
        assert Comment.objects.count() == 1

    def test_a_new_code_is_sent(self, client: Client, version: ClauseVersion) -> None:
        write(client)
        client.post(f"{WRITE}account/", NAMED, headers=PART)
        count = len(mail.outbox)
        cache.clear()  # not twice within a moment
        client.post(f"{WRITE}code/", {"action": "resend"}, headers=PART)
        assert len(mail.outbox) == count + 1

    def test_another_address_begins_anew(
        self, client: Client, version: ClauseVersion
    ) -> None:
        write(client)
        client.post(f"{WRITE}account/", {**NAMED, "email": "a@b.org"}, headers=PART)
        sent = client.post(f"{WRITE}account/", NAMED, headers=PART)
        assert ADDRESS in sent.content.decode()
        client.post(f"{WRITE}code/", {"code": last_code()}, headers=PART)
        author = Comment.objects.get().author
        assert author is not None
        assert author.email == ADDRESS


class TestAccounts:
    def test_the_answer_does_not_tell_who_has_one(
        self, client: Client, version: ClauseVersion
    ) -> None:
        make_account(Role.COMMENTATOR, "anna")
        write(client)
        sent = client.post(f"{WRITE}account/", NAMED, headers=PART).content.decode()
        assert ADDRESS in sent
        assert User.objects.count() == 1

    def test_signing_in_instead_gives_the_words_back(
        self, client: Client, version: ClauseVersion
    ) -> None:
        anna = make_account(Role.COMMENTATOR, "anna")
        write(client)
        sign_in(client, anna)
        html = client.get(CLAUSE).content.decode()
        assert "Is it **so**?</textarea>" in html
        assert not Comment.objects.exists()

    def test_signing_in_by_password_posts_at_once(
        self, client: Client, version: ClauseVersion
    ) -> None:
        anna = make_account(Role.COMMENTATOR, "anna")
        User.objects.update(display_name="Анна")
        write(client)
        asked = client.get(f"{WRITE}sign-in/", headers=PART).text
        assert "<strong>so</strong>" in asked
        sent = {"login": anna.email, "password": "wrong"}
        refused = client.post(f"{WRITE}sign-in/", sent, headers=PART).text
        assert "<strong>so</strong>" in refused
        sent["password"] = PASSWORD
        response = client.post(f"{WRITE}sign-in/", sent, headers=PART)
        assert Comment.objects.get().author == anna
        assert response["HX-Retarget"] == "#commentary"
        assert "Your account has been created" not in response.text

    def test_a_second_factor_has_its_page_and_comes_back(
        self, client: Client, version: ClauseVersion
    ) -> None:
        anna = make_account(Role.COMMENTATOR, "anna")
        TOTP.activate(anna, generate_totp_secret())
        write(client)
        sent = {"login": anna.email, "password": PASSWORD}
        headers = {**PART, "HX-Current-URL": f"http://testserver{CLAUSE}?texts=ru"}
        response = client.post(f"{WRITE}sign-in/", sent, headers=headers)
        assert response.status_code == 204
        assert response["HX-Redirect"].startswith("/accounts/2fa/authenticate/")
        assert not Comment.objects.exists()

    def test_who_has_no_name_yet_is_asked_for_it(
        self, client: Client, version: ClauseVersion
    ) -> None:
        anna = make_account(Role.COMMENTATOR, "anna")
        write(client)
        sent = {"login": anna.email, "password": PASSWORD}
        html = client.post(f"{WRITE}sign-in/", sent, headers=PART).text
        assert "Is it **so**?</textarea>" in html
        assert 'name="display_name"' in html
        assert not Comment.objects.exists()


class TestReplies:
    @pytest.fixture
    def answered(self, version: ClauseVersion) -> Comment:
        return make_comment(version, make_commentator("rita"), "Which zone?")

    @pytest.mark.parametrize("headers", [PART, PLAIN])
    def test_are_posted_after_the_code(
        self, client: Client, answered: Comment, headers: dict[str, str]
    ) -> None:
        reply = f"/en/comments/{answered.pk}/first-reply/"
        form = client.get(f"/en/comments/{answered.pk}/reply/?quote=1").text
        assert f'action="{reply}"' in form
        data = {"kind": "comment", "language": "en", "source": "This one."}
        data |= {"quoted_words": "zone?", "on": "statement-pre1"}
        asked = client.post(reply, data, headers=headers)
        assert "zone?</blockquote>" in asked.text
        assert asked["HX-Retarget"] == f"#slot-{answered.pk}"
        client.post(f"{reply}account/", NAMED, headers=headers)
        client.post(f"{reply}code/", {"code": last_code()}, headers=headers)
        stored = Comment.objects.get(parent=answered)
        assert stored.source == "This one."
        assert ReplyQuote.objects.get().exact == "zone?"

    def test_mistakes_are_said_in_place(
        self, client: Client, answered: Comment
    ) -> None:
        reply = f"/en/comments/{answered.pk}/first-reply/"
        response = client.post(reply, {"source": ""}, headers=PART)
        assert response.status_code == 422
        assert "slot-form" in response.text

    def test_signing_in_elsewhere_gives_the_words_back(
        self, client: Client, answered: Comment
    ) -> None:
        anna = make_account(Role.COMMENTATOR, "anna")
        data = {"kind": "comment", "language": "en", "source": "This one."}
        reply = f"/en/comments/{answered.pk}/"
        client.post(f"{reply}first-reply/", data, headers=PART)
        sign_in(client, anna)
        assert "This one.</textarea>" in client.get(f"{reply}reply/").text


class TestOtherSites:
    @pytest.mark.parametrize(
        "origin",
        # The last is this host, where another may answer without TLS.
        ["https://elsewhere.example", "null", "", "https://testserver"],
    )
    def test_cannot_write(
        self, client: Client, version: ClauseVersion, origin: str
    ) -> None:
        assert write(client, {"Origin": origin}).status_code == 403

    def test_but_those_that_are_trusted(
        self, client: Client, version: ClauseVersion, settings: Any
    ) -> None:
        settings.CSRF_TRUSTED_ORIGINS = ["https://*.example.org"]
        trusted = {"Origin": "https://portal.example.org"}
        assert write(client, trusted).status_code == 200

    def test_nothing_begins_in_the_middle(
        self, client: Client, version: ClauseVersion
    ) -> None:
        for step in ("", "account/", "sign-in/", "passkey/"):
            assert client.get(f"{WRITE}{step}").status_code == 302
        assert client.post(f"{WRITE}account/", NAMED).status_code == 302
        assert client.post(f"{WRITE}code/", {"code": "X"}).status_code == 302
        assert not User.objects.exists()
