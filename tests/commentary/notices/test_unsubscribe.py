"""Stopping mail from within the mail: one click, nobody signed in."""

from __future__ import annotations

import pytest
from django.core import mail, signing
from django.test import Client

from commentary.models import SavedSearch, Watch
from commentary.models.notice_kinds import Scope
from commentary.notices import choices
from commentary.notices.unsubscribe import SALT, NoWish, read_token, token_for
from commentary.notices.watch import watch
from documents.models import Edition
from portal.people.models import MailFrequency, User
from tests.base import signed_in
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition, read_edition
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
KEY = "statement-pre2"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_edition(paragraphs=3).pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def anna() -> User:
    return make_commentator("anna")


@pytest.fixture
def _at_once(anna: User) -> None:
    choices.choose(anna, {"mail_frequency": MailFrequency.AT_ONCE})


def one_click_address() -> str:
    run_jobs()
    headers = mail.outbox[-1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    whole = str(headers["List-Unsubscribe"])
    return whole.strip("<>").removeprefix("http://127.0.0.1:8000")


@pytest.mark.usefixtures("_at_once")
class TestOneClick:
    def test_ends_the_watches_that_a_mail_came_of(
        self, edition: Edition, anna: User
    ) -> None:
        clause = version_of(edition, KEY).clause
        other = version_of(edition, "statement-pre1").clause
        for thing in (edition.document, clause, other):
            watch(anna, thing)
        make_comment(version_of(edition, KEY), make_commentator("boris"))
        address = one_click_address()
        client = Client(enforce_csrf_checks=True)
        assert client.post(address, ONE_CLICK).status_code == 200
        assert [each.clause for each in Watch.objects.filter(person=anna)] == [other]
        assert client.post(address, ONE_CLICK).status_code == 200

    def test_removes_the_saved_search_that_a_mail_came_of(
        self, edition: Edition, anna: User
    ) -> None:
        for asked in ("zebras", "okapi"):
            search = {"q": asked, "show": "commentary"}
            signed_in(anna).post("/en/search/save/", search)
        make_comment(version_of(edition, KEY), make_commentator("boris"), "A zebra.")
        address = one_click_address()
        assert "(zebras)" in str(mail.outbox[-1].body)
        client = Client(enforce_csrf_checks=True)
        assert client.post(address, ONE_CLICK).status_code == 200
        assert [each.query for each in SavedSearch.objects.by(anna)] == ["okapi"]
        anna.refresh_from_db()
        assert anna.mail_frequency == MailFrequency.AT_ONCE

    def test_removes_the_saved_search_that_found_an_edition(
        self, edition: Edition, anna: User
    ) -> None:
        signed_in(anna).post("/en/search/save/", {"q": "point"})
        make_edition("another")
        assert Client().post(one_click_address(), ONE_CLICK).status_code == 200
        assert not SavedSearch.objects.exists()

    def test_a_get_changes_nothing(self, edition: Edition, anna: User) -> None:
        watch(anna, edition.document)
        make_comment(version_of(edition, KEY), make_commentator("boris"))
        response = Client().get(one_click_address())
        assert response.status_code == 200
        assert 'method="post"' in response.content.decode()
        assert Watch.objects.filter(person=anna).exists()
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize(
        ("scope", "stored"),
        [
            (Scope.REPLIES, ("at-once", False, True)),
            (Scope.MENTIONS, ("at-once", True, False)),
            (Scope.ALL, ("never", False, False)),
        ],
    )
    def test_stores_what_was_chosen(
        self, anna: User, scope: Scope, stored: tuple[str, bool, bool]
    ) -> None:
        response = Client().post(f"/mail/stop/{token_for(anna.pk, scope)}/")
        assert response.status_code == 200
        anna.refresh_from_db()
        chosen = (anna.mail_frequency, anna.mails_replies, anna.mails_mentions)
        assert chosen == stored

    @pytest.mark.parametrize("scope", Scope)
    def test_after_the_person_left(self, anna: User, scope: Scope) -> None:
        token = token_for(anna.pk, scope)
        anna.delete()
        assert Client().post(f"/mail/stop/{token}/").status_code == 200


class TestLanguage:
    @pytest.mark.parametrize(
        ("code", "word"),
        [("ru", "Отказаться"), ("zh-hans", "停止"), ("en", "Stop all e-mail")],
    )
    def test_is_its_readers(self, anna: User, code: str, word: str) -> None:
        choices.choose(anna, {"language": code})
        response = Client().get(f"/mail/stop/{token_for(anna.pk, Scope.ALL)}/")
        assert word in response.content.decode()
        assert response["Content-Language"] == code


class TestTokens:
    @pytest.mark.parametrize("token", ["x", "WzEsImFsbCJd:1abcde:AAAA"])
    def test_unsigned_ones_are_nothing(self, token: str) -> None:
        self.assert_nothing(token)

    @pytest.mark.parametrize(
        ("value", "salt"),
        [
            ([1, "all"], "another"),
            ([1, "nonsense"], SALT),
            ("text", SALT),
            ([], SALT),
            (3, SALT),
        ],
    )
    def test_others_are_nothing(self, value: object, salt: str) -> None:
        # Signed here: a signature holds the time, and two processes that collect at
        # different times must find the same tests.
        self.assert_nothing(signing.dumps(value, salt=salt))

    def assert_nothing(self, token: str) -> None:
        with pytest.raises(NoWish):
            read_token(token)
        for response in (
            Client().get(f"/mail/stop/{token}/"),
            Client().post(f"/mail/stop/{token}/"),
        ):
            assert response.status_code == 404

    def test_altered_ones_are_nothing(self, anna: User) -> None:
        token = token_for(anna.pk, Scope.ALL)
        for place in range(0, len(token), 5):
            letter = "A" if token[place] != "A" else "B"
            altered = token[:place] + letter + token[place + 1 :]
            assert Client().post(f"/mail/stop/{altered}/").status_code == 404

    def test_cannot_end_the_watches_of_another(
        self, edition: Edition, anna: User
    ) -> None:
        boris = make_commentator("boris")
        watch(anna, edition.document)
        [mine] = Watch.objects.filter(person=anna)
        token = token_for(boris.pk, Scope.WATCHES, [mine.pk])
        Client().post(f"/mail/stop/{token}/")
        assert Watch.objects.filter(pk=mine.pk).exists()
