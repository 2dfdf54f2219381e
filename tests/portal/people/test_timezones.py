"""Time zones of people: chosen, kept, named beside every time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from commentary.models import Comment
from portal.middleware import show_own_time
from portal.people.models import User
from portal.people.timezones import (
    NamedZone,
    canonical_timezone,
    offset_name,
    timezone_choices,
    zone_named,
)
from tests.base import signed_in
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition
from tests.portal.people.base import PASSWORD, SIGNUP, make_account, sign_in
from tests.portal.people.test_views import PROFILE, SENT

SLUG = "memo"
EVENING = datetime(2026, 11, 27, 19, 5, tzinfo=UTC)


class TestNames:
    @pytest.mark.parametrize(
        ("minutes", "name"),
        [
            (0, "UTC"),
            (300, "UTC+5"),
            (-300, "UTC−5"),
            (345, "UTC+5:45"),
            (-210, "UTC−3:30"),
            (840, "UTC+14"),
        ],
    )
    def test_are_differences(self, minutes: int, name: str) -> None:
        assert offset_name(timedelta(minutes=minutes)) == name

    def test_follow_the_season(self) -> None:
        zone = NamedZone("Europe/Paris")
        assert EVENING.astimezone(zone).tzname() == "UTC+1"
        assert EVENING.replace(month=7).astimezone(zone).tzname() == "UTC+2"

    def test_of_a_zone_that_is_known_no_more(self) -> None:
        assert zone_named("Mars/Olympus").key == "UTC"

    @pytest.mark.parametrize(
        ("code", "shown"),
        [
            ("zh-hans", "2026年11月28日 00:05（UTC+5） 00:05 UTC+5"),
            (
                "ru",
                "28\N{NO-BREAK SPACE}ноября 2026\N{NO-BREAK SPACE}года, 00:05"
                " (UTC+5) 00:05 UTC+5",
            ),
            ("en", "28\N{NO-BREAK SPACE}November 2026, 00:05 (UTC+5) 00:05 UTC+5"),
        ],
    )
    def test_stand_beside_times(self, code: str, shown: str) -> None:
        template = Template(
            "{{ moment|date:'DATETIME_FORMAT' }} {{ moment|time:'TIME_FORMAT' }}"
        )
        context = Context({"moment": EVENING})
        with translation.override(code), timezone.override(zone_named("Asia/Almaty")):
            assert template.render(context) == shown


class TestChoices:
    @pytest.mark.parametrize(
        ("code", "label"),
        [
            ("zh-hans", "UTC+5 · 阿拉木图"),
            ("ru", "UTC+5 · Алматы"),
            ("en", "UTC+5 · Almaty"),
        ],
    )
    def test_are_places_in_the_readers_language(self, code: str, label: str) -> None:
        with translation.override(code):
            choices = dict(timezone_choices())
        assert choices["Asia/Almaty"] == label
        assert len(choices) > 400

    def test_have_one_name_for_each_zone(self) -> None:
        names = {name for name, _label in timezone_choices()}
        assert canonical_timezone("Asia/Calcutta") == "Asia/Kolkata"
        assert "Asia/Kolkata" in names
        assert "Asia/Calcutta" not in names


@pytest.mark.django_db
class TestProfile:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("Asia/Almaty", "Asia/Almaty"),
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("Etc/GMT+5", "Etc/GMT+5"),
            ("UTC", "UTC"),
            ("Etc/Zulu", "UTC"),
            ("", ""),
        ],
    )
    def test_keeps_it(self, client: Client, sent: str, kept: str) -> None:
        user = make_account()
        sign_in(client, user)
        assert client.post(PROFILE, {**SENT, "timezone": sent}).status_code == 302
        user.refresh_from_db()
        assert user.timezone == kept
        html = client.get(PROFILE).text
        assert f'<option value="{kept}" selected>' in html

    @pytest.mark.parametrize("wrong", ["Mars/Olympus", "../etc/passwd", "localtime"])
    def test_refuses_what_is_none(self, client: Client, wrong: str) -> None:
        user = make_account()
        sign_in(client, user)
        assert client.post(PROFILE, {**SENT, "timezone": wrong}).status_code == 422
        user.timezone = wrong
        with pytest.raises(ValidationError):
            user.full_clean()

    @pytest.mark.parametrize(
        ("told", "kept"), [("Asia/Calcutta", "Asia/Kolkata"), ("x", ""), ("", "")]
    )
    def test_begins_with_what_the_browser_tells(
        self, client: Client, told: str, kept: str
    ) -> None:
        sent = {"email": "new@example.org", "password1": PASSWORD, "timezone": told}
        assert client.post(SIGNUP, sent).status_code == 302
        assert User.objects.get(email="new@example.org").timezone == kept


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def said(self) -> Comment:
        version = version_of(make_edition(paragraphs=2), "statement-pre2")
        comment = make_comment(version, make_commentator("boris"))
        Comment.objects.update(created_at=EVENING)
        return comment

    def test_show_a_person_their_own_time(self, said: Comment) -> None:
        anna = make_commentator("anna")
        anna.timezone = "Asia/Almaty"
        anna.save(update_fields=["timezone"])
        html = signed_in(anna).get(f"/en/documents/{SLUG}/commentary/").text
        assert "28\N{NO-BREAK SPACE}November 2026, 00:05 (UTC+5)" in html

    @pytest.mark.parametrize(
        ("code", "time"),
        [
            ("zh-hans", "2026年11月27日 19:05（UTC）"),
            (
                "ru",
                "27\N{NO-BREAK SPACE}ноября 2026\N{NO-BREAK SPACE}года, 19:05 (UTC)",
            ),
            ("en", "27\N{NO-BREAK SPACE}November 2026, 19:05 (UTC)"),
        ],
    )
    def test_show_a_visitor_utc(self, said: Comment, code: str, time: str) -> None:
        assert time in Client().get(f"/{code}/documents/{SLUG}/commentary/").text

    def test_of_the_next_visitor_are_in_utc_again(self, said: Comment) -> None:
        self.test_show_a_person_their_own_time(said)
        assert timezone.get_current_timezone_name() == "UTC"

    def test_of_nobody_look_nobody_up(self) -> None:
        request = RequestFactory().get("/en/")  # has no `user`: asking would fail
        answer = HttpResponse()
        assert show_own_time(lambda asked: answer)(request) is answer
