"""The reading pages with commentary: counts, quotes, and what they cost."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.utils.html import escape

from commentary.comments.thread import REPLIES_PER_PAGE
from commentary.models import Comment
from documents.models import ClauseVersion, Edition
from portal.people.models import User
from tests.base import at_most, queries_of, signed_in
from tests.commentary.factories import make_comment, version_of

pytestmark = pytest.mark.django_db
DOCUMENT = "/en/documents/memo/"
CLAUSE = f"{DOCUMENT}clauses/statement-pre1/"


def many(version: ClauseVersion, author: User, count: int) -> None:
    Comment.objects.bulk_create(
        Comment(
            clause=version.clause,
            version=version,
            author=author,
            language="en",
            source="Again",
            html="<p>Again</p>",
            submission=uuid.uuid4(),
        )
        for _each in range(count)
    )


class TestDocument:
    def test_tells_what_is_said_of_each_clause(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol)
        make_comment(version, carol, kind="question")
        make_comment(version, carol, kind="question")
        html = client.get(DOCUMENT).content.decode()
        assert ">1 comment · 2 questions<" in html

    def test_does_not_count_what_is_hidden(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        for state in ("hidden", "pending", "withdrawn"):
            comment = make_comment(version, carol)
            Comment.objects.filter(pk=comment.pk).update(state=state)
        assert "1 comment" not in client.get(DOCUMENT).content.decode()

    def test_marks_quoted_words(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, quoted="point")
        html = client.get(DOCUMENT).content.decode()
        assert re.search(r"<mark\s+class=\"quoted[^>]*>point</mark>", html)

    def test_overlapping_quotes_are_told_apart(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, quoted="Noting point")
        make_comment(version, carol, quoted="point 1")
        html = client.get(DOCUMENT).content.decode()
        assert re.search(r"<mark\s+class=\"quoted depth-2\"[^>]*>point</mark>", html)

    def test_hidden_comments_mark_nothing(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, quoted="point")
        Comment.objects.update(state=Comment.State.HIDDEN)
        assert "<mark" not in client.get(DOCUMENT).content.decode()

    def test_marks_can_be_hidden(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, quoted="point")
        html = client.get(f"{DOCUMENT}?marks=off&texts=en").content.decode()
        assert "<mark" not in html
        assert 'href="?texts=en"' in html
        assert "1 comment" in html

    def test_costs_the_same_for_ten_thousand_comments(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        many(version, carol, 10)
        few = queries_of(lambda: client.get(DOCUMENT))
        many(version, carol, 9_990)
        with at_most(few):
            client.get(DOCUMENT)
        assert few <= 13

    def test_a_preview_of_a_draft_has_them_too(
        self, edition: Edition, version: ClauseVersion, carol: User
    ) -> None:
        from documents.services import begin_draft
        from tests.factories import make_person

        make_comment(version, carol)
        begin_draft(edition, user=None)
        editor = signed_in(make_person("ed", "documents.view_edition"))
        html = editor.get(f"{DOCUMENT}editions/2/").content.decode()
        assert "1 comment" in html


class TestClause:
    def test_shows_the_thread_in_every_language(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, "Да, «так»", language="ru")
        for code in ("zh-hans", "ru", "en"):
            page = client.get(CLAUSE.replace("/en/", f"/{code}/"))
            assert escape("Да, «так»") in page.content.decode()

    def test_costs_the_same_for_many_comments(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        many(version, carol, 2)
        few = queries_of(lambda: client.get(CLAUSE))
        many(version, carol, 200)
        with at_most(few):
            client.get(CLAUSE)

    def test_a_deep_thread_is_shown_whole_on_its_pages(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        first = comment = make_comment(version, carol, "The first")
        for _each in range(60):
            comment = make_comment(version, carol, "Deeper", parent=comment)
        pages = range(1, 60 // REPLIES_PER_PAGE + 1)
        shown = [
            client.get(f"{CLAUSE}?thread={first.pk}&replies={page}").text
            for page in pages
        ]
        assert sum(html.count('<p dir="auto">Deeper</p>') for html in shown) == 60
        assert all("The first" in html for html in shown)

    def test_strangers_write_in_the_same_form_without_a_token(
        self, client: Client, version: ClauseVersion
    ) -> None:
        response = client.get(CLAUSE)
        html = response.content.decode()
        assert f'action="{CLAUSE}first-comment/#write"' in html
        assert "csrfmiddlewaretoken" not in html
        assert not response.cookies

    def test_addresses_of_people_are_shown_to_nobody(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        carol.display_name = ""
        carol.save()
        make_comment(version, carol)
        html = client.get(CLAUSE).content.decode()
        assert carol.email not in html
        assert "A participant" in html


class TestFilters:
    def test_show_whole_threads_in_which_something_matches(
        self, client: Client, version: ClauseVersion, carol: User, rita: User
    ) -> None:
        first = make_comment(version, carol, "First thread")
        make_comment(version, rita, "Ответ", language="ru", parent=first)
        make_comment(version, carol, "Second thread")
        html = client.get(f"{CLAUSE}?language=ru").content.decode()
        assert "First thread" in html
        assert "Second thread" not in html
        html = client.get(f"{CLAUSE}?author={rita.pk}").content.decode()
        assert "Second thread" not in html

    @pytest.mark.parametrize("query", ["language=xx", "author=zzz", "page=-1", "new=1"])
    def test_nonsense_asks_nothing(
        self, client: Client, version: ClauseVersion, carol: User, query: str
    ) -> None:
        make_comment(version, carol, "Still here")
        assert "Still here" in client.get(f"{CLAUSE}?{query}").content.decode()

    def test_new_since_my_last_visit(
        self, version: ClauseVersion, carol: User, rita: User
    ) -> None:
        from datetime import timedelta

        from django.utils import timezone

        from commentary.models import Visit

        make_comment(version, carol, "Old news")
        yesterday = timezone.now() - timedelta(days=1)
        Comment.objects.update(created_at=yesterday - timedelta(days=1))
        make_comment(version, carol, "Fresh news")
        Visit.objects.create(
            person=rita, document=version.clause.document, seen_at=yesterday
        )
        html = signed_in(rita).get(f"{CLAUSE}?new=on").content.decode()
        assert "Fresh news" in html
        assert "Old news" not in html


class TestEditions:
    def test_comments_on_an_earlier_wording_say_so(
        self, client: Client, edition: Edition, version: ClauseVersion, carol: User
    ) -> None:
        from documents.services import begin_draft, publish_edition
        from tests.commentary.quotes.test_reanchoring import reword

        make_comment(version, carol)
        draft = begin_draft(edition, user=None)
        reword(draft, "statement-pre1", en="Noting another matter,")
        publish_edition(draft, user=None)
        html = client.get(CLAUSE).content.decode()
        assert "on the wording of edition 1" in html
        assert "What changed here since edition 1" in html
        assert version_of(draft, "statement-pre2").edition_id == draft.pk
