"""Limits against floods, and the field that programs fill."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone, translation
from pytest_django import Settings

from commentary.comments.edit import edit_comment
from commentary.comments.honeypot import Honeypot
from commentary.models import Comment, CrossReference
from commentary.rate_limits import (
    RateLimitExceeded,
    hashed_address,
    is_exempt,
    refuse_many_comments,
    refuse_many_decisions,
    refuse_many_edits,
    refuse_many_from_address,
    refuse_many_open_references,
)
from commentary.references.review import (
    accept_reference,
    confirm_reference,
    hide_reference,
    withdraw_reference,
)
from commentary.references.target import Target
from documents.errors import Refused
from documents.models import ClauseVersion, Instrument
from portal.people.models import User
from tests.base import at_most
from tests.commentary.factories import (
    decide,
    hide,
    make_comment,
    make_reference,
    make_referrer,
    make_reviewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def asked_by(user: User | AnonymousUser, address: str = "192.0.2.1") -> HttpRequest:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.user = user
    return request


class TestPersons:
    def test_so_many_and_no_more(
        self, version: ClauseVersion, carol: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 2
        make_comment(version, carol)
        make_comment(version, carol)
        with pytest.raises(RateLimitExceeded) as refusal:
            make_comment(version, carol)
        assert 3500 < refusal.value.seconds <= 3600
        assert "60 minutes" in refusal.value.message
        assert Comment.objects.count() == 2

    def test_again_after_an_hour(
        self, version: ClauseVersion, carol: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        make_comment(version, carol)
        Comment.objects.update(created_at=timezone.now() - timedelta(minutes=61))
        make_comment(version, carol)

    def test_a_form_that_was_stored_is_no_other(
        self, version: ClauseVersion, carol: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        form = uuid.uuid4()
        stored = make_comment(version, carol, submission=form)
        assert make_comment(version, carol, submission=form) == stored

    def test_moderators_are_not_limited(
        self, version: ClauseVersion, mona: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        make_comment(version, mona)
        make_comment(version, mona)

    def test_costs_one_query(self, version: ClauseVersion, carol: User) -> None:
        for _count in range(5):
            make_comment(version, carol)
        carol.has_perm("commentary.moderate_comment")
        for refuse in (refuse_many_comments, refuse_many_edits):
            with at_most(1):
                refuse(carol)


def edit(comment: Comment, source: str, kind: str = "comment") -> Comment:
    return edit_comment(
        comment, source=source, kind=kind, language="en", revision=comment.revision
    )


class TestEdits:
    @pytest.fixture
    def comment(
        self, version: ClauseVersion, carol: User, settings: Settings
    ) -> Comment:
        settings.COMMENTARY_EDITS_PER_PERSON = 2
        return make_comment(version, carol)

    def test_so_many_and_no_more(self, comment: Comment) -> None:
        comment = edit(edit(comment, "One"), "Two")
        with pytest.raises(RateLimitExceeded):
            edit(comment, "Three")
        comment.refresh_from_db()
        assert (comment.source, comment.revision) == ("Two", 2)

    def test_are_counted_over_all_comments_of_a_person(
        self, comment: Comment, carol: User, rita: User
    ) -> None:
        edit(comment, "One")
        edit(make_comment(comment.version, carol), "Two")
        edit(make_comment(comment.version, rita), "Somebody else's")
        with pytest.raises(RateLimitExceeded):
            edit(make_comment(comment.version, carol), "Three")

    def test_that_change_nothing_are_none(self, comment: Comment) -> None:
        comment = edit(edit(comment, "One"), "Two")
        assert edit(comment, "Two") == comment

    def test_what_moderators_decide_is_none(self, comment: Comment, mona: User) -> None:
        comment = edit(comment, "One")
        hide(comment, mona)
        decide(comment, "shown", mona)
        comment.refresh_from_db()
        edit(comment, "Two")

    def test_again_after_an_hour(self, comment: Comment) -> None:
        comment = edit(edit(comment, "One"), "Two")
        before = timezone.now() - timedelta(minutes=61)
        Comment.objects.update(edited_at=before)
        edit(comment, "Three")

    def test_moderators_are_not_limited(self, comment: Comment, mona: User) -> None:
        own = make_comment(comment.version, mona)
        for source in ("One", "Two", "Three"):
            own = edit(own, source)


class TestReferences:
    """Proposals that wait, and what their authors decide about them."""

    @pytest.fixture
    def ruth(self) -> User:
        """Ruth proposes."""
        return make_referrer("ruth")

    def propose(
        self, version: ClauseVersion, user: User, article: int
    ) -> CrossReference:
        pact, _made = Instrument.objects.get_or_create(slug="pact")
        target = Target(instrument=pact, locator=f"art. {article}")
        return make_reference(version, target, user)

    def test_so_many_may_wait(
        self, version: ClauseVersion, ruth: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_OPEN_REFERENCES_PER_PERSON = 2
        first = self.propose(version, ruth, 1)
        self.propose(version, ruth, 2)
        with pytest.raises(Refused, match="2 cross-references that you proposed"):
            self.propose(version, ruth, 3)
        accept_reference(first, user=make_reviewer(), revision=0)
        third = self.propose(version, ruth, 3)
        with pytest.raises(Refused):
            self.propose(version, ruth, 4)
        withdraw_reference(third, user=ruth, revision=0)
        self.propose(version, ruth, 4)
        self.propose(version, make_referrer("rob"), 5)

    def test_what_its_author_cannot_withdraw_does_not_wait(
        self, version: ClauseVersion, ruth: User, mona: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_OPEN_REFERENCES_PER_PERSON = 1
        made = self.propose(version, ruth, 1)
        hide_reference(made, user=mona, revision=0, hidden=True, reason="Abuse.")
        self.propose(version, ruth, 2)

    def test_editors_are_not_limited(
        self, version: ClauseVersion, settings: Settings
    ) -> None:
        settings.COMMENTARY_OPEN_REFERENCES_PER_PERSON = 1
        settings.COMMENTARY_REFERENCES_PER_PERSON = 1
        settings.COMMENTARY_DECISIONS_PER_PERSON = 1
        edith = make_reviewer()
        for article in (1, 2, 3):
            made = self.propose(version, edith, article)
            withdraw_reference(made, user=edith, revision=0)

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("en", "1 cross-reference that you proposed still waits"),
            ("ru", "ожидает 1 предложенная вами перекрестная ссылка"),
            ("zh-hans", "您提出的相互参照有1项"),
        ],
    )
    def test_the_refusal_is_said_in_every_language(
        self,
        version: ClauseVersion,
        ruth: User,
        settings: Settings,
        code: str,
        words: str,
    ) -> None:
        settings.COMMENTARY_OPEN_REFERENCES_PER_PERSON = 1
        self.propose(version, ruth, 1)
        with translation.override(code), pytest.raises(Refused, match=words):
            self.propose(version, ruth, 2)

    def test_so_many_are_withdrawn_within_an_hour(
        self, version: ClauseVersion, ruth: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_DECISIONS_PER_PERSON = 2
        made = [self.propose(version, ruth, article) for article in (1, 2, 3)]
        for reference in made[:2]:
            withdraw_reference(reference, user=ruth, revision=0)
        with pytest.raises(RateLimitExceeded) as refusal:
            withdraw_reference(made[2], user=ruth, revision=0)
        assert 3500 < refusal.value.seconds <= 3600
        made[2].refresh_from_db()
        assert made[2].state == CrossReference.State.PROPOSED

    def test_confirmations_are_decisions_counted_once(
        self, version: ClauseVersion, ruth: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_DECISIONS_PER_PERSON = 2
        made = self.propose(version, ruth, 1)
        for revision in (0, 1):
            self.mark_stale(made, version)
            confirm_reference(made, user=ruth, revision=revision)
            # A later event repeats who confirmed it, and when.
            CrossReference.objects.filter(pk=made.pk).update(note=f"{revision}")
        with pytest.raises(RateLimitExceeded):
            withdraw_reference(made, user=ruth, revision=2)

    def test_what_others_decide_is_theirs(
        self, version: ClauseVersion, ruth: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_DECISIONS_PER_PERSON = 1
        made = self.propose(version, ruth, 1)
        accept_reference(made, user=make_reviewer(), revision=0)
        withdraw_reference(made, user=ruth, revision=1)

    def test_costs_one_query(self, version: ClauseVersion, ruth: User) -> None:
        for article in range(5):
            made = self.propose(version, ruth, article + 1)
            withdraw_reference(made, user=ruth, revision=0)
        is_exempt(ruth)
        for refuse in (refuse_many_decisions, refuse_many_open_references):
            with at_most(1):
                refuse(ruth)

    def mark_stale(self, made: CrossReference, version: ClauseVersion) -> None:
        rows = CrossReference.objects.filter(pk=made.pk)
        rows.update(look_again=version.edition)


class TestAddresses:
    def test_are_limited(self, settings: Settings) -> None:
        settings.COMMENTARY_POSTS_PER_ADDRESS = 2
        somebody = AnonymousUser()
        for _count in range(2):
            refuse_many_from_address(asked_by(somebody))
        with pytest.raises(RateLimitExceeded):
            refuse_many_from_address(asked_by(somebody))
        refuse_many_from_address(asked_by(somebody, "192.0.2.2"))

    def test_do_not_limit_moderators(self, mona: User, settings: Settings) -> None:
        settings.COMMENTARY_POSTS_PER_ADDRESS = 1
        for _count in range(2):
            refuse_many_from_address(asked_by(mona))

    def test_behind_a_proxy_only_its_word_counts(self, settings: Settings) -> None:
        settings.BEHIND_PROXY = True
        marks = set()
        for told in ("192.0.2.1", "forged, 192.0.2.1", "192.0.2.9,192.0.2.1"):
            request = asked_by(AnonymousUser(), "127.0.0.1")
            request.META["HTTP_X_FORWARDED_FOR"] = told
            marks.add(hashed_address(request))
        assert len(marks) == 1

    def test_a_network_of_ipv6_is_one(self) -> None:
        somebody = AnonymousUser()
        first, second, other = (
            hashed_address(asked_by(somebody, address))
            for address in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")
        )
        assert first == second != other

    @pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "", "unix:"])
    def test_are_not_kept(self, address: str) -> None:
        mark = hashed_address(asked_by(AnonymousUser(), address))
        assert len(mark) == 40
        assert not address or address not in mark


class TestMessages:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(1, "1 минуту"), (61, "2 минуты"), (3600, "60 минут;"), (0, "1 минуту")],
    )
    def test_count_as_russian_does(self, seconds: int, words: str) -> None:
        with translation.override("ru"):
            assert words in RateLimitExceeded(seconds).message


class TestHoneypot:
    def test_empty_is_what_people_send(self) -> None:
        assert Honeypot({"website": ""}).is_valid()
        assert Honeypot({}).is_valid()

    def test_filled_is_refused_and_shown(self) -> None:
        form = Honeypot({"website": "http://carpets.example"})
        assert not form.is_valid()
        assert "tabindex" not in str(form["website"])
        assert "carpets" in str(form["website"])
