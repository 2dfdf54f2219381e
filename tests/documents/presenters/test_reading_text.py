"""The text of a reading page as markup: its weight, its stretches, what changed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.models import Edition
from documents.services import (
    begin_draft,
    insert_clause,
    move_clause,
    publish_edition,
    remove_clause,
)
from documents.text.content import ClauseContent
from tests.base import LETTER, at_most, flat, queries_of
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
MEMO = "/en/documents/memo/"
MOST_BYTES_A_ROW = 2_300


def get(client: Client, url: str) -> str:
    return client.get(url).text


def publish_changed(edition: Edition) -> Edition:
    draft = begin_draft(edition, user=None)
    reword(draft, "statement-pre1", en="Noting another matter,")
    return publish_edition(draft, user=None)


@pytest.mark.usefixtures("letter")
class TestWeight:
    def test_a_row_of_three_texts(self, client: Client) -> None:
        text = get(client, f"/en/documents/{LETTER}/").partition("</article>")[0]
        _before, *rows = re.split(r'(?=<div class="clause)', text)
        assert len(rows) == 38
        sizes = [len(row.encode()) for row in rows]
        assert sum(sizes) / len(sizes) <= MOST_BYTES_A_ROW


class TestFolding:
    @pytest.mark.usefixtures("letter")
    def test_the_masthead_is_one_block(self, client: Client) -> None:
        html = get(client, f"/en/documents/{LETTER}/")
        assert html.count('<details class="masthead">') == 1
        folded = html.partition('<details class="masthead">')[2].partition("</details>")
        assert 'id="letter-organ1"' in folded[0]
        assert 'id="letter-title"' not in folded[0]

    @pytest.mark.usefixtures("letter")
    def test_skipping_leads_to_the_first_clause(self, client: Client) -> None:
        html = flat(get(client, f"/en/documents/{LETTER}/"))
        assert '<a class="skip-link" href="#letter-title">' in html
        assert re.search(r'id="letter-title"[^>]* tabindex="-1"', html)
        assert html.count('role="group"') == html.count('class="place"')


class TestLong:
    def test_is_made_in_stretches_and_loses_nothing(self, client: Client) -> None:
        make_edition(paragraphs=249)
        html = client.get("/ru/documents/memo/").text
        assert html.count('<div class="stretch">') == 6
        assert len(re.findall(r'<div class="clause[^"]*" id=', html)) == 251
        assert "пункт 249 преамбулы" in html
        assert html.rstrip().endswith("</html>")

    def test_a_short_one_is_laid_out_whole(self, client: Client) -> None:
        make_edition()
        assert "stretch" not in client.get(MEMO).text


class TestChanges:
    def test_what_the_edition_changed_is_marked(self, client: Client) -> None:
        edition = make_edition()
        assert "changed-mark" not in get(client, MEMO)
        publish_changed(edition)
        html = get(client, MEMO)
        assert re.findall(r'class="changed-mark" href="([^"]+)"', html) == [
            "/en/documents/memo/editions/2/changes/?from=1#statement-pre1"
        ]

    def test_marks_cost_the_same_for_many_clauses(self, client: Client) -> None:
        publish_changed(make_edition(paragraphs=3))
        few = queries_of(lambda: get(client, MEMO))
        publish_changed(make_edition("many", paragraphs=120))
        with at_most(few):
            get(client, "/en/documents/many/")

    def test_moved_and_inserted_are_marked_too(self, client: Client) -> None:
        draft = begin_draft(make_edition(), user=None)
        moved, removed = (
            draft.versions.get(clause__key=f"statement-pre{number}")
            for number in (3, 1)
        )
        move_clause(moved, position=2)
        remove_clause(removed)
        content = ClauseContent("paragraph", texts={"en": "Born later."})
        born = insert_clause(draft, content, part=moved.clause.part, position=4)
        publish_edition(draft, user=None)
        html = get(client, MEMO)
        marked = re.findall(r'class="changed-mark" href="[^"]*#([^"]+)"', html)
        assert marked == ["statement-pre3", born.key]
        told = get(client, f"{MEMO}?since=1")
        assert 'class="clause changed removed" id="statement-pre1"' in told

    def test_since_shows_the_redline_in_the_text(self, client: Client) -> None:
        publish_changed(make_edition())
        html = flat(get(client, f"{MEMO}?since=1&texts=en"))
        assert "<del>" in html
        assert "<ins>" in html
        assert "another matter" in html
        assert 'data-language="en"' not in html.partition('id="text"')[2]

    @pytest.mark.parametrize("value", ["2", "0", "x", "01"])
    def test_since_is_an_earlier_edition(self, client: Client, value: str) -> None:
        publish_changed(make_edition())
        assert client.get(MEMO, {"since": value}).status_code == 400
