"""“Put this back” at the desk, and restoring what would then be said twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Edition
from documents.services import (
    begin_draft,
    merge_clauses,
    publish_edition,
    remove_clause,
)
from documents.workbench.drafts import clause_url
from tests.base import LANGUAGES, queries_of
from tests.documents.presenters.test_publication_summary import reword
from tests.documents.services.test_edit import keys, row, said
from tests.documents.workbench.base import administrator, messages_of
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Client:
    return administrator()


@pytest.fixture
def draft() -> Edition:
    return begin_draft(make_edition(paragraphs=4), user=None)


def record(draft: Edition) -> str:
    return reverse("admin:documents_edition_record", args=[draft.pk])


def undo_url(draft: Edition, entry: Any) -> str:
    args = [draft.pk, entry.model, entry.event]
    return reverse("admin:documents_entry_undo", args=args)


class TestPuttingBack:
    def test_one_click_and_one_more(self, desk: Client, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        page = desk.get(record(draft))
        [entry, _made] = page.context["entries"]
        assert undo_url(draft, entry) in page.text
        page = desk.post(undo_url(draft, entry), follow=True)
        assert messages_of(page) == ["The change has been put back."]
        [newest, oldest, _made] = page.context["entries"]
        assert (newest.who, newest.puts_back) == ("anna@example.org", True)
        assert not oldest.can_undo
        assert undo_url(draft, oldest) not in page.text
        desk.post(undo_url(draft, newest))
        assert said(row(draft, "statement-pre1")).text("en") == "Other words"

    def test_in_the_record_of_a_clause(self, desk: Client, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        address = clause_url(draft, "record", "statement-pre1")
        page = desk.get(address)
        entry = page.context["entries"][0]
        sent = {"clause": "statement-pre1"}
        assert desk.post(undo_url(draft, entry), sent).headers["location"] == address
        sent = {"clause": "no key/"}
        assert desk.post(undo_url(draft, entry), sent).headers["location"] == record(
            draft
        )

    def test_a_conflict_is_shown_and_decided(
        self, desk: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre1", en="Other words")
        entry = desk.get(record(draft)).context["entries"][0]
        reword(draft, "statement-pre1", en="Still others")
        page = desk.post(undo_url(draft, entry))
        assert page.status_code == 409
        assert "This was changed again since" in page.text
        assert "<del" in page.text
        assert said(row(draft, "statement-pre1")).text("en") == "Still others"
        desk.post(undo_url(draft, entry), {"seen": page.context["seen"]})
        assert said(row(draft, "statement-pre1")).text("en") == "Noting point 1,"

    def test_a_conflict_of_facts(self, desk: Client, draft: Edition) -> None:
        russian = draft.languages.filter(language="ru")
        russian.update(standing="official")
        entry = desk.get(record(draft)).context["entries"][0]
        russian.update(standing="machine")
        page = desk.post(undo_url(draft, entry))
        [fact] = page.context["facts"]
        assert (fact.before, fact.after) == (
            "machine translation",
            "unofficial translation",
        )

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_language(self, desk: Client, draft: Edition, code: str) -> None:
        reword(draft, "statement-pre1", en="Other words")
        entry = desk.get(record(draft)).context["entries"][0]
        reword(draft, "statement-pre1", en="Still others")
        page = desk.post(undo_url(draft, entry), headers={"accept-language": code})
        assert (page.status_code, f'<html lang="{code}"' in page.text) == (409, True)

    def test_what_cannot_be_is_told(self, desk: Client, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        entry = desk.get(record(draft)).context["entries"][0]
        remove_clause(row(draft, "statement-pre1"))
        page = desk.post(undo_url(draft, entry), follow=True)
        assert messages_of(page) == ["This clause is no longer in the draft."]

    def test_is_sent_by_a_form(self, desk: Client, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        entry = desk.get(record(draft)).context["entries"][0]
        assert desk.get(undo_url(draft, entry)).status_code == 405

    def test_buttons_cost_no_queries(self, desk: Client, draft: Edition) -> None:
        remove_clause(row(draft, "statement-pre1"))
        desk.get(record(draft))
        few = queries_of(lambda: desk.get(record(draft)))
        for key in ("statement-pre2", "statement-pre3"):
            reword(draft, key, en="Other words")
            remove_clause(row(draft, key))
        assert queries_of(lambda: desk.get(record(draft))) == few


class TestSaidTwice:
    @pytest.fixture
    def merged(self, draft: Edition) -> Edition:
        merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
        return draft

    def test_is_told_and_taken_out(self, desk: Client, merged: Edition) -> None:
        address = clause_url(merged, "restore", "statement-pre2")
        page = desk.get(address)
        assert "would then be said twice" in page.text
        assert "<del" in page.text
        host = page.context["twice"]["host"]
        sent = {"after": "statement-pre1", "take_out": "on"}
        sent |= {"host": host.clause.key, "revision": host.revision}
        desk.post(address, sent)
        assert said(row(merged, "statement-pre1")).texts == {
            "zh-hans": "注意到第1点，",
            "ru": "отмечая пункт 1,",
            "en": "Noting point 1,",
        }
        assert keys(merged)[2] == "statement-pre2"
        assert not merged.derivations.exists()

    def test_is_left_there_if_that_is_wanted(
        self, desk: Client, merged: Edition
    ) -> None:
        address = clause_url(merged, "restore", "statement-pre2")
        desk.post(address, {"after": "statement-pre1"})
        text = said(row(merged, "statement-pre1")).text("en")
        assert text == "Noting point 1, Noting point 2,"
        assert "statement-pre2" in keys(merged)

    def test_is_not_taken_from_what_changed(
        self, desk: Client, merged: Edition
    ) -> None:
        address = clause_url(merged, "restore", "statement-pre2")
        host = desk.get(address).context["twice"]["host"]
        reword(merged, "statement-pre1", ru="Иначе")
        sent = {"after": "", "take_out": "on", "host": host.clause.key}
        page = desk.post(address, {**sent, "revision": host.revision}, follow=True)
        assert "Someone has changed this clause" in messages_of(page)[0]
        assert "statement-pre2" not in keys(merged)
        assert [each.code for each in page.context["twice"]["others"]] == ["ru"]

    def test_of_an_edition_before(self, desk: Client) -> None:
        """Merged and published: the words still stand in the other clause."""
        draft = begin_draft(make_edition(), user=None)
        merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
        later = begin_draft(publish_edition(draft, user=None), user=None)
        page = desk.get(clause_url(later, "restore", "statement-pre2"))
        assert page.context["twice"]["host"].clause.key == "statement-pre1"

    def test_what_was_only_removed_is_not(self, desk: Client, draft: Edition) -> None:
        remove_clause(row(draft, "statement-pre2"))
        page = desk.get(clause_url(draft, "restore", "statement-pre2"))
        assert page.context["twice"] is None

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_language(self, desk: Client, merged: Edition, code: str) -> None:
        address = clause_url(merged, "restore", "statement-pre2")
        page = desk.get(address, headers={"accept-language": code})
        assert (page.status_code, f'<html lang="{code}"' in page.text) == (200, True)


def test_what_was_removed_from_a_first_draft_is_restored(desk: Client) -> None:
    draft = make_draft()
    reword(draft, "statement-pre2", en="Reworded before it went")
    revision = row(draft, "statement-pre2").revision
    address = clause_url(draft, "remove", "statement-pre2")
    page = desk.post(address, {"revision": revision}, follow=True)
    assert messages_of(page) == ["The clause has been removed; it can be restored."]
    page = desk.get(reverse("admin:documents_clauses_removed", args=[draft.pk]))
    assert "removed from this draft" in page.text
    assert "Reworded before it went" in page.text
    restore = clause_url(draft, "restore", "statement-pre2")
    form = desk.get(restore).context["form"]
    assert form["after"].value() == "statement-pre1"
    desk.post(restore, {"after": "statement-pre1"})
    text = said(row(draft, "statement-pre2")).text("en")
    assert (keys(draft)[2], text) == ("statement-pre2", "Reworded before it went")
