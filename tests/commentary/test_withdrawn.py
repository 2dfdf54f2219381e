"""Commentary on what was withdrawn: who reads it, and that it takes nothing more."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from commentary import tasks
from commentary.comments.comment_counts import comment_counts
from commentary.comments.edit import edit_comment
from commentary.models import Comment, CrossReference, Notice, QuotePlace
from commentary.notices.watch import watch
from commentary.permissions import TextClosed
from commentary.references.presenters import reference_counts
from documents.models import ClauseVersion, Edition, Withdrawal
from documents.services import (
    CannotWithdraw,
    begin_draft,
    publish_edition,
    undo_withdrawal,
)
from documents.signals import consequences_of_withdrawing
from portal.people.models import User
from tests.base import at_once, flat, queries_of, signed_in
from tests.commentary.factories import (
    make_comment,
    make_commentator,
    make_moderator,
    make_plain_edition,
    make_reference,
    make_referrer,
    version_of,
)
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import REASON, make_withdrawal

pytestmark = pytest.mark.django_db
KEY = "statement-pre1"
WORDS = "Noting the secret address of Carol,"
CLAUSE = f"/en/documents/memo/clauses/{KEY}/"


def reworded(edition: Edition, words: str) -> Edition:
    """The next edition, whose clause KEY says this in English."""
    draft = begin_draft(edition, user=None)
    reword(draft, KEY, en=words)
    return publish_edition(draft, user=None)


@pytest.fixture
def first() -> Edition:
    return make_plain_edition()


@pytest.fixture
def second(first: Edition) -> Edition:
    """Its clause KEY says what it should not."""
    edition = reworded(first, WORDS)
    CrossReference.objects.all().delete()  # found in its Russian text
    return edition


@pytest.fixture
def carol() -> User:
    return make_commentator("carol")


@pytest.fixture
def rita() -> User:
    return make_referrer("rita")


@pytest.fixture
def said(second: Edition, carol: User) -> Comment:
    """What Carol said of the second edition's words."""
    version = version_of(second, KEY)
    return make_comment(version, carol, "Remark of Carol", quoted="secret address")


