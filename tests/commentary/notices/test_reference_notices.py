"""Who is told of cross-references, on the site and by mail, and of what never."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from commentary.models import CrossReference, Notice
from commentary.notices.notify import notify_of_doubt, notify_of_reference
from commentary.notices.watch import Watchable, watch
from commentary.references.review import (
    accept_reference,
    confirm_reference,
    dispute_reference,
    hide_reference,
    withdraw_reference,
)
from commentary.references.target import Target
from documents.models import Edition, Instrument
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from portal.people.roles import Role, give_role
from tests.base import queries_of, signed_in
from tests.commentary.factories import (
    make_commentator,
    make_instrument,
    make_plain_edition,
    make_reference,
    make_referrer,
    make_reviewer,
    version_of,
)
from tests.commentary.notices.test_mail import digest, html_of
from tests.commentary.notices.test_notify import told
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import read_edition
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
Kind = Notice.Kind
ONE, TWO = "statement-pre1", "statement-pre2"


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def pact() -> Instrument:
    return make_instrument()


@pytest.fixture
def rita() -> User:
    """Rita proposes."""
    return make_referrer("rita")


@pytest.fixture
def edith() -> User:
    """Edith is an editor."""
    return make_reviewer("edith")


@pytest.fixture
def wanda() -> User:
    """Wanda watches, and wants to be written to at once."""
    return at_once(make_commentator("wanda"))


@pytest.fixture
def made(edition: Edition, pact: Instrument, rita: User) -> CrossReference:
    return make_reference(version_of(edition, ONE), pact, rita)


def at_once(person: User, frequency: str = "at-once") -> User:
    person.mail_frequency = frequency
    person.save(update_fields=["mail_frequency"])
    return person


def sent() -> list[EmailMultiAlternatives]:
    """Return what is mailed since this was asked last."""
    mail.outbox.clear()
    run_jobs()
    return list(mail.outbox)  # type: ignore[arg-type] # all ours have two forms


def notices_of(person: User) -> str:
    return signed_in(person).get("/en/notices/").content.decode()


def reworded(edition: Edition, *keys: str, user: User | None = None) -> Edition:
    draft = begin_draft(edition, user=None)
    for key in keys:
        reword(draft, key, en="Something else,")
    return publish_edition(draft, user=user)


class TestProposed:
    @pytest.mark.parametrize("end", ["source", "target"])
    @pytest.mark.parametrize("what", ["document", "part", "clause"])
    def test_who_watches_an_end_is_told(
        self, edition: Edition, rita: User, wanda: User, end: str, what: str
    ) -> None:
        other = make_plain_edition("other")
        source, target = version_of(edition, ONE), version_of(other, TWO)
        clause = {"source": source, "target": target}[end].clause
        things: dict[str, Watchable] = {
            "document": clause.document,
            "part": clause.part,
            "clause": clause,
        }
        watch(wanda, things[what])
        made = make_reference(source, target, rita)
        notice = Notice.objects.get(person=wanda)
        assert (notice.kind, notice.reference) == (Kind.REFERENCE, made)
        assert notice.document == clause.document

    def test_of_a_part_too(self, edition: Edition, rita: User, wanda: User) -> None:
        other = make_plain_edition("other")
        part = version_of(other, TWO).clause.part
        watch(wanda, part)
        target = Target(part=part, edition=other)
        make_reference(version_of(edition, ONE), target, rita)
        assert told(wanda) == [Kind.REFERENCE]

    def test_once_whatever_is_watched(
        self, edition: Edition, rita: User, wanda: User
    ) -> None:
        other = make_plain_edition("other")
        source, target = version_of(edition, ONE), version_of(other, TWO)
        for thing in (other.document, source.clause, target.clause, edition.document):
            watch(wanda, thing)
        made = make_reference(source, target, rita)
        notify_of_reference(made)
        notice = Notice.objects.get(person=wanda)
        assert notice.document == edition.document

    def test_who_watches_something_else_is_not(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User
    ) -> None:
        watch(wanda, version_of(edition, TWO).clause)
        make_reference(version_of(edition, ONE), pact, rita)
        assert told(wanda) == []

    def test_nor_who_proposed_it_nor_who_left(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User
    ) -> None:
        for person in (rita, wanda):
            watch(person, edition.document)
        User.objects.filter(pk=wanda.pk).update(is_active=False)
        make_reference(version_of(edition, ONE), pact, rita)
        assert not Notice.objects.exists()

    def test_costs_the_same_however_many_watch(
        self, edition: Edition, pact: Instrument, rita: User
    ) -> None:
        watch(make_commentator("w0"), edition.document)
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        make_reference(one, pact, rita, relation="recalls")
        few = queries_of(lambda: make_reference(one, pact, rita))
        for number in range(1, 6):
            watch(make_commentator(f"w{number}"), edition.document)
        assert queries_of(lambda: make_reference(two, pact, rita)) == few


class TestDecided:
    def test_its_maker_is_told(self, made: CrossReference, edith: User) -> None:
        accept_reference(made, user=edith, revision=0)
        assert made.author is not None
        assert told(made.author) == [Kind.DECIDED]
        assert told(edith) == []

    def test_of_the_last_decision(self, made: CrossReference, edith: User) -> None:
        accept_reference(made, user=edith, revision=0)
        Notice.objects.update(read_at="2026-01-01T00:00Z")
        dispute_reference(made, user=edith, revision=1, reason="No such article.")
        notice = Notice.objects.get()
        assert (notice.kind, notice.read_at) == (Kind.DECIDED, None)
        assert made.author is not None
        html = notices_of(made.author)
        assert "Your cross-reference was disputed" in html
        assert "No such article." in html

    def test_with_its_own_reason_only(
        self, edition: Edition, made: CrossReference, rita: User, edith: User
    ) -> None:
        accept_reference(made, user=edith, revision=0, reason="Plain enough.")
        reworded(edition, ONE)
        assert "Plain enough." in notices_of(rita)
        confirm_reference(made, user=edith, revision=1, reason="It still holds.")
        assert "Your cross-reference was accepted" in notices_of(rita)
        assert "It still holds." not in notices_of(rita)

    def test_who_decides_about_their_own_is_not(
        self, made: CrossReference, rita: User
    ) -> None:
        withdraw_reference(made, user=rita, revision=0)
        assert told(rita) == []

    def test_nor_who_left(self, made: CrossReference, edith: User, rita: User) -> None:
        User.objects.filter(pk=rita.pk).update(is_active=False)
        accept_reference(made, user=edith, revision=0)
        assert not Notice.objects.exists()

    def test_what_nobody_proposed_tells_nobody(
        self, made: CrossReference, edith: User
    ) -> None:
        CrossReference.objects.update(author=None)
        accept_reference(made, user=edith, revision=0)
        assert not Notice.objects.exists()


class TestLookAgain:
    @pytest.mark.parametrize("key", [ONE, TWO])
    def test_its_maker_is_told(self, edition: Edition, rita: User, key: str) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        made = make_reference(one, two, rita)
        after = reworded(edition, key)
        notice = Notice.objects.get(person=rita)
        assert (notice.kind, notice.reference) == (Kind.LOOK_AGAIN, made)
        assert notice.edition == after
        notify_of_doubt(after, [made.pk])
        assert told(rita) == [Kind.LOOK_AGAIN]

    def test_who_published_the_edition_is_not(
        self, edition: Edition, made: CrossReference, rita: User
    ) -> None:
        give_role(rita, Role.PUBLISHER)
        reworded(edition, ONE, user=rita)
        made.refresh_from_db()
        assert made.look_again is not None
        assert told(rita) == []

    def test_what_was_decided_against_asks_nobody(
        self, edition: Edition, made: CrossReference, rita: User
    ) -> None:
        withdraw_reference(made, user=rita, revision=0)
        reworded(edition, ONE)
        assert told(rita) == []

    def test_a_later_edition_asks_again(
        self, edition: Edition, made: CrossReference, rita: User
    ) -> None:
        after = reworded(edition, ONE)
        confirm_reference(made, user=rita, revision=0)
        draft = begin_draft(after, user=None)
        reword(draft, ONE, en="Something else again,")
        publish_edition(draft, user=None)
        assert told(rita) == [Kind.LOOK_AGAIN] * 2

    def test_costs_the_same_however_many(
        self, edition: Edition, pact: Instrument, rita: User
    ) -> None:
        one = version_of(edition, ONE)
        made = [make_reference(one, pact, rita)]
        after = reworded(edition, TWO)
        few = queries_of(lambda: notify_of_doubt(after, [each.pk for each in made]))
        Notice.objects.all().delete()
        made += [
            make_reference(one, pact, make_referrer(f"r{number}"), relation=relation)
            for number, relation in enumerate(("recalls", "restates", "elaborates"))
        ]
        many = queries_of(lambda: notify_of_doubt(after, [each.pk for each in made]))
        assert Notice.objects.count() == len(made)
        assert many == few


class TestPage:
    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("en", "Rita proposed a cross-reference: "),
            ("ru", "Rita: предложена перекрестная ссылка ("),
            ("zh-hans", "Rita 提出了相互参照："),
        ],
    )
    def test_says_what_happened(
        self,
        edition: Edition,
        pact: Instrument,
        rita: User,
        wanda: User,
        code: str,
        sentence: str,
    ) -> None:
        watch(wanda, edition.document)
        note = {"note": "See <b>*there*</b>.", "language": "en"}
        made = make_reference(version_of(edition, ONE), pact, rita, **note)
        client = signed_in(wanda)
        html = client.get(f"/{code}/notices/").content.decode()
        assert sentence in html
        assert re.search(r'<p class="excerpt" lang="en">\s*See', html)
        notice = Notice.objects.get()
        response = client.get(f"/{code}/notices/{notice.pk}/")
        assert response["Location"] == f"/{code}/references/{made.pk}/"

    def test_costs_the_same_however_many(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User
    ) -> None:
        watch(wanda, edition.document)
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        make_reference(one, pact, rita)
        client = signed_in(wanda)
        few = queries_of(lambda: client.get("/en/notices/"))
        make_reference(one, two, rita)
        make_reference(two, Target(part=one.clause.part, edition=edition), rita)
        make_reference(two, pact, rita)
        assert queries_of(lambda: client.get("/en/notices/")) == few

    def test_is_silent_of_what_was_hidden_or_withdrawn(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User, edith: User
    ) -> None:
        mona = make_commentator("mona", "commentary.moderate_comment")
        watch(wanda, edition.document)
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        hidden, withdrawn = (make_reference(each, pact, rita) for each in (one, two))
        accept_reference(hidden, user=edith, revision=0)
        hide_reference(hidden, user=mona, revision=1, hidden=True, reason="So.")
        withdraw_reference(withdrawn, user=edith, revision=0)
        assert not Notice.objects.told_to(wanda).exists()
        # That hers was withdrawn is what she has to know.
        assert Notice.objects.told_to(rita).get().reference == withdrawn


class TestMail:
    def test_a_proposal_comes_as_often_as_chosen(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User
    ) -> None:
        daily = at_once(make_commentator("daria"), "daily")
        for person in (wanda, daily):
            watch(person, edition.document)
        note = {"note": "Is it *so*?", "language": "en"}
        make_reference(version_of(edition, ONE), pact, rita, **note)
        [message] = sent()
        assert message.to == ["wanda@example.org"]
        assert message.subject.startswith("Rita proposed a cross-reference: statement")
        assert "Is it *so*?" in message.body
        assert "<em>so</em>" in html_of(message)
        digest(days=2)
        [gathered] = sent()
        assert gathered.to == ["daria@example.org"]
        assert str(message.subject) in gathered.body

    def test_its_own_address_stops_the_watch(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User
    ) -> None:
        watch(wanda, edition.document)
        make_reference(version_of(edition, ONE), pact, rita)
        [message] = sent()
        assert "Stop watching this:" in message.body

    @pytest.mark.parametrize(
        ("frequency", "count"),
        [("at-once", 1), ("daily", 1), ("weekly", 1), ("never", 0)],
    )
    def test_a_decision_comes_at_once(
        self,
        made: CrossReference,
        rita: User,
        edith: User,
        frequency: str,
        count: int,
    ) -> None:
        at_once(rita, frequency)
        dispute_reference(made, user=edith, revision=0, reason="Which <b>one</b>?")
        messages = sent()
        assert len(messages) == count
        for message in messages:
            assert message.subject.startswith("Your cross-reference was disputed: ")
            assert "Which <b>one</b>?" in message.body
            assert "Which &lt;b&gt;one&lt;/b&gt;?" in html_of(message)
        digest(days=9)
        assert sent() == []

    def test_each_decision_is_a_mail_of_its_own(
        self, made: CrossReference, edith: User
    ) -> None:
        accept_reference(made, user=edith, revision=0)
        [first] = sent()
        dispute_reference(made, user=edith, revision=1, reason="No.")
        [second] = sent()
        one, other = first.extra_headers, second.extra_headers
        assert one["Message-ID"] != other["Message-ID"]
        assert one["References"] == other["References"]

    def test_decisions_in_turn_do_not_evade_the_limit(
        self, made: CrossReference, edith: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_MAILS_PER_PERSON = 3
        messages = []
        for turn in range(6):
            decide = dispute_reference if turn % 2 else accept_reference
            decide(made, user=edith, revision=turn, reason="Once more.")
            messages += sent()
        assert len(messages) == 3

    def test_what_an_edition_asks_comes_in_one_mail(
        self, edition: Edition, pact: Instrument, rita: User
    ) -> None:
        at_once(rita)
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        for version in (one, two):
            make_reference(version, pact, rita)
        reworded(edition, ONE, TWO)
        [message] = sent()
        assert message.subject.startswith("Please review 2 of your cross-references")
        assert message.body.count("/notices/") == 2
        assert not Notice.objects.not_mailed().exists()

    def test_what_was_hidden_meanwhile_is_in_none(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User, edith: User
    ) -> None:
        mona = make_commentator("mona", "commentary.moderate_comment")
        daily = at_once(make_commentator("daria"), "daily")
        for person in (wanda, daily):
            watch(person, edition.document)
        made = make_reference(version_of(edition, ONE), pact, rita)
        accept_reference(made, user=edith, revision=0)
        hide_reference(made, user=mona, revision=1, hidden=True, reason="Abuse.")
        assert sent() == []
        digest(days=2)
        assert sent() == []

    def test_nor_is_what_was_withdrawn(
        self, edition: Edition, pact: Instrument, rita: User, wanda: User
    ) -> None:
        watch(wanda, edition.document)
        made = make_reference(version_of(edition, ONE), pact, rita)
        withdraw_reference(made, user=rita, revision=0)
        assert sent() == []

    def test_nor_what_was_looked_at(
        self, edition: Edition, made: CrossReference, rita: User
    ) -> None:
        at_once(rita)
        reworded(edition, ONE)
        confirm_reference(made, user=rita, revision=0)
        assert sent() == []
