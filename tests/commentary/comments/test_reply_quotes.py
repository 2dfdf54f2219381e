"""A reply that quotes words of the comment it answers: true ones, and none hidden."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from commentary.comments.edit import edit_comment
from commentary.comments.post import AlreadySent
from commentary.comments.reply_quotes import OFFERED, NotTheirWords, words_to_quote
from commentary.models import Comment, ReplyQuote
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import flat, queries_of, signed_in
from tests.commentary.comments.test_posting import said
from tests.commentary.factories import hide, make_comment

pytestmark = pytest.mark.django_db
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"


@pytest.fixture
def answered(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Which **zone**\n\nis *it*, & why?")


def quote(answered: Comment, rita: User, words: str) -> Comment:
    return make_comment(
        answered.version, rita, "Mine", parent=answered, quoted_words=words
    )


class TestWhatMayBeQuoted:
    @pytest.mark.parametrize("words", ["zone is it", "it, & why?", "zone"])
    def test_words_as_they_are_read(
        self, answered: Comment, rita: User, words: str
    ) -> None:
        reply = quote(answered, rita, words)
        assert reply.reply_quote.exact == words
        assert reply.reply_quote.revision == answered.revision

    @pytest.mark.parametrize("words", ["my zone", "**zone**", "zone  is"])
    def test_nothing_else(self, answered: Comment, rita: User, words: str) -> None:
        with pytest.raises(NotTheirWords):
            quote(answered, rita, words)
        assert not Comment.objects.filter(author=rita).exists()

    def test_nothing_that_was_edited_away(self, answered: Comment, rita: User) -> None:
        edit_comment(
            answered, source="Sorry", kind="comment", language="en", revision=0
        )
        with pytest.raises(NotTheirWords):
            quote(answered, rita, "zone")

    def test_nothing_that_is_hidden(
        self, answered: Comment, rita: User, mona: User
    ) -> None:
        hide(answered, mona)
        for person in (rita, mona):
            with pytest.raises(NotTheirWords):
                quote(answered, person, "zone")

    def test_a_form_sent_twice_cannot_quote_something_else(
        self, answered: Comment, rita: User
    ) -> None:
        reply = quote(answered, rita, "zone")
        send = partial(
            make_comment,
            answered.version,
            rita,
            "Mine",
            parent=answered,
            submission=reply.submission,
        )
        assert send(quoted_words="zone") == reply
        with pytest.raises(AlreadySent):
            send(quoted_words="why?")

    def test_a_long_comment_is_offered_shortened(self) -> None:
        assert words_to_quote("<p>a &amp; b</p>\n<p>c</p>") == "a & b c"
        english = words_to_quote("<p>" + "word " * OFFERED + "</p>")
        assert english.endswith("word")
        assert len(english) <= OFFERED
        assert words_to_quote("<p>" + "字" * 999 + "</p>") == "字" * OFFERED


class TestForm:
    def test_offers_the_words_where_it_is_asked_to(
        self, answered: Comment, rita: User
    ) -> None:
        client, reply = signed_in(rita), f"/en/comments/{answered.pk}/reply/"
        assert (
            "Which zone is it, &amp; why?</textarea>"
            in client.get(f"{reply}?quote=1").text
        )
        plain = flat(client.get(reply).text)
        assert '<div class="field field-quoted_words" hidden>' in plain

    def test_of_a_new_thread_has_no_such_field(
        self, answered: Comment, rita: User
    ) -> None:
        assert "quoted_words" not in signed_in(rita).get(CLAUSE).text

    def test_stores_trimmed_words_and_shows_them(
        self, client: Client, answered: Comment, rita: User
    ) -> None:
        signed_in(rita).post(
            f"/en/comments/{answered.pk}/reply/",
            said(source="Mine", quoted_words=" zone\r\n is "),
        )
        assert ReplyQuote.objects.get().exact == "zone is"
        shown = flat(client.get(CLAUSE).text)
        assert '<blockquote lang="en">zone is</blockquote>' in shown
        assert f'<a href="#comment-{answered.pk}">Carol</a>' in shown

    def test_says_why_other_words_are_not_taken(
        self, answered: Comment, rita: User
    ) -> None:
        response = signed_in(rita).post(
            f"/en/comments/{answered.pk}/reply/",
            said(source="Mine", quoted_words="my zone"),
        )
        assert response.status_code == 422
        assert "These words are not in the comment" in response.text
        assert "my zone</textarea>" in response.text


class TestWhatIsShown:
    def test_not_once_the_comment_is_withdrawn(
        self, client: Client, answered: Comment, rita: User
    ) -> None:
        quote(answered, rita, "zone is")
        Comment.objects.filter(pk=answered.pk).update(state=Comment.State.WITHDRAWN)
        shown = client.get(CLAUSE).text
        assert "zone is" not in shown
        assert "The words quoted here can no longer be read." in shown

    def test_says_when_the_comment_was_edited_since(
        self, client: Client, answered: Comment, rita: User
    ) -> None:
        quote(answered, rita, "zone is")
        edit_comment(
            answered, source="Sorry", kind="comment", language="en", revision=0
        )
        shown = client.get(CLAUSE).text
        assert "zone is" in shown
        assert "before it was edited" in shown

    def test_in_lists_too(self, client: Client, answered: Comment, rita: User) -> None:
        quote(answered, rita, "zone is")
        for page in ("/en/commentary/", f"/en/people/{rita.pk}/"):
            assert "zone is" in client.get(page).text

    def test_costs_no_query(
        self, client: Client, answered: Comment, rita: User
    ) -> None:
        make_comment(answered.version, rita, "Mine", parent=answered)
        before = queries_of(lambda: client.get(CLAUSE))
        quote(answered, rita, "zone is")
        assert queries_of(lambda: client.get(CLAUSE)) == before
