"""Long threads: pages of replies, and each comment on the page its address names."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commentary.comments.folding import LONGEST_UNFOLDED, MOST_TEXT
from commentary.comments.forms import MOST_CHARACTERS
from commentary.comments.thread import REPLIES_PER_PAGE, THREADS_PER_PAGE
from commentary.models import Comment, Quote
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import LANGUAGES, flat, queries_of, signed_in
from tests.commentary.comments.test_posting import CLAUSE, PART, URL, said
from tests.commentary.factories import make_comment, version_of
from tests.commentary.quotes.test_reanchoring import split

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "It begins")


def replied(parent: Comment, count: int, words: str = "Reply") -> list[Comment]:
    """Replies made at once, each a second after the one before: `words` 0, 1, ..."""
    latest = Comment.objects.latest("created_at").created_at
    return Comment.objects.bulk_create(
        Comment(
            clause_id=parent.clause_id,
            version_id=parent.version_id,
            author_id=parent.author_id,
            parent=parent,
            root=parent.root or parent,
            language="en",
            source=f"{words} {number}",
            html=f"<p>{words} {number};</p>",
            created_at=latest + timedelta(seconds=number + 1),
        )
        for number in range(count)
    )


def shown(client: Client, address: str, **headers: Any) -> str:
    response = client.get(address, follow=True, **headers)
    assert response.status_code == 200
    return response.text


class TestPagesOfReplies:
    def test_the_first_are_shown_with_a_link_to_the_next(
        self, client: Client, first: Comment
    ) -> None:
        replied(first, REPLIES_PER_PAGE + 1)
        html = shown(client, CLAUSE)
        assert f"Reply {REPLIES_PER_PAGE - 1};" in html
        assert f"Reply {REPLIES_PER_PAGE};" not in html
        count = REPLIES_PER_PAGE + 1
        assert f"Replies 1 to {REPLIES_PER_PAGE} of {count}" in html
        query = f"page=1&amp;thread={first.pk}&amp;replies=2#comment-{first.pk}"
        assert query in html

    def test_the_next_are_on_the_page_that_the_link_names(
        self, client: Client, first: Comment
    ) -> None:
        replied(first, REPLIES_PER_PAGE + 1)
        html = shown(client, f"{CLAUSE}?thread={first.pk}&replies=2")
        assert "It begins" in html
        assert f"Reply {REPLIES_PER_PAGE};" in html
        assert "Reply 0;" not in html
        assert "Earlier replies" in html
        assert "Later replies" not in html

    def test_other_threads_stay_on_their_first_page(
        self, client: Client, version: ClauseVersion, carol: User, first: Comment
    ) -> None:
        replied(first, REPLIES_PER_PAGE + 1)
        replied(make_comment(version, carol), REPLIES_PER_PAGE + 1, "Other")
        html = shown(client, f"{CLAUSE}?thread={first.pk}&replies=2")
        assert "Other 0;" in html
        assert f"Other {REPLIES_PER_PAGE};" not in html

    def test_as_many_as_a_page_has_need_no_links(
        self, client: Client, first: Comment
    ) -> None:
        replied(first, REPLIES_PER_PAGE)
        assert "replies-paging" not in shown(client, CLAUSE)

    def test_in_the_panel(self, client: Client, first: Comment) -> None:
        replied(first, REPLIES_PER_PAGE + 1)
        address = f"{URL}?edition=1&thread={first.pk}&replies=2"
        html = shown(client, address, headers=PART)
        assert "<html" not in html
        assert f"Reply {REPLIES_PER_PAGE};" in html
        assert f'hx-get="{URL}?edition=1&amp;page=1&amp;thread={first.pk}' in html

    def test_what_answers_an_earlier_page_leads_there(
        self, client: Client, first: Comment
    ) -> None:
        early = replied(first, REPLIES_PER_PAGE)[3]
        late = replied(early, 1, "Late")[0]
        html = flat(shown(client, f"{CLAUSE}?thread={first.pk}&replies=2"))
        assert "Late 0;" in html
        assert f'<p class="answers"><a href="/en/comments/{early.pk}/">' in html
        assert html.index(f"comment-{first.pk}") < html.index(f"comment-{late.pk}")

    def test_what_is_answered_is_no_way_to_a_hidden_text(
        self, client: Client, first: Comment
    ) -> None:
        early = replied(first, REPLIES_PER_PAGE)[3]
        replied(early, 1, "Late")
        Comment.objects.filter(pk=early.pk).update(state=Comment.State.HIDDEN)
        html = shown(client, f"{CLAUSE}?thread={first.pk}&replies=2")
        assert "Late 0;" in html
        assert "Reply 3" not in html

    @pytest.mark.parametrize(
        "asked",
        ["thread=x&replies=2", "thread=0", "replies=9", f"thread={'9' * 5000}"],
    )
    def test_odd_addresses_show_the_beginning(
        self, client: Client, first: Comment, asked: str
    ) -> None:
        replied(first, REPLIES_PER_PAGE + 1)
        html = shown(client, f"{CLAUSE}?{asked}")
        assert "Reply 0;" in html

    @pytest.mark.parametrize("replies", ["0", "-1", "99", "x", ""])
    def test_odd_pages_show_some_page(
        self, client: Client, first: Comment, replies: str
    ) -> None:
        replied(first, REPLIES_PER_PAGE + 1)
        html = shown(client, f"{CLAUSE}?thread={first.pk}&replies={replies}")
        assert "Reply" in html

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_language(self, client: Client, first: Comment, code: str) -> None:
        replied(first, 2 * REPLIES_PER_PAGE + 1)
        address = CLAUSE.replace("/en/", f"/{code}/")
        html = shown(client, f"{address}?thread={first.pk}&replies=2")
        words = {
            "en": "Later replies",
            "ru": "Следующие ответы",
            "zh-hans": "后面的回复",
        }
        assert words[code] in html


class TestCost:
    def test_reads_the_text_of_no_other_thread(
        self, client: Client, first: Comment
    ) -> None:
        with CaptureQueriesContext(connection) as queries:
            shown(client, CLAUSE)
        limited = re.compile(r'FROM "commentary_comment" .* LIMIT \d+$', re.DOTALL)
        [page] = [each["sql"] for each in queries if limited.search(each["sql"])]
        assert '."html"' not in page

    @pytest.mark.parametrize("asked", ["", "?thread={thread}&replies=2"])
    def test_is_the_same_for_many_replies(
        self, client: Client, first: Comment, asked: str
    ) -> None:
        early = replied(first, REPLIES_PER_PAGE + 1)
        replied(early[0], REPLIES_PER_PAGE)
        address = CLAUSE + asked.format(thread=first.pk)
        few = queries_of(lambda: client.get(address))
        size = len(client.get(address).content)
        replied(first, 300)
        assert queries_of(lambda: client.get(address)) == few
        assert len(client.get(address).content) < size * 1.1


class TestDeepLinks:
    def lands_on(self, client: Client, comment: Comment) -> str:
        place = client.get(f"/en/comments/{comment.pk}/")["Location"]
        assert place.endswith(f"#comment-{comment.pk}")
        html = shown(client, place)
        assert f'id="comment-{comment.pk}"' in html
        return place

    def test_lead_to_the_page_that_holds_the_comment(
        self, client: Client, version: ClauseVersion, carol: User, first: Comment
    ) -> None:
        replies = replied(first, 2 * REPLIES_PER_PAGE + 1)
        assert "?" not in self.lands_on(client, replies[0])
        assert "?" not in self.lands_on(client, replies[REPLIES_PER_PAGE - 1])
        assert "replies=2" in self.lands_on(client, replies[REPLIES_PER_PAGE])
        assert "replies=3" in self.lands_on(client, replies[-1])

    def test_in_a_thread_on_a_later_page(
        self, client: Client, version: ClauseVersion, carol: User, first: Comment
    ) -> None:
        for _each in range(THREADS_PER_PAGE):
            last = make_comment(version, carol)
        replies = replied(last, REPLIES_PER_PAGE + 1)
        place = self.lands_on(client, replies[-1])
        assert f"?page=2&thread={last.pk}&replies=2#" in place

    def test_count_what_the_visitor_is_shown(
        self, client: Client, first: Comment, mona: User
    ) -> None:
        replies = replied(first, REPLIES_PER_PAGE + 1)
        Comment.objects.filter(pk=replies[0].pk).update(state=Comment.State.REJECTED)
        assert "?" not in self.lands_on(client, replies[-1])
        assert "replies=2" in self.lands_on(signed_in(mona), replies[-1])

    def test_on_a_clause_that_took_over_the_words_of_another(
        self, client: Client, edition: Edition, carol: User, first: Comment
    ) -> None:
        for _each in range(THREADS_PER_PAGE):
            make_comment(version_of(edition, "statement-pre1"), carol)
        draft = begin_draft(edition, user=None)
        born = split(draft, "statement-pre1", at=7)
        published = publish_edition(draft, user=None)
        own = make_comment(version_of(published, born.key), carol)
        assert "?page=2#" in self.lands_on(client, own)


class TestWriting:
    def test_shows_the_page_of_the_new_reply(self, first: Comment, rita: User) -> None:
        replied(first, REPLIES_PER_PAGE)
        Comment.objects.update(created_at=timezone.now() - timedelta(hours=1))
        client, reply = signed_in(rita), f"/en/comments/{first.pk}/reply/"
        html = client.post(reply, said(source="Just said"), headers=PART).text
        assert "Just said" in html
        assert "data-fresh" in html
        assert (
            "Just said"
            in client.post(reply, said(source="Just said"), follow=True).text
        )

    def test_shows_the_page_of_a_new_thread(
        self, version: ClauseVersion, carol: User
    ) -> None:
        for _each in range(THREADS_PER_PAGE):
            make_comment(version, carol)
        html = signed_in(carol).post(URL, said(source="Just said"), headers=PART).text
        assert "Just said" in html
        assert "data-fresh" in html


class TestSizeOfAPage:
    """Twenty replies of ten thousand characters fill a page."""

    @pytest.fixture
    def long(self, first: Comment) -> list[Comment]:
        rows = replied(first, REPLIES_PER_PAGE)
        for row in rows:
            row.html = f"<p>{row.source};{'x' * MOST_CHARACTERS}</p>"
            row.created_at -= timedelta(hours=1)
        Comment.objects.bulk_update(rows, ["html", "created_at"])
        return rows

    @pytest.fixture
    def folded(
        self, version: ClauseVersion, carol: User, long: list[Comment]
    ) -> Comment:
        """A long comment after them."""
        return make_comment(version, carol, f"Late {'y' * LONGEST_UNFOLDED}")

    def test_what_is_long_is_folded(
        self, client: Client, version: ClauseVersion, carol: User, folded: Comment
    ) -> None:
        make_comment(version, carol, "Short and late")
        html = flat(shown(client, CLAUSE))
        assert "Reply 18;x" in html
        assert "Late y" not in html
        assert "Short and late" in html
        assert (
            f'<a href="{folded.get_absolute_url()}">Read the whole comment</a>' in html
        )

    def test_its_permalink_shows_it(self, client: Client, folded: Comment) -> None:
        response = client.get(folded.get_absolute_url())
        asked = f"{CLAUSE}?whole={folded.pk}#comment-{folded.pk}"
        assert response["Location"] == asked
        assert "Late y" in shown(client, asked)

    def test_so_does_the_permalink_of_a_reply(
        self, client: Client, folded: Comment
    ) -> None:
        reply = replied(folded, REPLIES_PER_PAGE + 1)[-1]
        Comment.objects.filter(pk=reply.pk).update(html=f"<p>Last {'z' * 9_000}</p>")
        query = f"thread={folded.pk}&replies=2"
        assert "Last z" not in shown(client, f"{CLAUSE}?{query}")
        assert "Last z" in shown(client, reply.get_absolute_url())

    def test_who_wrote_it_sees_it_at_once(self, carol: User, folded: Comment) -> None:
        words = f"Fresh {'w' * LONGEST_UNFOLDED}"
        response = signed_in(carol).post(URL, said(source=words), headers=PART)
        assert "Fresh w" in response.text
        assert "Late y" not in response.text

    def test_quotes_count(
        self, client: Client, version: ClauseVersion, carol: User, folded: Comment
    ) -> None:
        make_comment(version, carol, "Quoting", quoted="Noting")
        Quote.objects.update(exact="q" * 9_000)
        html = shown(client, CLAUSE)
        assert "Quoting" not in html
        assert "qqq" not in html

    def test_a_hidden_one_is_a_tombstone(
        self, client: Client, mona: User, folded: Comment
    ) -> None:
        Comment.objects.filter(pk=folded.pk).update(state=Comment.State.HIDDEN)
        html = shown(client, f"{CLAUSE}?whole={folded.pk}")
        assert "Hidden by a moderator." in html
        assert f'{folded.get_absolute_url()}">Read the whole' not in html
        assert "Late y" not in html
        asked = shown(signed_in(mona), f"{CLAUSE}?whole={folded.pk}")
        assert "Late y" in asked

    def test_bounds_a_page_that_is_full(
        self, client: Client, version: ClauseVersion, carol: User, long: list[Comment]
    ) -> None:
        queries = queries_of(lambda: shown(client, CLAUSE))
        for _thread in range(5):
            more = replied(make_comment(version, carol), REPLIES_PER_PAGE)
            pks = [row.pk for row in more]
            Comment.objects.filter(pk__in=pks).update(html="z" * MOST_CHARACTERS)
        html = shown(client, CLAUSE)
        assert len(html) < MOST_TEXT + 500_000
        assert html.count("Read the whole comment") == 5 * REPLIES_PER_PAGE + 1
        assert queries_of(lambda: shown(client, CLAUSE)) == queries

    @pytest.mark.parametrize("asked", ["x", "0", "9" * 18, "9" * 19, "٣", ""])
    def test_nonsense_unfolds_nothing(
        self, client: Client, folded: Comment, asked: str
    ) -> None:
        assert "Late y" not in shown(client, f"{CLAUSE}?whole={asked}")

    @pytest.mark.parametrize(
        ("code", "words"),
        [("ru", "Прочитать комментарий полностью"), ("zh-hans", "阅读评注全文")],
    )
    def test_is_said_in_every_language(
        self, client: Client, folded: Comment, code: str, words: str
    ) -> None:
        assert words in shown(client, CLAUSE.replace("/en/", f"/{code}/"))
