"""One's own page: what is said of oneself, one's data, and closing the account."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commentary.comments.edit import edit_comment
from commentary.models import Comment
from documents.models import Edition
from portal.mail.models import QueuedMail
from portal.people.accounts import LastAdministrator, close_account
from portal.people.data_export import export_data
from portal.people.models import MailFrequency, User
from portal.people.names import validate_name
from portal.people.roles import Role, give_role
from tests.base import LANGUAGES, at_most, signed_in
from tests.commentary.factories import (
    make_comment,
    make_moderator,
    suspend,
    version_of,
)
from tests.factories import make_draft, make_edition
from tests.portal.people.base import PASSWORD, make_account, prove, sign_in, speaking

pytestmark = pytest.mark.django_db
PROFILE, CLOSE = "/accounts/profile/", "/accounts/data/close/"
DOWNLOAD = "/accounts/data/download/"
SENT = {
    "display_name": "Анна Каренина",
    "affiliation": "中亚研究所",
    "language": "ru",
    "languages_read": ["ru", "zh-hans"],
    "mail_frequency": "weekly",
    "mails_replies": "on",
}
PAGES = [
    PROFILE,
    CLOSE,
    "/accounts/data/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
]
OPEN = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]


class TestPages:
    @pytest.mark.parametrize("code", LANGUAGES)
    @pytest.mark.parametrize("page", [*PAGES, *OPEN, "/accounts/closed/"])
    def test_in_each_language(self, code: str, page: str) -> None:
        client = speaking(code)
        if page in PAGES:
            client.force_login(make_account())
            prove(client)
        response = client.get(page)
        assert response.status_code == 200
        assert f'<html lang="{LANGUAGES[code]}">' in response.text
        assert response.text.count("<h1") == 1
        assert 'name="robots" content="noindex"' in response.text
        assert " style=" not in response.text
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize("code", ["zh-hans", "ru"])
    @pytest.mark.parametrize("page", [*PAGES, *OPEN])
    def test_speak_it_throughout(self, code: str, page: str) -> None:
        client = speaking(code)
        if page in PAGES:
            client.force_login(make_account())
            prove(client)
        main = client.get(page).text.partition("<main")[2].partition("</main")[0]
        text = re.sub(r"(?s)<(code|strong|script)\b.*?</\1>", "", main)
        said = {each.strip() for each in re.findall(r">([^<>]*[A-Za-z][^<>]*)<", text)}
        foreign = {each for each in said if not re.search(r"[а-я\u4e00-\u9fff]", each)}
        assert foreign <= {"English"}

    @pytest.mark.parametrize("page", [*PAGES, DOWNLOAD])
    def test_are_ones_own(self, client: Client, page: str) -> None:
        response = client.get(page)
        if page != "/accounts/logout/":
            assert response["Location"].startswith("/accounts/login/?next=")

    @pytest.mark.parametrize("page", ["", "close/"])
    def test_mark_where_one_is(self, page: str) -> None:
        client = signed_in(make_account())
        prove(client)
        html = client.get(f"/accounts/data/{page}").text
        assert html.count('aria-current="page"') == 1
        assert 'href="/accounts/data/" aria-current="page"' in html

    def test_need_few_queries(self) -> None:
        client = signed_in(make_account())
        client.get(PROFILE)
        with at_most(
            6
        ):  # session, person, the form's own copy; the header: notices, permissions
            client.get(PROFILE)

    def test_the_root_leads_in(self, client: Client) -> None:
        assert client.get("/accounts/")["Location"] == "/accounts/login/"


class TestProfile:
    def test_is_kept(self, client: Client) -> None:
        user = make_account()
        sign_in(client, user)
        response = client.post(PROFILE, SENT, follow=True)
        assert '<html lang="ru">' in response.text
        assert "Ваш профиль сохранен." in response.text
        user.refresh_from_db()
        assert user.display_name == "Анна Каренина"
        assert user.languages_read == ["ru", "zh-hans"]
        assert user.mail_frequency is not None
        assert MailFrequency(user.mail_frequency) is MailFrequency.WEEKLY
        assert (user.mails_replies, user.mails_mentions) == (True, False)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"display_name": "\u202eevil"},
            {"display_name": "a\x00b"},
            {"language": "fr"},
            {"languages_read": ["fr"]},
            {"mail_frequency": "hourly"},
            {"affiliation": "x" * 201},
        ],
    )
    def test_bad_input_keeps_the_rest(
        self, client: Client, wrong: dict[str, object]
    ) -> None:
        user = make_account()
        sign_in(client, user)
        response = client.post(PROFILE, {**SENT, **wrong})
        assert response.status_code == 422
        assert 'class="errorlist' in response.text
        kept = "affiliation" if "display_name" in wrong else "display_name"
        assert str(SENT[kept]) in response.text
        user.refresh_from_db()
        assert user.affiliation == ""

    @pytest.mark.parametrize(
        "change",
        [{"language": "fr"}, {"languages_read": ["fr"]}, {"mail_frequency": "x"}],
    )
    def test_the_database_holds_it_too(self, change: dict[str, object]) -> None:
        make_account()
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.update(**change)

    def test_the_name_of_nobody_is_an_address(self) -> None:
        user = make_account()
        assert user.public_name == ""
        assert str(user) == user.email


@given(st.text(max_size=40))
def test_a_name_that_is_taken_can_be_shown(name: str) -> None:
    try:
        validate_name(name)
    except Exception as error:
        assert type(error).__name__ == "ValidationError"
    else:
        assert any(each.isalpha() for each in name)
        assert not set(name) & set("\x00\n\r\t\u2028\u202e\u200f")
        name.encode()


class TestSuspended:
    @pytest.mark.parametrize("name", ["display_name", "affiliation"])
    def test_keep_their_name(self, client: Client, name: str) -> None:
        user = make_account()
        suspend(user, make_moderator("mona"))
        client.force_login(user)
        kept = {name: getattr(user, name) for name in ("display_name", "affiliation")}
        response = client.post(PROFILE, {**SENT, **kept, name: "Somebody Else"})
        assert response.status_code == 422
        assert "while your account is suspended" in response.text
        assert 'value="Somebody Else"' in response.text
        user.refresh_from_db()
        assert getattr(user, name) == kept[name]

    def test_change_everything_else(self, client: Client) -> None:
        user = make_account()
        suspend(user, make_moderator("mona"))
        client.force_login(user)
        kept = {name: getattr(user, name) for name in ("display_name", "affiliation")}
        assert client.post(PROFILE, {**SENT, **kept}).status_code == 302
        user.refresh_from_db()
        assert user.mail_frequency == MailFrequency.WEEKLY


class TestDownload:
    def test_everything_and_no_secret(self, client: Client) -> None:
        user = make_account(Role.EDITOR)
        draft = make_draft()
        Edition.objects.filter(pk=draft.pk).update(created_by=user)
        sign_in(client, user)
        assert client.get(DOWNLOAD)["Location"].startswith("/accounts/reauthenticate/")
        prove(client)
        response = client.get(DOWNLOAD)
        assert "attachment" in response["Content-Disposition"]
        told = json.loads(response.text)
        assert told["profile"]["email"] == user.email
        assert told["roles"] == ["editor"]
        assert told["addresses"] == [{"email": user.email, "verified": True}]
        assert told["editions"] == [
            {"document": "memo", "edition": 1, "created": True, "published": False}
        ]
        assert "password" not in response.text
        assert user.password not in response.text

    def test_everything_that_was_said(self) -> None:
        user = make_account()
        give_role(user, Role.COMMENTATOR)
        version = version_of(make_edition("talk"), "statement-pre1")
        comment = make_comment(version, user, "My words", quoted="point")
        edit_comment(
            comment, source="Better", kind="question", language="en", revision=0
        )
        hidden = make_comment(version, user, "Shameful")
        Comment.objects.filter(pk=hidden.pk).update(state=Comment.State.HIDDEN)
        client = signed_in(user)
        prove(client)
        told = json.loads(client.get(DOWNLOAD).text)
        assert [each["text"] for each in told["comments"]] == ["Better", None]
        assert told["comments"][0]["quote"] == {"language": "en", "words": "point"}

    def test_second_factors_without_their_keys(self) -> None:
        user = make_account()
        Authenticator.objects.create(user=user, type="totp", data={"secret": "hush"})
        told = json.dumps(export_data(user))
        assert "totp" in told
        assert "hush" not in told


class TestClosing:
    @pytest.mark.parametrize("code", LANGUAGES)
    @pytest.mark.parametrize("choice", ["keep", "erase"])
    def test_empties_the_account(self, code: str, choice: str) -> None:
        user = make_account()
        User.objects.update(language=code, display_name="Анна")
        client, elsewhere = speaking(code), Client()
        sign_in(elsewhere, user)
        sign_in(client, user)
        prove(client)
        response = client.post(CLOSE, {"contributions": choice, "is_meant": "on"})
        assert response["Location"] == "/accounts/closed/"
        assert client.get("/accounts/closed/").status_code == 200

        user.refresh_from_db()
        assert user.closed_at is not None
        assert (user.display_name, user.is_active) == ("", False)
        assert user.email.endswith("@account.invalid")
        assert not user.has_usable_password()
        assert not EmailAddress.objects.exists()
        assert elsewhere.get(PROFILE).status_code == 302
        assert "_auth_user_id" not in client.session
        [message] = mail.outbox
        assert message.to == ["anna@example.org"]
        words = {"zh-hans": "已注销", "ru": "закрыта", "en": "closed"}
        assert words[code] in message.subject

    def test_a_new_account_with_the_address_is_another(self, client: Client) -> None:
        close_account(make_account(), erase=False)
        assert make_account().email == "anna@example.org"
        assert User.objects.count() == 2

    def test_editions_stay_and_name_nobody(self) -> None:
        user = make_account(Role.EDITOR)
        draft = make_draft()
        Edition.objects.filter(pk=draft.pk).update(created_by=user)
        user = close_account(user, erase=True)
        draft.refresh_from_db()
        assert str(draft.created_by) == "a former participant"
        assert not user.groups.exists()
        assert not user.is_staff

    def test_what_was_written_about_it_names_nobody(self) -> None:
        user = make_account()
        kind = ContentType.objects.get_for_model(User)
        LogEntry.objects.create(
            user=User.objects.create_superuser("root@example.org"),
            content_type=kind,
            object_id=str(user.pk),
            object_repr=user.email,
            action_flag=CHANGE,
        )
        QueuedMail.objects.create(sender="a", recipients=[user.email], message=b"m")
        close_account(user, erase=False)
        assert LogEntry.objects.get().object_repr == f"#{user.pk}"
        assert not QueuedMail.objects.filter(message=b"m").exists()

    def test_asks_for_the_password(self, client: Client) -> None:
        sign_in(client, make_account())
        response = client.post(CLOSE, {"contributions": "keep", "is_meant": "on"})
        assert response["Location"].startswith("/accounts/reauthenticate/")
        assert not User.objects.exclude(closed_at=None).exists()

    @pytest.mark.parametrize(
        "sent", [{}, {"contributions": "keep"}, {"is_meant": "on"}]
    )
    def test_is_meant(self, client: Client, sent: dict[str, str]) -> None:
        sign_in(client, make_account())
        prove(client)
        assert client.post(CLOSE, sent).status_code == 422
        assert not User.objects.exclude(closed_at=None).exists()

    def test_the_last_administrator_stays(self, client: Client) -> None:
        root = User.objects.create_superuser("root@example.org", PASSWORD)
        sign_in(client, root)
        prove(client)
        response = client.post(CLOSE, {"contributions": "keep", "is_meant": "on"})
        assert response.status_code == 409
        assert "appoint another administrator first" in response.text
        assert "_auth_user_id" in client.session


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_leave_at_once() -> None:
    roots = [User.objects.create_superuser(f"r{n}@example.org") for n in range(2)]
    ready = Barrier(2)

    def leave(user: User) -> Callable[[], str]:
        def act() -> str:
            ready.wait(timeout=30)
            try:
                close_account(user, erase=False)
            except LastAdministrator:
                return "stays"
            else:
                return "left"
            finally:
                connection.close()

        return act

    with ThreadPoolExecutor(2) as pool:
        ended = [pool.submit(leave(root)) for root in roots]
        assert sorted(each.result(30) for each in ended) == ["left", "stays"]
