"""One comment: replies, edits, withdrawal, history; and what others may not see."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from commentary.comments.edit import edit_comment
from commentary.comments.revisions import REVISIONS_PER_PAGE
from commentary.models import Comment
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import queries_of, signed_in
from tests.commentary.comments.test_posting import PART, said
from tests.commentary.factories import make_comment
from tests.commentary.quotes.test_reanchoring import split

pytestmark = pytest.mark.django_db
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Early words")


def url(comment: Comment, page: str = "") -> str:
    return f"/en/comments/{comment.pk}/{page}"


def edits(comment: Comment, sources: list[str]) -> None:
    for source in sources:
        comment.refresh_from_db()
        edit_comment(
            comment,
            source=source,
            kind="comment",
            language="en",
            revision=comment.revision,
        )


def many_words(number: int) -> str:
    """Words of which every other one changes with the number."""
    return " ".join(f"same{place} and{place + number}" for place in range(400))


class TestPlace:
    def test_is_among_the_others(self, client: Client, comment: Comment) -> None:
        place = client.get(url(comment))["Location"]
        assert place == f"{CLAUSE}#comment-{comment.pk}"

    def test_on_a_later_page(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        for _each in range(31):
            last = make_comment(version, carol)
        assert "?page=2#" in client.get(url(last))["Location"]

    def test_pending_ones_are_there_for_author_and_moderator_only(
        self, client: Client, comment: Comment, rita: User, mona: User
    ) -> None:
        Comment.objects.update(state=Comment.State.PENDING)
        assert client.get(url(comment)).status_code == 404
        assert signed_in(rita).get(url(comment)).status_code == 404
        assert signed_in(mona).get(url(comment)).status_code == 302
        assert signed_in(comment.author).get(url(comment)).status_code == 302


class TestOnAClauseThatTookTheWordsOver:
    """What is done on its page is answered with its discussion."""

    @pytest.fixture
    def page(self, edition: Edition, comment: Comment) -> str:
        draft = begin_draft(edition, user=None)
        born = split(draft, "statement-pre1", at=7)
        publish_edition(draft, user=None)
        return f"/en/documents/memo/clauses/{born.key}/"

    def linked(self, comment: Comment, page: str, what: str) -> tuple[str, str]:
        """Return the link of its author's page, and the clause that its form names."""
        client = signed_in(comment.author)
        link = re.search(f'href="({url(comment, what)}[^"]*)"', client.get(page).text)
        assert link
        form = client.get(link[1]).text
        named = re.search('name="on" value="([^"]*)"', form)
        assert named
        return link[1], named[1]

    def test_edits(self, comment: Comment, page: str) -> None:
        place, on = self.linked(comment, page, "edit/")
        form = said(on=on, source="Second thoughts", revision=str(comment.revision))
        client = signed_in(comment.author)
        html = client.post(place, form, headers=PART).text
        assert f"{page}commentary/" in html
        assert "Second thoughts" in html
        form |= {"source": "Third", "revision": str(comment.revision + 1)}
        assert client.post(place, form)["Location"].startswith(f"{page}#comment-")

    @pytest.mark.parametrize("headers", [PART, {}])
    def test_withdrawals(
        self, comment: Comment, rita: User, page: str, headers: dict[str, str]
    ) -> None:
        make_comment(comment.version, rita, parent=comment)  # so its place remains
        place, on = self.linked(comment, page, "withdraw/")
        client = signed_in(comment.author)
        response = client.post(place, {"on": on}, headers=headers)
        if headers:
            assert f"{page}commentary/" in response.text
        else:
            assert response["Location"] == f"{page}#comment-{comment.pk}"


