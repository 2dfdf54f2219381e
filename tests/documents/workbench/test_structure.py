"""Splitting and inserting at the desk: printed numbers decide, levels have a parent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Clause, Edition
from documents.presenters.labels import full_label
from documents.services import begin_draft, publish_edition
from documents.workbench.clause_forms import as_stored
from documents.workbench.drafts import clause_url, workbench_url
from tests.documents.workbench.base import administrator, messages_of
from tests.factories import make_numbered_draft

pytestmark = pytest.mark.django_db
REFUSED = "This subparagraph would have no paragraph above it: “(a) Noting"
LABELS = {
    "statement-op2": "statement, para. 2",
    "statement-op2_cont": "statement, para. 2, continued",
    "statement-op2-a": "statement, para. 2 (a)",
    "statement-op2-b": "statement, para. 2 (b)",
    "statement-op3": "statement, para. 3",
}


@pytest.fixture
def desk() -> Client:
    return administrator()


@pytest.fixture
def draft() -> Edition:
    return make_numbered_draft()


def labels(edition: Edition) -> dict[str, str]:
    rows = edition.versions.for_reading()
    return {row.clause.key: full_label(row.locator) for row in rows}


def split(desk: Client, edition: Edition, key: str) -> None:
    """Split a clause as the desk proposes it."""
    address = clause_url(edition, "split", key)
    form = desk.get(address).context["form"]
    sent = {field.html_name: field.value() for field in form}
    row = edition.versions.get(clause__key=key)
    sent |= {"revision": row.revision, "split": "1"}
    assert desk.post(address, sent).status_code == 302


def remove(desk: Client, edition: Edition, key: str) -> Any:
    row = edition.versions.get(clause__key=key)
    address = clause_url(edition, "remove", key)
    return desk.post(address, {"revision": row.revision}, follow=True)


def store(desk: Client, edition: Edition, key: str, **changes: Any) -> Any:
    row = edition.versions.for_reading().get(clause__key=key)
    row.edition = edition
    sent = {**as_stored(row), **changes}
    return desk.post(clause_url(edition, "edit", key), sent)


class TestSplitting:
    def test_the_rest_continues_what_prints_the_number(
        self, desk: Client, draft: Edition
    ) -> None:
        split(desk, draft, "statement-op2")
        told = labels(draft)
        assert {key: told[key] for key in LABELS} == LABELS
        html = desk.get(workbench_url(draft)).text
        assert "statement, para. 2, continued" in html
        assert "para. 3-2" not in html

    def test_readers_see_it_in_outline_changes_and_history(
        self, desk: Client, draft: Edition
    ) -> None:
        draft = begin_draft(publish_edition(draft, user=None), user=None)
        split(desk, draft, "statement-op2")
        publish_edition(draft, user=None)
        for page in ("", "editions/2/changes/?from=1", "clauses/statement-op2_cont/"):
            html = desk.get(f"/en/documents/rules/{page}").text
            assert "ara. 2, continued" in html, page
            assert "para. 3-2" not in html, page

    def test_a_second_time(self, desk: Client, draft: Edition) -> None:
        split(desk, draft, "statement-op2")
        split(desk, draft, "statement-op2_cont")
        told = labels(draft)["statement-op2_cont2"]
        assert told == "statement, para. 2, continued (2)"

    def test_a_number_given_afterwards_leaves_the_keys(
        self, desk: Client, draft: Edition
    ) -> None:
        split(desk, draft, "statement-op2")
        numbers = {"number_en": "7.", "number_ru": "7.", "number_zh_hans": "7．"}
        store(desk, draft, "statement-op2_cont", **numbers)
        assert labels(draft)["statement-op2_cont"] == "statement, para. 7"

    def test_places_published_before_stay(self, desk: Client, draft: Edition) -> None:
        """What was stored by an earlier rule keeps its locator and its label."""
        row = draft.versions.get(clause__key="statement-op3")
        draft.versions.filter(pk=row.pk).update(locator="statement/op3_2")
        first = publish_edition(draft, user=None)
        draft = begin_draft(first, user=None)
        split(desk, draft, "statement-op2")
        assert labels(first)["statement-op3"] == "statement, para. 3-2"
        assert labels(draft)["statement-op3"] == "statement, para. 3"


class TestLevels:
    @pytest.mark.parametrize("depth", [0, 1])
    def test_nothing_is_inserted_below_nothing(
        self, desk: Client, draft: Edition, depth: int
    ) -> None:
        clauses = Clause.objects.count()
        sent = {"revision": 0, "kind": "subparagraph", "depth": depth}
        sent |= {"number_en": "(a)", "text_en": "Noting this"}
        address = reverse("admin:documents_clause_add", args=[draft.pk])
        response = desk.post(f"{address}?before=statement-op1", sent)
        assert REFUSED in response.context["form"].non_field_errors()[0]
        assert Clause.objects.count() == clauses

    def test_nothing_is_moved_above_what_it_belongs_to(
        self, desk: Client, draft: Edition
    ) -> None:
        before = labels(draft)
        address = clause_url(draft, "move", "statement-op2-a")
        response = desk.post(address, {"after": "statement-title"}, follow=True)
        assert REFUSED in messages_of(response)[0]
        assert labels(draft) == before

    def test_what_has_parts_stays_above_them(
        self, desk: Client, draft: Edition
    ) -> None:
        store(desk, draft, "statement-op1", kind="heading")
        response = store(desk, draft, "statement-op2", kind="heading")
        assert REFUSED in response.context["form"].non_field_errors()[0]
        response = remove(desk, draft, "statement-op2")
        assert REFUSED in messages_of(response)[0]
        assert "statement-op2" in labels(draft)

    def test_a_level_is_refused_in_the_editor(
        self, desk: Client, draft: Edition
    ) -> None:
        response = store(desk, draft, "statement-op1", depth=1)
        [told] = response.context["form"].non_field_errors()
        assert "would have no paragraph above it: “1. Noting" in told

    def test_what_stands_so_already_prevents_nothing_else(
        self, desk: Client, draft: Edition
    ) -> None:
        draft.versions.filter(clause__key="statement-op1").update(depth=1)
        assert store(desk, draft, "statement-op3", text_en="Other").status_code == 302

    def test_a_restored_subparagraph_needs_its_paragraph(
        self, desk: Client, draft: Edition
    ) -> None:
        draft = begin_draft(publish_edition(draft, user=None), user=None)
        remove(desk, draft, "statement-op2-a")
        address = clause_url(draft, "restore", "statement-op2-a")
        response = desk.post(address, {"after": ""}, follow=True)
        assert REFUSED in messages_of(response)[0]
        assert "statement-op2-a" not in labels(draft)
