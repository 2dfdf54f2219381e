"""Point in time: earlier editions, days, clauses that are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from documents.models import Clause, ClauseVersion, Edition
from documents.services import (
    Wording,
    begin_draft,
    merge_clauses,
    publish_edition,
    remove_clause,
    restore_clause,
    reword_clause,
)
from tests.base import LANGUAGES, at_most
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
PAGE = "/en/documents/memo/"


def row(edition: Edition, key: str) -> ClauseVersion:
    return edition.versions.for_reading().select_related("edition").get(clause__key=key)


@pytest.fixture
def draft() -> Edition:
    return begin_draft(make_edition(), user=None)


class TestOnADay:
    def test_today_is_the_current_edition(self, client: Client) -> None:
        make_edition()
        today = timezone.now().date()
        assert client.get(f"{PAGE}?on={today}").status_code == 200

    def test_before_the_first_is_404_with_the_reason(self, client: Client) -> None:
        make_edition()
        response = client.get(f"{PAGE}?on=2006-09-08")
        assert response.status_code == 404
        text = "No edition of this document was published by 8 September 2006."
        assert text in response.content.decode()

    @pytest.mark.parametrize("day", ["", "yesterday", "2006-13-01", "0", "2006-9-8x"])
    def test_what_is_no_day_is_400(self, client: Client, day: str) -> None:
        make_edition()
        assert client.get(PAGE, {"on": day}).status_code == 400

    def test_a_day_to_come_is_400(self, client: Client) -> None:
        make_edition()
        day = timezone.now().date() + timedelta(days=2)
        assert client.get(f"{PAGE}?on={day}").status_code == 400

    def test_a_hidden_document_is_404_whatever_the_day(self, client: Client) -> None:
        assert client.get(f"{PAGE}?on=nonsense").status_code == 404


class TestGone:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_page_is_410_with_the_last_text(
        self, client: Client, draft: Edition, code: str
    ) -> None:
        remove_clause(row(draft, "statement-pre2"))
        publish_edition(draft, user=None)
        response = client.get(f"/{code}/documents/memo/clauses/statement-pre2/")
        assert response.status_code == 410
        assert "отмечая пункт 2," in response.content.decode()

    def test_what_took_its_words_is_named(self, client: Client, draft: Edition) -> None:
        merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
        publish_edition(draft, user=None)
        html = client.get(f"{PAGE}clauses/statement-pre2/").content.decode()
        assert 'href="/en/documents/memo/clauses/statement-pre1/"' in html
        assert "Its words went on in:" in html

    def test_what_a_draft_made_of_it_is_not_told(
        self, client: Client, draft: Edition
    ) -> None:
        remove_clause(row(draft, "statement-pre2"))
        second = publish_edition(draft, user=None)
        third = begin_draft(second, user=None)
        pre2 = Clause.objects.get(key="statement-pre2")
        restore_clause(third, pre2, position=2)
        merge_clauses(row(third, "statement-pre1"), row(third, "statement-pre2"))
        html = client.get(f"{PAGE}clauses/statement-pre2/").content.decode()
        assert "Its words went on in:" not in html

    def test_permalinks_keep_their_meaning(
        self, client: Client, draft: Edition
    ) -> None:
        remove_clause(row(draft, "statement-pre2"))
        publish_edition(draft, user=None)
        first = client.get("/id/memo/e1/statement-pre2")
        assert first.headers["Location"] == f"{PAGE}editions/1/#statement-pre2"
        assert client.get("/id/memo/e2/statement-pre2").status_code == 410
        gone = client.get("/id/memo/statement-pre2", follow=True)
        assert gone.status_code == 410


class TestHistory:
    def test_each_edition_against_the_one_before(
        self, client: Client, draft: Edition
    ) -> None:
        version = row(draft, "statement-pre1")
        wording = Wording(version.kind, texts={"ru": "отмечая иное,"})
        reword_clause(version, wording, revision=version.revision)
        publish_edition(draft, user=None)
        with at_most(8):
            html = client.get(f"{PAGE}clauses/statement-pre1/").content.decode()
        assert "History of this clause" in html
        assert "иное</ins>" in html.replace(
            '<span class="visually-hidden">]</span>', ""
        )

    def test_a_first_edition_has_none(self, client: Client) -> None:
        make_edition()
        html = client.get(f"{PAGE}clauses/statement-pre1/").content.decode()
        assert "History of this clause" not in html