def read(client: Client, address: str) -> str:
    """Return what is answered, also where it comes in pieces."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return b"".join(answer).decode()


class TestReading:
    @pytest.fixture
    def before(self, first: Edition, rita: User) -> Comment:
        return make_comment(version_of(first, KEY), rita, "Said before")

    def test_comments_on_it_are_for_author_and_moderators(
        self, said: Comment, before: Comment, second: Edition, rita: User
    ) -> None:
        answer = make_comment(
            version_of(second, KEY), rita, "Answer of Rita", parent=said
        )
        make_withdrawal(second)
        visible = Comment.objects.visible_to
        assert list(visible(rita)) == [before, answer]
        assert said.author is not None
        assert set(visible(said.author)) == {said, before}
        assert set(visible(make_moderator())) == {said, before, answer}
        assert list(Comment.objects.published()) == [before]

    def test_a_thread_goes_with_its_beginning(
        self, said: Comment, first: Edition, rita: User
    ) -> None:
        """Also what was answered with another wording before the eyes."""
        make_comment(version_of(first, KEY), rita, "Later", parent=said)
        make_withdrawal(said.version.edition)
        assert not Comment.objects.published().exists()

    def test_undone_all_read_it_again(self, said: Comment, second: Edition) -> None:
        made = make_withdrawal(second)
        undo_withdrawal(made, reason=REASON, user=None)
        assert list(Comment.objects.published()) == [said]

    def test_what_is_superseded_is_still_discussed_in_public(
        self, client: Client, said: Comment
    ) -> None:
        make_withdrawal(said.clause.document, kind="superseded")
        assert "Remark of Carol" in client.get(CLAUSE).text

    def test_no_page_shows_it(
        self, client: Client, said: Comment, second: Edition, rita: User
    ) -> None:
        make_reference(
            version_of(second, KEY), version_of(second, "statement-pre2"), rita
        )
        make_withdrawal(second)
        addresses = [
            CLAUSE,
            f"{CLAUSE}commentary/feed.atom",
            f"{CLAUSE}preview/",
            f"{CLAUSE}references/targets/?find=secret",
            "/en/documents/memo/",
            "/en/documents/memo/editions/1/",
            "/en/documents/memo/editions/",
            "/en/documents/memo/commentary/",
            "/en/documents/memo/commentary/feed.atom",
            "/en/documents/memo/references/",
            "/en/documents/memo/references.csv",
            "/en/documents/memo/references/network/",
            f"/en/references/{CrossReference.objects.get().pk}/",
            "/en/commentary/",
            "/en/commentary/feed.atom",
        ]
        for visitor in (client, signed_in(rita), signed_in(make_moderator())):
            for address in addresses:
                text = read(visitor, address).replace("find=secret", "")
                assert "secret" not in text, address

    def test_its_author_finds_the_thread(
        self, said: Comment, second: Edition, carol: User, rita: User
    ) -> None:
        make_comment(version_of(second, KEY), rita, "Answer of Rita", parent=said)
        make_withdrawal(second)
        client = signed_in(carol)
        own = client.get(f"/en/people/{carol.pk}/")
        assert said.get_absolute_url() in own.text
        thread = client.get(said.get_absolute_url())
        assert thread.status_code == 200
        html = flat(thread.text)
        assert "Remark of Carol" in html
        assert REASON["en"] in html
        assert "Answer of Rita" not in html
        assert (
            "Answer of Rita"
            in signed_in(make_moderator()).get(thread.wsgi_request.path).text
        )

    @pytest.mark.parametrize("page", ["", "history/", "reply/"])
    def test_others_are_told_that_it_was_withdrawn(
        self, client: Client, said: Comment, second: Edition, page: str
    ) -> None:
        make_withdrawal(second)
        answer = client.get(f"/en/comments/{said.pk}/{page}")
        assert answer.status_code == 410
        assert "Remark of Carol" not in answer.text

    def test_counts_leave_it_out(self, said: Comment, first: Edition) -> None:
        assert comment_counts(first)
        make_withdrawal(said.version.edition)
        assert not comment_counts(first)

    def test_its_quotes_are_no_marks_and_no_questions(
        self, said: Comment, second: Edition, carol: User
    ) -> None:
        third = reworded(second, "Gone,")
        places = QuotePlace.objects.of_author(carol).to_answer()
        assert places.count() == 1
        make_withdrawal(second)
        assert not places.all().exists()
        assert not QuotePlace.objects.placed_in(third).exists()

    def test_a_quote_stands_where_the_edition_before_has_it(
        self, first: Edition, carol: User
    ) -> None:
        version = version_of(first, KEY)
        make_comment(version, carol, quoted="point 1")
        second = reworded(first, "Gone,")
        assert QuotePlace.objects.of_author(carol).to_answer().exists()
        made = make_withdrawal(second)
        assert not QuotePlace.objects.of_author(carol).to_answer().exists()
        undo_withdrawal(made, reason=REASON, user=None)
        assert QuotePlace.objects.of_author(carol).to_answer().exists()

    def test_pages_take_no_more_queries(
        self, client: Client, said: Comment, first: Edition
    ) -> None:
        pages = (CLAUSE, "/en/documents/memo/", "/en/commentary/")
        before = [queries_of(partial(client.get, page)) for page in pages]
        make_withdrawal(said.version.edition)
        after = [queries_of(partial(client.get, page)) for page in pages]
        assert all(now <= then for then, now in zip(before, after, strict=True))


# --- Nothing more is said


class TestWriting:
    def sent(self, edition: int, source: str = "Long thoughts") -> dict[str, Any]:
        return {
            "kind": "comment",
            "language": "en",
            "source": source,
            "edition": edition,
            "submission": str(uuid.uuid4()),
        }

    def test_who_read_it_is_asked_to_check(self, second: Edition, carol: User) -> None:
        make_withdrawal(second)
        client = signed_in(carol)
        page = client.post(f"{CLAUSE}commentary/", self.sent(2))
        assert page.status_code == 422
        assert "has been withdrawn in the meantime" in page.text
        assert "Long thoughts</textarea>" in page.text
        assert 'name="edition" value="1"' in flat(page.text)
        assert not Comment.objects.exists()
        assert client.post(f"{CLAUSE}commentary/", self.sent(1)).status_code == 302

    @pytest.mark.parametrize("page", ["commentary/", "references/new/"])
    def test_a_superseded_document_takes_nothing(
        self, second: Edition, rita: User, page: str
    ) -> None:
        make_withdrawal(second.document, kind="superseded")
        sent = {
            **self.sent(2),
            "note": "Long thoughts",
            "relation": "cites",
            "target": "c:memo/statement-pre2",
        }
        answer = signed_in(rita).post(f"{CLAUSE}{page}", sent)
        assert answer.status_code == 422
        assert "takes no more comments or cross-references" in flat(answer.text)
        assert "Long thoughts</textarea>" in answer.text
        assert not Comment.objects.exists()
        assert not CrossReference.objects.exists()

    @pytest.mark.parametrize("page", ["reply", "edit"])
    def test_what_others_or_the_author_add_is_given_back(
        self, said: Comment, second: Edition, rita: User, carol: User, page: str
    ) -> None:
        make_withdrawal(second)
        writer = rita if page == "reply" else carol
        sent = {**self.sent(1), "revision": 0}
        answer = signed_in(writer).post(f"/en/comments/{said.pk}/{page}/", sent)
        assert answer.status_code in (410, 422)
        assert "Long thoughts</textarea>" in answer.text
        assert Comment.objects.count() == 1

    @pytest.mark.parametrize("page", ["reply", "edit"])
    def test_of_a_withdrawn_document_it_is_given_back_too(
        self, said: Comment, carol: User, page: str
    ) -> None:
        make_withdrawal(said.clause.document)
        sent = {**self.sent(2), "revision": 0}
        answer = signed_in(carol).post(f"/en/comments/{said.pk}/{page}/", sent)
        assert answer.status_code == 410
        assert "Long thoughts</textarea>" in answer.text

    @pytest.mark.parametrize("whole", [False, True])
    def test_its_author_may_take_it_back(
        self, said: Comment, second: Edition, carol: User, whole: bool
    ) -> None:
        make_withdrawal(second.document if whole else second)
        client = signed_in(carol)
        answer = client.post(f"/en/comments/{said.pk}/withdraw/", follow=True)
        assert answer.status_code == 200
        assert "Your comment has been withdrawn." in answer.text
        said.refresh_from_db()
        assert said.state == Comment.State.WITHDRAWN

    @pytest.mark.parametrize("is_panel", [False, True])
    def test_pages_of_what_is_superseded_offer_no_form(
        self, second: Edition, rita: User, is_panel: bool
    ) -> None:
        client = signed_in(rita)
        page = f"{CLAUSE}commentary/?edition=2" if is_panel else CLAUSE
        headers = {"HX-Request": "true"} if is_panel else {}
        assert 'name="source"' in client.get(page, headers=headers).text
        make_withdrawal(second.document, kind="superseded")
        html = flat(client.get(page, headers=headers).text)
        assert "This text takes no more comments." in html
        assert 'name="source"' not in html
        assert "references/new/" not in html

    def test_services_refuse_it(
        self, said: Comment, first: Edition, second: Edition, rita: User
    ) -> None:
        version, standing = version_of(second, KEY), version_of(first, "statement-op1")
        make_withdrawal(second)
        refused: list[Callable[[], Any]] = [
            lambda: make_comment(version, rita),
            lambda: make_comment(version_of(first, KEY), rita, parent=said),
            lambda: edit_comment(
                said, source="New", kind="comment", language="en", revision=0
            ),
            lambda: make_reference(version, standing, rita),
            lambda: make_reference(standing, version, rita),
        ]
        for write in refused:
            with pytest.raises(TextClosed):
                write()


# --- Cross-references


class TestReferences:
    @pytest.fixture
    def ends(
        self, first: Edition, second: Edition
    ) -> tuple[ClauseVersion, ClauseVersion]:
        return version_of(second, KEY), version_of(first, "statement-op1")

    @pytest.mark.parametrize("turned", [False, True])
    def test_the_other_end_says_so(
        self,
        client: Client,
        ends: tuple[ClauseVersion, ClauseVersion],
        rita: User,
        turned: bool,
    ) -> None:
        source, target = ends[::-1] if turned else ends
        reference = make_reference(source, target, rita)
        make_withdrawal(ends[0].edition)
        place = "preambular para. 1 (withdrawn)"
        for page in (
            "/en/documents/memo/clauses/statement-op1/",
            reference.get_absolute_url(),
            "/en/documents/memo/references/",
            "/en/documents/memo/references.csv",
        ):
            assert place in flat(read(client, page)), page

    def test_its_note_is_not_shown(
        self, client: Client, ends: tuple[ClauseVersion, ClauseVersion], rita: User
    ) -> None:
        wanda = make_commentator("wanda")
        watch(wanda, ends[0].clause.document)
        reference = make_reference(
            *ends, rita, note="The secret address", language="en"
        )
        pages = (reference.get_absolute_url(), "/en/documents/memo/references.csv")
        assert all("secret" in read(client, page) for page in pages)
        assert Notice.objects.told_to(wanda).filter(kind="reference").exists()
        make_withdrawal(ends[0].edition)
        assert all("secret" not in read(client, page) for page in pages)
        assert not Notice.objects.told_to(wanda).filter(kind="reference").exists()

    def test_counts_leave_it_out(
        self, ends: tuple[ClauseVersion, ClauseVersion], first: Edition, rita: User
    ) -> None:
        make_reference(*ends, rita)
        assert reference_counts(first, rita)
        made = make_withdrawal(ends[0].edition)
        assert not reference_counts(first, rita)
        undo_withdrawal(made, reason=REASON, user=None)
        assert reference_counts(first, rita)


# --- Who is told


class TestNotices:
    @pytest.fixture
    def wanda(self, first: Edition) -> User:
        """Wanda watches the document twice over."""
        wanda = make_commentator("wanda")
        wanda.mail_frequency = "at-once"
        wanda.save(update_fields=["mail_frequency"])
        watch(wanda, first.document)
        watch(wanda, version_of(first, KEY).clause)
        return wanda

    def told(self, person: User) -> list[str]:
        rows = Notice.objects.told_to(person).order_by("pk")
        return list(rows.values_list("kind", flat=True))

    def test_watchers_are_told_once_of_each(self, second: Edition, wanda: User) -> None:
        made = make_withdrawal(second, user=None)
        Notice.objects.filter(kind="edition").delete()
        assert self.told(wanda) == ["withdrawn"]
        undo_withdrawal(made, reason=REASON, user=None)
        assert self.told(wanda) == ["withdrawn", "restored"]

    def test_the_notice_says_why_and_leads_there(
        self, wanda: User, second: Edition
    ) -> None:
        made = make_withdrawal(second)
        tasks.mail_withdrawal(withdrawal=made.pk)
        [message] = mail.outbox
        assert message.subject == "Edition 2 was withdrawn"
        assert REASON["en"] in message.body
        client = signed_in(wanda)
        assert REASON["en"] in client.get("/en/notices/").text
        notice = Notice.objects.get(kind="withdrawn")
        answer = client.get(notice.get_absolute_url())
        assert answer["Location"] == "/en/documents/memo/editions/2/"

    def test_nothing_is_mailed_of_what_was_said(
        self, wanda: User, said: Comment, second: Edition
    ) -> None:
        make_withdrawal(second)
        tasks.mail_comment(comment=said.pk)
        tasks.mail_edition(edition=second.pk)
        assert mail.outbox == []
        assert self.told(wanda) == ["withdrawn"]

    def test_consequences_are_counted_before(
        self, wanda: User, said: Comment, second: Edition, rita: User
    ) -> None:
        make_reference(
            version_of(second, KEY), version_of(second, "statement-op1"), rita
        )
        for target in (second, second.document):
            found = [each.sentence for each in consequences_of_withdrawing(target)]
            assert [sentence.split()[0] for sentence in found[:2]] == ["1", "1"]
            assert "watch" in found[2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(3))
def test_a_comment_at_that_moment_is_hidden_or_refused(_attempt: int) -> None:
    edition, carol = make_plain_edition(), make_commentator("carol")
    version = version_of(edition, KEY)
    results = at_once(
        lambda: make_withdrawal(edition),
        lambda: make_comment(version, carol),
        refusals=(TextClosed, CannotWithdraw),
    )
    assert isinstance(results[0], Withdrawal)
    assert isinstance(results[1], Comment | TextClosed)
    assert not Comment.objects.published().exists()
