"""The panel of a clause: its tabs, its counts, and where it leads without htmx."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commentary.models import Comment
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import at_most, queries_of
from tests.commentary.factories import make_comment, version_of

pytestmark = pytest.mark.django_db
DOCUMENT = "/en/documents/memo/"
PANEL = f"{DOCUMENT}clauses/statement-pre1/panel/"
HTMX = {"HX-Request": "true"}


def read(client: Client, query: str = "") -> str:
    return client.get(f"{PANEL}{query}", headers=HTMX).content.decode()


def current_tabs(html: str) -> list[str]:
    return re.findall(r'data-panel-tab="(\w+)"\s+aria-current="true"', html)


@pytest.mark.parametrize(
    ("tab", "anchor"),
    [
        ("discussion", "commentary"),
        ("references", "references"),
        ("history", "history"),
        ("cite", "cite"),
    ],
)
class TestEachTab:
    def test_shows_its_section(
        self, client: Client, version: ClauseVersion, tab: str, anchor: str
    ) -> None:
        html = read(client, f"?tab={tab}")
        assert current_tabs(html) == [tab]
        assert re.findall(r'<section[^>]* id="(\w+)"', html) == [anchor]

    def test_leads_to_the_same_section_of_the_page_without_htmx(
        self, client: Client, version: ClauseVersion, tab: str, anchor: str
    ) -> None:
        response = client.get(f"{PANEL}?tab={tab}")
        page = version.clause.get_absolute_url()
        assert response.headers["Location"] == f"{page}#{anchor}"
        assert f'id="{anchor}"' in client.get(page).content.decode()


class TestPanel:
    def test_counts_what_there_is(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol)
        make_comment(version, carol, kind="question")
        html = read(client)
        assert re.search(r'Discussion <span class="count">2</span>', html)
        assert re.search(r"History *</a>", html)

    def test_nonsense_is_the_discussion(
        self, client: Client, version: ClauseVersion
    ) -> None:
        for query in ("?tab=xx", "?at=ru:zz", "?at=", "?comment=-1"):
            assert current_tabs(read(client, query)) == ["discussion"]

    def test_leads_to_the_neighbours_and_the_next_commented_clause(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version_of(version.edition, "statement-op1"), carol)
        html = read(client)
        assert 'rel="next"' in html
        assert 'rel="prev"' in html
        link = html.split("Next commented clause:")[0].rsplit("data-panel-clause", 1)
        assert link[1].startswith('="statement-op1"')

    def test_says_how_many_quote_the_same_words(
        self, client: Client, version: ClauseVersion, carol: User, rita: User
    ) -> None:
        first = make_comment(version, carol, quoted="Noting point")
        second = make_comment(version, rita, quoted="point 1")
        at = version.in_language("text", "en").index("point")
        html = read(client, f"?at=en:{at}")
        assert "2 comments quote these words:" in html
        for comment in (first, second):
            assert f'data-panel-comment="{comment.pk}"' in html
        assert re.search(rf'id="comment-{first.pk}"[^>]* data-fresh', html)
        html = read(client, f"?at=en:{at}&comment={second.pk}")
        assert re.search(rf'id="comment-{second.pk}"[^>]* data-fresh', html)

    def test_shows_no_hidden_comment_for_a_quote(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, quoted="point")
        Comment.objects.update(state=Comment.State.HIDDEN)
        at = version.in_language("text", "en").index("point")
        for query in (f"?at=en:{at}", f"?comment={comment.pk}"):
            html = read(client, query)
            assert "quote these words" not in html
            assert "data-fresh" not in html

    def test_is_kept_for_visitors(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        first = read(client)
        with CaptureQueriesContext(connection) as queries:
            assert read(client) == first
        assert len(queries) == 1
        make_comment(version, carol, "Said anew")
        assert "Said anew" in read(client)

    def test_costs_the_same_for_many_comments(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        client.cookies["messages"] = "x"  # made anew each time
        make_comment(version, carol)
        few = queries_of(lambda: read(client))
        for _each in range(20):
            make_comment(version, carol)
        with at_most(few):
            read(client)
        assert few <= 30

    def test_a_page_that_names_a_clause_leads_to_its_page(
        self, client: Client, version: ClauseVersion
    ) -> None:
        html = client.get(f"{DOCUMENT}?clause=statement-pre1").content.decode()
        noscript = html.split("<noscript>")[1].split("</noscript>")[0]
        assert version.clause.get_absolute_url() in noscript
        for key in ("nothing", "a" * 200):
            page = client.get(f"{DOCUMENT}?clause={key}")
            assert "<noscript>" not in page.content.decode()
