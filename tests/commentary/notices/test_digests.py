"""Digests: one each morning of a person's own clocks, with everything, never two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from commentary.models import Notice, NoticeMail
from commentary.notices.mail import MOST_LISTED, due_for_digest, find_morning
from commentary.notices.mail import mail_digest as send_digest
from commentary.notices.watch import watch
from commentary.tasks import begin_digests, mail_digest
from documents.models import Edition
from portal.people.models import MailFrequency, User
from portal.people.timezones import zone_named
from tests.base import at_once
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition
from tests.jobs import run_jobs

KEY = "statement-pre2"
ZONES = [
    "UTC",
    "Pacific/Kiritimati",  # +14
    "Pacific/Niue",  # -11
    "America/New_York",
    "America/St_Johns",  # -3:30, with summer time
    "Asia/Kathmandu",  # +5:45
    "Australia/Lord_Howe",  # half an hour of summer time
    "Europe/Berlin",
    "Asia/Almaty",
]
Clock = Callable[[datetime], None]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def reader(zone: str, frequency: str = MailFrequency.DAILY) -> User:
    return User(email="anna@example.org", timezone=zone, mail_frequency=frequency)


class TestMornings:
    @pytest.mark.parametrize(
        ("zone", "now", "morning"),
        [
            ("Pacific/Kiritimati", at(2026, 11, 28, 17, 0), at(2026, 11, 28, 17)),
            ("Pacific/Kiritimati", at(2026, 11, 28, 16, 59), at(2026, 11, 27, 17)),
            ("Pacific/Niue", at(2026, 11, 28, 18, 0), at(2026, 11, 28, 18)),
            # The clocks were changed the night before: 7.00 is another hour of UTC.
            ("America/New_York", at(2026, 3, 8, 10, 59), at(2026, 3, 7, 12)),
            ("America/New_York", at(2026, 3, 8, 11, 0), at(2026, 3, 8, 11)),
            ("America/New_York", at(2026, 11, 1, 11, 59), at(2026, 10, 31, 11)),
            ("America/New_York", at(2026, 11, 1, 12, 0), at(2026, 11, 1, 12)),
            ("America/St_Johns", at(2026, 7, 1, 9, 30), at(2026, 7, 1, 9, 30)),
            ("Asia/Kathmandu", at(2026, 7, 1, 1, 15), at(2026, 7, 1, 1, 15)),
            ("", at(2026, 7, 1, 7, 0), at(2026, 7, 1, 7)),
            ("No/Where", at(2026, 7, 1, 6, 59), at(2026, 6, 30, 7)),
        ],
    )
    def test_are_at_seven_there(
        self, zone: str, now: datetime, morning: datetime
    ) -> None:
        assert find_morning(reader(zone), now) == morning

    @given(
        st.sampled_from(ZONES),
        st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    )
    def test_are_the_last_seven_oclock(self, zone: str, naive: datetime) -> None:
        now = naive.replace(tzinfo=UTC)
        morning = find_morning(reader(zone), now)
        assert morning is not None
        local = morning.astimezone(zone_named(zone))
        assert (local.hour, local.minute) == (7, 0)
        assert timedelta() <= now - morning < timedelta(hours=25)
        assert find_morning(reader(zone), morning) == morning

    @given(
        st.sampled_from(ZONES), st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1))
    )
    @settings(max_examples=40)
    def test_come_once_a_day(self, zone: str, naive: datetime) -> None:
        """Asked every quarter of an hour, each date there has one morning."""
        start = naive.replace(tzinfo=UTC)
        quarters = (start + timedelta(minutes=15 * n) for n in range(3 * 96))
        mornings = {find_morning(reader(zone), each) for each in quarters}
        days = {each.astimezone(zone_named(zone)).date() for each in mornings if each}
        assert len(days) == len(mornings)
        assert len(mornings) in (3, 4)

    def test_of_a_week_is_monday(self) -> None:
        weekly = reader("Europe/Berlin", MailFrequency.WEEKLY)
        assert find_morning(weekly, at(2026, 11, 29, 12)) == at(2026, 11, 23, 6)

    def test_nobody_else_has_one(self) -> None:
        assert find_morning(reader("UTC", MailFrequency.NEVER), at(2026, 1, 1)) is None


@pytest.fixture
def edition() -> Edition:
    return make_edition(paragraphs=3)


@pytest.fixture
def anna(edition: Edition) -> User:
    person = make_commentator("anna")
    User.objects.filter(pk=person.pk).update(
        mail_frequency="daily", timezone="America/New_York"
    )
    person.refresh_from_db()
    watch(person, edition.document)
    return person


@pytest.fixture
def boris() -> User:
    return make_commentator("boris")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def say(edition: Edition, boris: User, when: datetime, text: str = "Said") -> None:
    make_comment(version_of(edition, KEY), boris, text)
    latest = Notice.objects.order_by("-pk")[:1].values("pk")
    Notice.objects.filter(pk__in=latest).update(created_at=when)


def pass_quarters(clock: Clock, start: datetime, hours: int) -> list[datetime]:
    """Let time pass; return when a digest was mailed."""
    mailed = []
    for quarter in range(hours * 4):
        now = start + timedelta(minutes=15 * quarter + 3)
        clock(now)
        begin_digests(timestamp=int(now.timestamp()))
        before = len(mail.outbox)
        run_jobs()
        mailed += [now] * (len(mail.outbox) - before)
    return mailed


@pytest.mark.django_db
class TestDigests:
    START = at(2026, 10, 30, 0)

    def test_one_a_day_at_seven_across_a_change_of_clocks(
        self, edition: Edition, anna: User, boris: User, clock: Clock
    ) -> None:
        mailed = []
        for day in range(3):  # New York changes its clocks after the second
            midnight = self.START + timedelta(days=day)
            clock(midnight)
            say(edition, boris, midnight + timedelta(hours=1))
            say(edition, boris, midnight + timedelta(hours=9))
            mailed += pass_quarters(clock, midnight, 24)
        mornings = [at(2026, 10, 30, 11, 3), at(2026, 10, 31, 11, 3)]
        assert mailed == [*mornings, at(2026, 11, 1, 12, 3)]

    def test_what_appears_later_waits_for_the_next_morning(
        self, edition: Edition, anna: User, boris: User, clock: Clock
    ) -> None:
        clock(self.START)
        say(edition, boris, at(2026, 10, 30, 1))
        first = pass_quarters(clock, self.START, 24)
        assert len(first) == 1
        # Older than the digest, and shown after it: a comment that was approved.
        Notice.objects.update(mailed_at=None)
        again = pass_quarters(clock, self.START + timedelta(hours=12), 12)
        assert again == []
        assert len(pass_quarters(clock, self.START + timedelta(hours=24), 24)) == 1

    def test_after_a_day_without_a_worker(
        self, edition: Edition, anna: User, boris: User, clock: Clock
    ) -> None:
        clock(self.START)
        for day in (28, 29):
            say(edition, boris, at(2026, 10, day, 1))
        afternoon = at(2026, 10, 30, 18)
        assert pass_quarters(clock, afternoon, 12) == [afternoon + timedelta(minutes=3)]
        [message] = mail.outbox
        assert message.subject == "2 updates on what you are watching"

    def test_is_complete(
        self, edition: Edition, anna: User, boris: User, clock: Clock
    ) -> None:
        clock(self.START)
        extra = 5
        for _each in range(MOST_LISTED + extra):
            make_comment(version_of(edition, KEY), boris, "More")
        Notice.objects.update(created_at=at(2026, 10, 29, 1))
        assert len(pass_quarters(clock, self.START, 48)) == 1
        [message] = mail.outbox
        assert message.subject.startswith(f"{MOST_LISTED + extra} updates")
        assert f"And {extra} more notices in the portal:" in str(message.body)
        assert not Notice.objects.not_mailed().exists()

    def test_a_second_job_sends_nothing(
        self, edition: Edition, anna: User, boris: User, clock: Clock
    ) -> None:
        clock(at(2026, 10, 30, 11, 3))
        say(edition, boris, at(2026, 10, 30, 1))
        mail_digest.defer(person=anna.pk)
        mail_digest.defer(person=anna.pk)
        say(edition, boris, at(2026, 10, 30, 2))
        run_jobs()
        assert len(mail.outbox) == 1
        say(edition, boris, at(2026, 10, 30, 3))
        assert not send_digest(anna)

    def test_the_database_holds_it(self, anna: User) -> None:
        morning = at(2026, 10, 30, 11)
        NoticeMail.objects.create(person=anna, morning=morning)
        with pytest.raises(IntegrityError):
            NoticeMail.objects.create(person=anna, morning=morning)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_digest() -> None:
    edition, anna = make_edition(paragraphs=3), make_commentator("anna")
    User.objects.filter(pk=anna.pk).update(mail_frequency="daily", timezone="UTC")
    anna.refresh_from_db()
    watch(anna, edition.document)
    make_comment(version_of(edition, KEY), make_commentator("boris"), "Said")
    Notice.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert due_for_digest(timezone.now()) == [anna.pk]
    told = at_once(*[lambda: send_digest(anna)] * 3, refusals=())
    assert sorted(told) == [False, False, True]
    assert len(mail.outbox) == 1
    assert due_for_digest(timezone.now()) == []