class TestReply:
    def test_stores_below_its_parent(self, comment: Comment, rita: User) -> None:
        client = signed_in(rita)
        page = client.get(url(comment, "reply/")).content.decode()
        assert "Early words" in page
        response = client.post(url(comment, "reply/"), said())
        assert response.status_code == 302
        assert Comment.objects.get(parent=comment).author == rita

    @pytest.mark.parametrize("page", ["nowhere", "a\0b"])
    def test_a_page_that_is_not_there_loses_nothing(
        self, comment: Comment, rita: User, page: str
    ) -> None:
        response = signed_in(rita).post(url(comment, "reply/"), said(on=page))
        assert response.status_code == 302
        assert Comment.objects.filter(parent=comment).count() == 1

    def test_stays_on_the_page_of_a_clause_that_took_the_words_over(
        self, edition: Edition, comment: Comment, rita: User
    ) -> None:
        draft = begin_draft(edition, user=None)
        born = split(draft, "statement-pre1", at=7)
        publish_edition(draft, user=None)
        form = said(on=born.key, source="Heard here")
        client = signed_in(rita)
        html = client.post(url(comment, "reply/"), form, headers=PART).text
        assert f"/clauses/{born.key}/commentary/" in html
        assert "Heard here" in html
        form = said(on=born.key, source="Again")
        place = client.post(url(comment, "reply/"), form)["Location"]
        assert f"/clauses/{born.key}/#comment-" in place
        feed = client.get(f"/en/documents/memo/clauses/{born.key}/commentary/feed.atom")
        assert "Heard here" in feed.text

    def test_in_place_answers_with_the_discussion(
        self, comment: Comment, rita: User
    ) -> None:
        client = signed_in(rita)
        form = client.get(url(comment, "reply/"), headers=PART).content.decode()
        assert "<textarea" in form
        assert "<html" not in form
        response = client.post(url(comment, "reply/"), said(), headers=PART)
        assert response["HX-Retarget"] == "#commentary"

    def test_strangers_write_and_tell_later_who_they_are(
        self, client: Client, comment: Comment
    ) -> None:
        form = client.get(url(comment, "reply/")).text
        assert f'action="{url(comment, "first-reply/")}"' in form
        # A session that ended while somebody wrote.
        response = client.post(url(comment, "reply/"), said())
        assert "login" in response["Location"]

    def test_to_what_was_hidden_meanwhile_is_kept(
        self, comment: Comment, rita: User
    ) -> None:
        Comment.objects.update(state=Comment.State.HIDDEN)
        response = signed_in(rita).post(url(comment, "reply/"), said())
        assert response.status_code == 302
        assert Comment.objects.filter(parent=comment).exists()

    def test_does_not_show_what_is_hidden(self, comment: Comment, rita: User) -> None:
        Comment.objects.update(state=Comment.State.HIDDEN)
        page = signed_in(rita).get(url(comment, "reply/")).content.decode()
        assert "Early words" not in page

    def test_too_many_are_kept_in_the_form(
        self, comment: Comment, rita: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        client = signed_in(rita)
        assert client.post(url(comment, "reply/"), said()).status_code == 302
        response = client.post(url(comment, "reply/"), said(source="Kept words"))
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 3500
        assert "Kept words" in response.text

    def test_another_text_under_the_same_form_is_not_dropped(
        self, comment: Comment, rita: User
    ) -> None:
        client, form = signed_in(rita), said()
        client.post(url(comment, "reply/"), form)
        again = client.post(url(comment, "reply/"), {**form, "source": "More words"})
        assert again.status_code == 422
        assert "More words" in again.text
        assert form["submission"] not in again.text


class TestEdit:
    def test_too_many_are_kept_in_the_form(
        self, comment: Comment, settings: Settings
    ) -> None:
        settings.COMMENTARY_EDITS_PER_PERSON = 1
        client = signed_in(comment.author)
        form = said(source="Better words", revision="0")
        assert client.post(url(comment, "edit/"), form).status_code == 302
        form = said(source="Kept words", revision="1")
        response = client.post(url(comment, "edit/"), form)
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 3500
        assert "Kept words" in response.text
        comment.refresh_from_db()
        assert comment.source == "Better words"

    def test_changes_the_text(self, comment: Comment) -> None:
        client = signed_in(comment.author)
        page = client.get(url(comment, "edit/")).content.decode()
        assert "Early words" in page
        form = said(source="Better words", revision="0")
        assert client.post(url(comment, "edit/"), form).status_code == 302
        comment.refresh_from_db()
        assert comment.source == "Better words"

    def test_from_two_windows_shows_both_texts(self, comment: Comment) -> None:
        client = signed_in(comment.author)
        client.post(url(comment, "edit/"), said(source="Window one", revision="0"))
        form = said(source="Window two", revision="0")
        response = client.post(url(comment, "edit/"), form)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Window one" in html
        assert "Window two" in html
        form["revision"] = "1"
        assert client.post(url(comment, "edit/"), form).status_code == 302

    def test_what_was_hidden_meanwhile_gives_back_what_was_written(
        self, comment: Comment
    ) -> None:
        Comment.objects.update(state=Comment.State.HIDDEN)
        form = said(source="My new words", revision="0", conflict="1")
        response = signed_in(comment.author).post(url(comment, "edit/"), form)
        html = response.content.decode()
        assert response.status_code == 422
        assert "My new words" in html
        assert "Early words" not in html

    def test_waits_for_who_has_to_sign_in_again(
        self, client: Client, comment: Comment
    ) -> None:
        form = said(source="Typed in vain?", revision="0")
        assert "login" in client.post(url(comment, "edit/"), form)["Location"]
        assert comment.author is not None
        client.force_login(comment.author)
        page = client.get(url(comment, "edit/")).content.decode()
        assert "Typed in vain?" in page

    @pytest.mark.parametrize("page", ["edit/", "withdraw/"])
    def test_others_may_not(
        self, client: Client, comment: Comment, rita: User, mona: User, page: str
    ) -> None:
        for person in (rita, mona):
            assert signed_in(person).get(url(comment, page)).status_code == 404
            assert signed_in(person).post(url(comment, page)).status_code == 404
        assert "login" in client.get(url(comment, page))["Location"]

    @pytest.mark.parametrize("state", ["hidden", "withdrawn"])
    def test_what_is_gone_stays_so(self, comment: Comment, state: str) -> None:
        Comment.objects.update(state=state)
        client = signed_in(comment.author)
        assert client.get(url(comment, "edit/")).status_code == 404
        assert client.get(url(comment, "withdraw/")).status_code == 404
        client.post(url(comment, "withdraw/"))
        comment.refresh_from_db()
        assert (comment.state, comment.revision) == (state, 0)


class TestWithdraw:
    def test_leaves_a_tombstone_that_keeps_the_replies(
        self, client: Client, version: ClauseVersion, comment: Comment, rita: User
    ) -> None:
        make_comment(version, rita, "I agree", parent=comment)
        author = signed_in(comment.author)
        assert author.get(url(comment, "withdraw/")).status_code == 200
        assert author.post(url(comment, "withdraw/")).status_code == 302
        html = client.get(CLAUSE).content.decode()
        assert "Withdrawn by its author." in html
        assert "I agree" in html
        assert "Early words" not in html


class TestHistory:
    def test_shows_what_was_said_before(self, client: Client, comment: Comment) -> None:
        form = said(source="Early thoughts", revision="0")
        signed_in(comment.author).post(url(comment, "edit/"), form)
        html = client.get(url(comment, "history/")).content.decode()
        assert "words<" in html
        assert "thoughts<" in html

    def test_has_pages(self, client: Client, comment: Comment) -> None:
        edits(comment, [f"Thought no. {number}" for number in range(12)])
        html = client.get(url(comment, "history/")).text
        assert html.count("<time") == REVISIONS_PER_PAGE
        assert "Page 1 of 2" in html
        assert 'name="robots" content="noindex"' in html
        second = client.get(url(comment, "history/?page=2")).text
        assert second.count("<time") == 13 - REVISIONS_PER_PAGE
        assert "Early words" in second

    def test_costs_the_same_however_long_it_is(
        self, client: Client, comment: Comment
    ) -> None:
        edits(comment, [many_words(number) for number in range(10)])
        few = queries_of(lambda: client.get(url(comment, "history/")))
        size = len(client.get(url(comment, "history/")).content)
        edits(comment, [many_words(number) for number in range(10, 30)])
        assert queries_of(lambda: client.get(url(comment, "history/"))) == few
        assert len(client.get(url(comment, "history/")).content) < size * 1.1
        assert few <= 6

    def test_of_what_changed_too_much_shows_one_text_after_the_other(
        self, client: Client, comment: Comment
    ) -> None:
        edits(comment, [many_words(0), many_words(1), many_words(1) + " End"])
        html = client.get(url(comment, "history/")).text
        assert (
            html.count("The text has changed too much to be compared word by word") == 1
        )
        assert len(html) < 100_000

    def test_shows_only_what_the_reader_may_read_on_any_page(
        self, client: Client, comment: Comment
    ) -> None:
        Comment.objects.update(state=Comment.State.PENDING)
        edits(comment, [f"Held no. {number}" for number in range(12)])
        Comment.objects.update(state=Comment.State.PUBLISHED)
        html = client.get(url(comment, "history/")).text
        assert "Page 1 of" not in html
        assert "Held no. 10" not in html
        assert "Held no. 11" in html
        assert (
            "Page 1 of 2"
            in signed_in(comment.author).get(url(comment, "history/")).text
        )

    @pytest.mark.parametrize("page", ["0", "-1", "99", "x", ""])
    def test_odd_pages(self, client: Client, comment: Comment, page: str) -> None:
        assert client.get(url(comment, f"history/?page={page}")).status_code == 200

    @pytest.mark.parametrize("state", ["hidden", "withdrawn", "pending"])
    def test_of_what_is_not_public_is_not_either(
        self, client: Client, comment: Comment, rita: User, state: str
    ) -> None:
        Comment.objects.update(state=state)
        assert client.get(url(comment, "history/")).status_code == 404
        assert signed_in(rita).get(url(comment, "history/")).status_code == 404
