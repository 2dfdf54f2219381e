"""Retention: what is deleted when, and what beside it stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from commentary.models import Notice, Visit
from portal import retention, tasks
from portal.people.models import User
from portal.people.roles import Role, give_role
from portal.people.sessions import SessionStore
from tests.base import signed_in
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition, make_member

pytestmark = pytest.mark.django_db


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def make_account(name: str, *, days: float, verified: bool = False) -> User:
    """An account as sign-up makes it, so many days ago."""
    person = make_member(Role.COMMENTATOR, name)
    EmailAddress.objects.create(
        user=person, email=person.email, verified=verified, primary=True
    )
    User.objects.filter(pk=person.pk).update(date_joined=ago(days))
    return person


class TestAccounts:
    def test_never_verified_ones_go(self) -> None:
        make_account("never", days=31)
        kept = [
            make_account("lately", days=29),
            make_account("verified", days=31, verified=True),
            make_account("signed", days=31),
            make_account("editor", days=31),
            make_member(Role.COMMENTATOR, "without-an-address"),
        ]
        User.objects.filter(pk=kept[2].pk).update(last_login=ago(30))
        give_role(kept[3], Role.EDITOR)
        User.objects.filter(pk=kept[4].pk).update(date_joined=ago(31))
        assert retention.delete_unverified_accounts() == 1
        assert set(User.objects.all()) == set(kept)
        assert EmailAddress.objects.count() == 4

    def test_one_with_a_verified_address_stays(self) -> None:
        person = make_account("two", days=31)
        EmailAddress.objects.create(user=person, email="b@example.org", verified=True)
        assert retention.delete_unverified_accounts() == 0

    def test_the_term_is_a_setting(self, settings: Settings) -> None:
        settings.KEEP_UNVERIFIED_DAYS = 5
        make_account("never", days=6)
        assert retention.delete_unverified_accounts() == 1


class TestRows:
    def test_notices_that_were_read(self) -> None:
        edition, anna = make_edition(paragraphs=3), make_commentator("anna")
        version = version_of(edition, "statement-pre2")
        said = make_comment(version, anna)
        for _each in range(3):
            make_comment(version, make_commentator(f"b{_each}"), "No.", parent=said)
        Notice.objects.exclude(person=anna).delete()
        old, new, unread = Notice.objects.order_by("pk")
        for notice, days in ((old, 181), (new, 179)):
            Notice.objects.filter(pk=notice.pk).update(read_at=ago(days))
        Notice.objects.filter(pk=unread.pk).update(created_at=ago(400))
        tasks.tidy(timestamp=0)
        assert list(Notice.objects.order_by("pk")) == [new, unread]

    def test_visits(self) -> None:
        anna = make_commentator("anna")
        for slug, days in (("memo", 366), ("other", 364)):
            Visit.objects.create(
                person=anna, document=make_edition(slug).document, seen_at=ago(days)
            )
        tasks.tidy(timestamp=0)
        assert [each.document.slug for each in Visit.objects.all()] == ["other"]

    def test_expired_rows_of_the_cache(self) -> None:
        cache.set("gone", 1, timeout=600)
        cache.set("kept", 1, timeout=600)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE portal_cache SET expires = now() - interval '1 minute'"
                " WHERE cache_key LIKE '%%gone'"
            )
            tasks.bound(timestamp=0)
            cursor.execute("SELECT cache_key FROM portal_cache")
            assert [row[0][-4:] for row in cursor.fetchall()] == ["kept"]


def make_session(*, days: float, **values: Any) -> str:
    """A session that expires in so many days."""
    session = SessionStore()
    session.update(values)
    session.create()
    key = str(session.session_key)
    expires = timezone.now() + timedelta(days=days)
    Session.objects.filter(pk=key).update(expire_date=expires)
    return key


class TestSessions:
    def test_of_visitors_are_kept_for_a_week(self) -> None:
        session = SessionStore()
        session["draft"] = "text"
        session.create()
        term = Session.objects.get().expire_date - timezone.now()
        assert timedelta(days=6) < term <= timedelta(days=7)
        assert session.get_expiry_age() == 7 * 24 * 3600

    def test_of_people_as_before(self) -> None:
        client = signed_in(make_commentator("anna"))
        term = Session.objects.get().expire_date - timezone.now()
        assert timedelta(days=13) < term <= timedelta(days=14)
        assert client.get("/en/notices/").status_code == 200

    def test_of_visitors_are_bounded(self, settings: Settings) -> None:
        settings.MOST_SESSIONS = 3
        signed = make_session(days=0.5, _auth_user_id="1")
        first, second = make_session(days=1), make_session(days=2)
        kept = [make_session(days=3), make_session(days=4)]
        assert retention.cap_anonymous_sessions() == 2
        assert set(Session.objects.values_list("pk", flat=True)) == {signed, *kept}
        assert not {first, second} & set(Session.objects.values_list("pk", flat=True))
        assert retention.cap_anonymous_sessions() == 0

    def test_of_people_are_never_dropped(self, settings: Settings) -> None:
        settings.MOST_SESSIONS = 1
        for number in range(3):
            make_session(days=1, _auth_user_id=str(number))
        assert retention.cap_anonymous_sessions() == 0

    def test_expired_ones_go(self) -> None:
        make_session(days=-1)
        tasks.tidy(timestamp=0)
        assert not Session.objects.exists()
        assert Client().get("/en/help/").status_code == 200
