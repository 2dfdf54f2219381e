"""Point in time: earlier editions, days, clauses that are gone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from documents.languages import CODES
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.history import count_history, history_of
from documents.services import (
    begin_draft,
    merge_clauses,
    move_clause,
    publish_edition,
    remove_clause,
    restore_clause,
    reword_clause,
    split_clause,
)
from documents.text.content import ClauseContent
from tests.base import LANGUAGES, at_most, signed_in
from tests.factories import make_edition, make_person

pytestmark = pytest.mark.django_db
PAGE = "/en/documents/memo/"
NAMED = ("present since the first edition", "removed", "restored")


def row(edition: Edition, key: str) -> ClauseVersion:
    return edition.versions.for_reading().select_related("edition").get(clause__key=key)


def count_steps(key: str) -> int:
    visitor = AnonymousUser()
    return count_history(history_of(Clause.objects.get(key=key), visitor), visitor)


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
        day = "8\N{NO-BREAK SPACE}September 2006"
        text = f"No edition of this document had been published by {day}."
        assert text in response.content.decode()

    @pytest.mark.parametrize(
        "day",
        ["", "yesterday", "2006-13-01", "0", "2006-9-8x", "20210615", "2021-W24-2"],
    )
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
        assert "Its text is now part of:" in html
        assert ">statement, preambular para. 1</a>" in html

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
        assert "Its text is now part of:" not in html

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


def changed(version: ClauseVersion, text: str) -> None:
    """Reword the Russian text of a clause."""
    texts = {code: version.in_language("text", code) for code in CODES} | {"ru": text}
    wording = ClauseContent(version.kind, texts=texts)
    reword_clause(version, wording, revision=version.revision)


def steps_of(client: Client, key: str, code: str = "en") -> list[str]:
    """Return the steps of a clause's history as plain text, the first one first."""
    html = client.get(f"/{code}/documents/memo/clauses/{key}/").content.decode()
    _before, *steps = html.split('<div class="step">')
    plain = [re.sub(r"<[^>]+>", " ", step.split("</section>")[0]) for step in steps]
    return [" ".join(step.split()) for step in plain][::-1]


class TestHistory:
    def test_each_edition_against_the_one_before(
        self, client: Client, draft: Edition
    ) -> None:
        changed(row(draft, "statement-pre1"), "отмечая иное,")
        publish_edition(draft, user=None)
        with at_most(20):
            first, second = steps_of(client, "statement-pre1")
        assert "present since the first edition" in first
        assert "Русский отмечая пункт 1," in first
        assert "中文" not in first  # what it said is what it says
        assert (
            "edited Русский отмечая [deleted: пункт 1 ] [inserted: иное ] ," in second
        )

    def test_a_first_edition_has_none(self, client: Client) -> None:
        make_edition()
        html = client.get(f"{PAGE}clauses/statement-pre1/").content.decode()
        assert "No edition has changed this clause." in html
        assert count_steps("statement-pre1") == 0
        assert '<div class="step">' not in html

    def test_removal_and_restoration_are_named(
        self, client: Client, draft: Edition
    ) -> None:
        remove_clause(row(draft, "statement-pre2"))
        third = begin_draft(publish_edition(draft, user=None), user=None)
        publish_edition(third, user=None)
        fourth = begin_draft(third, user=None)
        pre2 = Clause.objects.get(key="statement-pre2")
        restore_clause(fourth, pre2, position=2)
        publish_edition(fourth, user=None)
        with at_most(18):
            steps = steps_of(client, "statement-pre2")
        assert len(steps) == len(NAMED)
        assert all(name in step for name, step in zip(NAMED, steps, strict=True))
        for key, count in (("statement-pre2", len(NAMED)), ("statement-pre1", 4)):
            assert count_steps(key) == len(steps_of(client, key)) == count

    def test_a_gone_clause_tells_its_removal(
        self, client: Client, draft: Edition
    ) -> None:
        merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
        publish_edition(draft, user=None)
        with at_most(18):
            *_first, removed = steps_of(client, "statement-pre2")
        assert (
            "removed Its text is now part of: statement, preambular para. 1" in removed
        )

    def test_a_merge_names_what_was_taken_in(
        self, client: Client, draft: Edition
    ) -> None:
        merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
        publish_edition(draft, user=None)
        *_first, merged = steps_of(client, "statement-pre1")
        assert "edited merged Includes text from: statement, preambular" in merged
        assert "para. 2" in merged

    def test_a_split_is_told_on_both_sides(
        self, client: Client, draft: Edition
    ) -> None:
        cut = {"zh-hans": 3, "ru": 8, "en": 7}
        born = split_clause(row(draft, "statement-pre1"), at=cut)
        publish_edition(draft, user=None)
        *_first, split = steps_of(client, "statement-pre1")
        assert "Part of its text is now in: statement, preambular para. 2" in split
        [birth] = steps_of(client, born.key)
        assert "split off Includes text from: statement, preambular para. 1" in birth

    def test_moving_is_named_with_the_former_place(
        self, client: Client, draft: Edition
    ) -> None:
        move_clause(row(draft, "statement-pre3"), position=2)
        publish_edition(draft, user=None)
        *_first, moved = steps_of(client, "statement-pre3")
        assert "moved was: statement, preambular para. 3" in moved
        *_first, other = steps_of(client, "statement-pre1")
        assert "moved" not in other

    def test_a_draft_is_told_only_to_those_who_see_it(
        self, client: Client, draft: Edition
    ) -> None:
        changed(row(draft, "statement-pre1"), "отмечая иное,")
        assert steps_of(client, "statement-pre1") == []
        editor = signed_in(make_person("editor", "documents.view_edition"))
        assert "Edition 2, draft" in steps_of(editor, "statement-pre1")[-1]
