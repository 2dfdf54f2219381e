"""Mails: to whom, when, in which language, and what they never say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from commentary.models import Comment, Notice, NoticeMail
from commentary.notices import choices
from commentary.notices.mail import due_for_digest, mail_notice
from commentary.notices.watch import watch
from commentary.tasks import begin_digests, begin_held_back
from documents.models import Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import at_once
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.commentary.notices.test_notify import edit
from tests.factories import make_edition
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
KEY, OTHER = "statement-pre2", "statement-pre1"
MONDAY = datetime(2026, 11, 23, 7, 3, tzinfo=UTC)
Choose = Callable[..., None]


@pytest.fixture
def edition() -> Edition:
    return make_edition(paragraphs=3)


@pytest.fixture
def anna() -> User:
    return make_commentator("anna")


@pytest.fixture
def boris() -> User:
    return make_commentator("boris")


@pytest.fixture
def choose() -> Choose:
    """Say what a person chose about being told, of whom nothing is mailed yet."""

    def say(person: User, **said: Any) -> None:
        choices.choose(person, said)
        run_jobs()
        mail.outbox.clear()

    return say


def reply_to(edition: Edition, to: User, by: User, source: str = "No.") -> Comment:
    said = make_comment(version_of(edition, KEY), to)
    return make_comment(version_of(edition, KEY), by, source, parent=said)


def sent() -> list[EmailMultiAlternatives]:
    run_jobs()
    return list(mail.outbox)  # type: ignore[arg-type] # all ours have two forms


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


class TestAtOnce:
    def test_a_reply(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mail_frequency="never")
        comment = reply_to(edition, anna, boris, "Why *so*?")
        [message] = sent()
        assert message.to == ["anna@example.org"]
        assert message.subject == "Boris replied to you (statement, preambular para. 2)"
        assert "Why *so*?" in message.body
        assert "<em>so</em>" in html_of(message)
        notice = Notice.objects.get(comment=comment)
        assert f"http://127.0.0.1:8000/en/notices/{notice.pk}/" in message.body
        assert notice.mailed_at is not None
        assert sent() == [message]

    def test_one_mail_for_several_reasons(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mail_frequency="at-once")
        watch(anna, edition.document)
        reply_to(edition, anna, boris, "@Anna?")
        assert len(sent()) == 1

    def test_a_thread_is_shown_together(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        first = reply_to(edition, anna, boris)
        make_comment(version_of(edition, KEY), boris, parent=first.parent)
        one, other = sent()
        assert one.extra_headers["References"] == other.extra_headers["References"]
        assert one.extra_headers["Message-ID"] != other.extra_headers["Message-ID"]

    @pytest.mark.parametrize(
        ("replies", "mentions", "count"),
        [(True, True, 1), (False, True, 1), (True, False, 1), (False, False, 0)],
    )
    def test_either_choice_has_a_reply_mailed_that_mentions(
        self,
        edition: Edition,
        anna: User,
        boris: User,
        choose: Choose,
        replies: bool,
        mentions: bool,
        count: int,
    ) -> None:
        choose(anna, mails_replies=replies, mails_mentions=mentions)
        reply_to(edition, anna, boris, "@Anna?")
        assert len(sent()) == count

    def test_a_mere_reply_is_no_mention(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mails_replies=False)
        reply_to(edition, anna, boris)
        assert sent() == []

    def test_an_edit_mails_only_whom_it_names_newly(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        comment = reply_to(edition, anna, boris)
        assert len(sent()) == 1
        edit(comment, "No, @Anna.")
        assert len(sent()) == 1

    @pytest.mark.parametrize(
        ("frequency", "count"),
        [("at-once", 1), ("daily", 0), ("weekly", 0), ("never", 0)],
    )
    def test_what_is_watched_comes_as_often_as_chosen(
        self,
        edition: Edition,
        anna: User,
        boris: User,
        choose: Choose,
        frequency: str,
        count: int,
    ) -> None:
        watch(anna, edition.document)
        choose(anna, mail_frequency=frequency)
        make_comment(version_of(edition, KEY), boris)
        publish_edition(begin_draft(edition, user=None), user=None)
        assert len(sent()) == 2 * count


class TestLanguages:
    @pytest.mark.parametrize(
        ("code", "subject"),
        [
            ("ru", "Boris: ответ на ваш комментарий (заявление, пункт 2 преамбулы)"),
            ("zh-hans", "Boris 就声明序言部分第2段回复了您"),
            ("en", "Boris replied to you (statement, preambular para. 2)"),
        ],
    )
    def test_is_in_its_readers(
        self,
        edition: Edition,
        anna: User,
        boris: User,
        choose: Choose,
        code: str,
        subject: str,
    ) -> None:
        choose(anna, language=code)
        reply_to(edition, anna, boris)
        [message] = sent()
        assert message.subject == subject
        assert f"/{code}/notices/" in message.body

    @pytest.mark.parametrize(
        ("code", "time"),
        [
            (
                "ru",
                "24\N{NO-BREAK SPACE}ноября 2026\N{NO-BREAK SPACE}года, 01:03 (UTC+5)",
            ),
            ("zh-hans", "2026年11月24日 01:03（UTC+5）"),
            ("en", "24\N{NO-BREAK SPACE}November 2026, 01:03 (UTC+5)"),
        ],
    )
    def test_names_its_readers_time_zone(
        self,
        edition: Edition,
        anna: User,
        boris: User,
        choose: Choose,
        code: str,
        time: str,
    ) -> None:
        choose(anna, language=code, timezone="Asia/Almaty")
        reply_to(edition, anna, boris)
        Notice.objects.update(created_at=MONDAY + timedelta(hours=13))
        [message] = sent()
        assert time in message.body
        assert time in html_of(message)


class TestNothingHidden:
    @pytest.mark.parametrize("state", ["hidden", "withdrawn", "pending"])
    def test_what_was_hidden_before_it_was_sent(
        self, edition: Edition, anna: User, boris: User, state: str
    ) -> None:
        comment = reply_to(edition, anna, boris, "secret")
        Comment.objects.filter(pk=comment.pk).update(state=state)
        assert sent() == []

    def test_nor_in_a_digest(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mail_frequency="daily")
        watch(anna, edition.document)
        make_comment(version_of(edition, KEY), boris, "open")
        hidden = make_comment(version_of(edition, KEY), boris, "secret")
        Comment.objects.filter(pk=hidden.pk).update(state="hidden")
        digest(days=2)
        [message] = sent()
        assert "open" in message.body
        assert "secret" not in f"{message.body} {html_of(message)}"

    def test_says_what_it_says_when_it_is_sent(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        comment = reply_to(edition, anna, boris, "first")
        edit(comment, "second")
        [message] = sent()
        assert "first" not in message.body
        assert "second" in message.body


def digest(*, days: int) -> None:
    """Let the mornings of so many days pass for what is told by now."""
    Notice.objects.update(created_at=timezone.now() - timedelta(days=days))
    begin_digests(timestamp=int(timezone.now().timestamp()))


class TestDigests:
    def test_is_one_mail_by_document(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mail_frequency="daily")
        second = make_edition("other", paragraphs=3)
        for each in (edition, second):
            watch(anna, each.document)
            make_comment(version_of(each, KEY), boris, f"on {each.document.slug}")
            make_comment(version_of(each, OTHER), boris, f"again {each.document.slug}")
        digest(days=2)
        [message] = sent()
        assert message.subject == "4 updates on what you are watching"
        assert html_of(message).count("<h2") == 2
        digest(days=2)
        assert sent() == [message]

    def test_replies_do_not_wait_for_it(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mail_frequency="weekly", mails_replies=False)
        reply_to(edition, anna, boris)
        digest(days=9)
        assert sent() == []

    def test_a_person_who_left_gets_none(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        choose(anna, mail_frequency="daily")
        watch(anna, edition.document)
        make_comment(version_of(edition, KEY), boris)
        User.objects.filter(pk=anna.pk).update(is_active=False)
        digest(days=2)
        assert sent() == []

    @pytest.mark.parametrize(
        ("frequency", "zone", "told", "now", "due"),
        [
            # (told, now) relative to Monday, 7.03 UTC
            ("daily", "UTC", -1, 0, True),
            ("daily", "UTC", -1, -0.5, False),  # half past six: not yet morning
            ("daily", "UTC", -26, -25, False),  # told after Sunday's, asked before 7
            ("daily", "Asia/Almaty", -6, -5, True),  # 7.03 there is 2.03 UTC
            ("daily", "Asia/Almaty", -4, 0, False),
            ("weekly", "UTC", -24, 0, True),
            ("weekly", "UTC", -24, -2, False),
            ("weekly", "UTC", 1, 48, False),
            ("weekly", "UTC", 1, 7 * 24, True),
            ("never", "UTC", -48, 0, False),
            ("at-once", "UTC", -48, 0, False),
            ("daily", "UTC", -400, 0, False),  # no news any more
        ],
    )
    def test_is_due_in_its_readers_morning(
        self,
        edition: Edition,
        anna: User,
        boris: User,
        choose: Choose,
        monkeypatch: pytest.MonkeyPatch,
        frequency: str,
        zone: str,
        told: float,
        now: float,
        due: bool,
    ) -> None:
        moment = MONDAY + timedelta(hours=now)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        watch(anna, edition.document)
        make_comment(version_of(edition, KEY), boris)
        choose(anna, mail_frequency="never")
        Notice.objects.update(created_at=MONDAY + timedelta(hours=told), mailed_at=None)
        choose(anna, mail_frequency=frequency, timezone=zone)
        assert due_for_digest(moment) == ([anna.pk] if due else [])


def an_hour_passes() -> None:
    """Let what was mailed be an hour old, and begin what is due each hour."""
    NoticeMail.objects.update(sent_at=F("sent_at") - timedelta(hours=1))
    begin_held_back(timestamp=0)
    begin_digests(timestamp=int(timezone.now().timestamp()))


class TestFlood:
    LIMIT = 10

    @pytest.fixture(autouse=True)
    def _limit(self, settings: Settings) -> None:
        settings.COMMENTARY_MAILS_PER_PERSON = self.LIMIT

    def flood(self, edition: Edition, anna: User, boris: User, count: int) -> None:
        version = version_of(edition, KEY)
        make_comment(version, anna)
        run_jobs()
        for number in range(count):
            make_comment(version, boris, f"@Anna, news {number}.")

    def test_mentions_of_an_hour_are_gathered(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        self.flood(edition, anna, boris, count=40)
        assert len(sent()) == self.LIMIT
        an_hour_passes()
        messages = sent()
        assert len(messages) == self.LIMIT + 1
        assert messages[-1].subject == "You have 30 more notices"
        for number in range(40):
            told = [each for each in messages if f"news {number}." in each.body]
            assert len(told) == 1
        assert not Notice.objects.filter(mailed_at=None).exists()
        an_hour_passes()
        assert sent() == messages

    def test_is_counted_for_each_reader(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        self.flood(edition, anna, boris, count=12)
        make_comment(version_of(edition, KEY), anna, "@Boris?")
        assert ["boris@example.org"] in [message.to for message in sent()]

    def test_after_an_hour_mail_comes_at_once_again(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        self.flood(edition, anna, boris, count=self.LIMIT)
        sent()
        an_hour_passes()
        make_comment(version_of(edition, KEY), boris, "@Anna, later.")
        assert len(sent()) == self.LIMIT + 1

    def test_what_is_hidden_meanwhile_is_not_told(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        self.flood(edition, anna, boris, count=self.LIMIT + 2)
        sent()
        hidden = Comment.objects.get(source__contains=f"news {self.LIMIT}.")
        Comment.objects.filter(pk=hidden.pk).update(state=Comment.State.HIDDEN)
        an_hour_passes()
        assert sent()[-1].subject == "You have 1 more notice"

    def test_who_wants_no_more_gets_no_more(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        self.flood(edition, anna, boris, count=self.LIMIT + 2)
        sent()
        choose(anna, mails_mentions=False)
        an_hour_passes()
        assert sent() == []
        assert not Notice.objects.filter(is_held_back=True).exists()

    def test_who_changed_to_a_digest_gets_the_rest_in_it(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        watch(anna, edition.document)
        choose(anna, mail_frequency="at-once")
        for number in range(self.LIMIT + 2):
            make_comment(version_of(edition, OTHER), boris, f"news {number}.")
        sent()
        choose(anna, mail_frequency="daily")
        an_hour_passes()
        assert sent() == []
        digest(days=2)
        assert sent()[-1].subject == "2 updates on what you are watching"

    def test_who_changed_to_mails_at_once_gets_what_waited_for_a_digest(
        self, edition: Edition, anna: User, boris: User, choose: Choose
    ) -> None:
        watch(anna, edition.document)
        choose(anna, mail_frequency="weekly")
        for number in range(2):
            make_comment(version_of(edition, OTHER), boris, f"news {number}.")
        an_hour_passes()
        assert sent() == []
        choose(anna, mail_frequency="at-once")
        an_hour_passes()
        assert [each.subject for each in sent()] == ["You have 2 more notices"]

    def test_a_notice_that_is_mailed_anew_counts_again(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        reply_to(edition, anna, boris)
        for _time in range(self.LIMIT + 5):
            sent()
            Notice.objects.update(mailed_at=None)
            mail_notice(Notice.objects.get().pk)
        messages = sent()
        assert len(messages) == self.LIMIT
        names = {message.extra_headers["Message-ID"] for message in messages}
        assert len(names) == self.LIMIT

    def test_records_go_when_they_count_no_more(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        self.flood(edition, anna, boris, count=2)
        sent()
        assert NoticeMail.objects.count() == 2
        an_hour_passes()
        assert not NoticeMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_keep_to_the_limit(settings: Settings) -> None:
    settings.COMMENTARY_MAILS_PER_PERSON = 1
    edition, anna = make_edition(paragraphs=3), make_commentator("anna")
    version, boris = version_of(edition, KEY), make_commentator("boris")
    make_comment(version, anna)
    for number in range(4):
        make_comment(version, boris, f"@Anna, news {number}.")
    pks = list(Notice.objects.values_list("pk", flat=True))
    mailed = at_once(*(partial(mail_notice, pk) for pk in pks), refusals=())
    assert sorted(mailed) == [False, False, False, True]


class TestAttacks:
    NAME = "Eve\r\nBcc: all@example.org\u2028\u202e"

    def test_a_name_cannot_make_a_header(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        User.objects.filter(pk=boris.pk).update(display_name=self.NAME)
        reply_to(edition, anna, User.objects.get(pk=boris.pk))
        [message] = sent()
        parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        assert parsed["Bcc"] is None
        assert "\n" not in message.subject
        assert message.recipients() == ["anna@example.org"]

    def test_markup_stays_text(self, edition: Edition, anna: User, boris: User) -> None:
        User.objects.filter(pk=boris.pk).update(display_name="<img src=x onerror=a>")
        attack = "<script>a</script> [x](javascript:a) ![](http://x/y) </div>"
        reply_to(edition, anna, User.objects.get(pk=boris.pk), attack)
        [message] = sent()
        html = html_of(message)
        for live in ("<script", "<img", 'href="javascript'):
            assert live not in html

    def test_no_address_is_told(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        User.objects.filter(pk=boris.pk).update(display_name="")
        reply_to(edition, anna, User.objects.get(pk=boris.pk))
        [message] = sent()
        whole = f"{message.subject} {message.body} {html_of(message)}"
        assert "boris@example.org" not in whole
        assert "A participant" in message.subject

    def test_links_within_the_portal_are_whole(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        said = '@Anna [a](/x) [b](//y) `href="/z`'
        reply_to(edition, anna, boris, said)
        [message] = sent()
        html = html_of(message)
        assert f'href="http://127.0.0.1:8000/people/{anna.pk}/"' in html
        assert 'href="http://127.0.0.1:8000/x"' in html
        assert 'href="//y"' in html
        assert 'href="http://127.0.0.1:8000/z' not in html


class TestSubjects:
    def test_of_an_edition(self, edition: Edition, anna: User, choose: Choose) -> None:
        choose(anna, mail_frequency="at-once")
        watch(anna, edition.document)
        publish_edition(begin_draft(edition, user=None), user=None)
        [message] = sent()
        assert message.subject == "Edition 2 has been published"
