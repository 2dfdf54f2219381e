"""Renumbering at the desk: preview, confirmation, undoing, and its record."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Edition
from documents.services import publish_edition
from documents.workbench.drafts import clause_url, workbench_url
from tests.base import LANGUAGES, queries_of
from tests.documents.services.test_renumber import give, numbers
from tests.documents.workbench.base import FROZEN, administrator, messages_of
from tests.factories import make_numbered_draft

pytestmark = pytest.mark.django_db
START = "statement-op2"


@pytest.fixture
def desk() -> Client:
    return administrator()


@pytest.fixture
def draft() -> Edition:
    return make_numbered_draft(paragraphs=6)


def form_of(response: Any) -> dict[str, Any]:
    """Return what the browser would send back."""
    form = response.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in sent.items() if value not in (None, False)}
    return {**kept, "seen": response.context["seen"]}


def confirm(desk: Client, edition: Edition, key: str, **changed: Any) -> Any:
    """Open the page, preview what is asked for, and renumber."""
    address = clause_url(edition, "renumber", key)
    sent = {**form_of(desk.get(address)), **changed}
    shown = desk.post(address, {**sent, "preview": "1"})
    return desk.post(address, {**form_of(shown), "renumber": "1"}, follow=True)


def undo_address(page: Any) -> str:
    operation = page.context["renumbered"].operation
    edition = page.context["edition"].pk
    return reverse("admin:documents_renumbering_undo", args=[edition, operation])


class TestTheWholeJob:
    def test_it_begins_with_a_preview(self, desk: Client, draft: Edition) -> None:
        page = desk.get(clause_url(draft, "renumber", START))
        assert "5 clauses will be renumbered:" in page.text
        first = page.context["preview"][0]
        assert first["label"] == "statement, para. 2"
        cell = first["cells"][0]
        said = [(each.kind, each.text) for each in cell.segments]
        assert said == [("del", "2．"), ("ins", "3．")]
        assert numbers(draft)[2] == "2."

    def test_confirmed_and_undone(self, desk: Client, draft: Edition) -> None:
        before = numbers(draft)
        done = confirm(desk, draft, START, shift=3, sublevels="")
        assert messages_of(done) == ["5 clauses have been renumbered."]
        assert numbers(draft)[-2:] == ["8.", "9."]
        assert "5 clauses were renumbered last." in done.text
        undone = desk.post(undo_address(done), follow=True)
        assert messages_of(undone) == [
            "The former numbers of 5 clauses have been restored."
        ]
        assert numbers(draft) == before
        assert "Undo the renumbering" not in undone.text

    def test_in_sequence_in_one_language(self, desk: Client, draft: Edition) -> None:
        give(draft, "statement-op4", "40.")
        asked = {"how": "first", "first": 2, "languages": ["ru"]}
        confirm(desk, draft, START, until="statement-op4", **asked)
        assert numbers(draft, "ru")[5:] == ["3.", "4.", "5.", "6."]
        assert numbers(draft)[6] == "40."

    def test_one_entry_in_the_record(self, desk: Client, draft: Edition) -> None:
        undone = desk.post(undo_address(confirm(desk, draft, START)), follow=True)
        assert undone.status_code == 200
        record = desk.get(reverse("admin:documents_edition_record", args=[draft.pk]))
        entries = [each for each in record.context["entries"] if "renumb" in each.what]
        assert [(each.about, each.what) for each in entries] == [
            ("5 clauses", "renumbering undone"),
            ("5 clauses", "renumbered"),
        ]
        assert {each.who for each in entries} == {"anna@example.org"}
        facts = [(f.name, f.before, f.after) for f in entries[1].facts]
        assert facts[0] == ("statement, para. 3", "2． / 2.", "3． / 3.")
        assert len(facts) == 5

    def test_in_the_record_of_a_clause(self, desk: Client, draft: Edition) -> None:
        confirm(desk, draft, START)
        record = desk.get(clause_url(draft, "record", "statement-op4"))
        [entry] = record.context["entries"][:1]
        assert (entry.about, entry.what) == ("statement, para. 5", "renumbered")
        assert len(entry.cells) == 3


class TestRefusals:
    def test_numbers_changed_since_the_preview(
        self, desk: Client, draft: Edition
    ) -> None:
        address = clause_url(draft, "renumber", START)
        sent = form_of(desk.get(address))
        give(draft, "statement-op4", "40.")
        before = numbers(draft)
        page = desk.post(address, {**sent, "renumber": "1"})
        assert page.status_code == 409
        [told] = page.context["form"].non_field_errors()
        assert told.startswith("The numbers have changed in the meantime")
        assert numbers(draft) == before
        desk.post(address, {**form_of(page), "renumber": "1"})
        assert numbers(draft)[6] == "41."

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"shift": -2}, "“2．” cannot become number 0 in its style."),
            ({"shift": 0}, "No printed number would change."),
            ({"shift": ""}, "Enter a number."),
            ({"how": "first", "first": "x"}, "Enter a whole number."),
            ({"languages": []}, "This field is required."),
            ({"until": "statement-op1"}, "Select a valid choice."),
        ],
    )
    def test_what_cannot_be_is_told_beside_the_form(
        self, desk: Client, draft: Edition, changed: dict[str, Any], told: str
    ) -> None:
        address = clause_url(draft, "renumber", START)
        sent = {**form_of(desk.get(address)), **changed, "renumber": "1"}
        page = desk.post(address, sent)
        assert page.status_code == 200
        assert told in page.text.replace("&#x27;", "'")
        assert numbers(draft)[2] == "2."

    def test_a_clause_without_numbers(self, desk: Client, draft: Edition) -> None:
        page = desk.get(clause_url(draft, "renumber", "statement-title"))
        assert "No printed number would change." in page.text

    def test_undoing_after_a_change(self, desk: Client, draft: Edition) -> None:
        address = undo_address(confirm(desk, draft, START))
        give(draft, "statement-op4", "40.")
        page = desk.post(address, follow=True)
        [told] = messages_of(page)
        assert told.startswith("The renumbering can no longer be undone")
        assert "Undo the renumbering" not in page.text

    def test_undoing_is_a_step_of_its_own(self, desk: Client, draft: Edition) -> None:
        assert desk.get(undo_address(confirm(desk, draft, START))).status_code == 405

    def test_a_published_edition(self, desk: Client, draft: Edition) -> None:
        undoing = undo_address(confirm(desk, draft, START))
        address = clause_url(draft, "renumber", START)
        sent = {**form_of(desk.get(address)), "renumber": "1"}
        publish_edition(draft, user=None)
        for each in (address, undoing):
            page = desk.post(each, sent, follow=True)
            assert messages_of(page)[0].startswith(FROZEN)


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_each_language(desk: Client, draft: Edition, code: str) -> None:
    headers = {"accept-language": code}
    page = desk.get(clause_url(draft, "renumber", START), headers=headers)
    assert page.status_code == 200


@pytest.mark.parametrize("step", ["bench", "renumber"])
def test_queries(desk: Client, step: str) -> None:
    counts = set()
    for paragraphs in (3, 40):
        draft = make_numbered_draft(f"n{paragraphs}", paragraphs=paragraphs)
        confirm(desk, draft, START)
        page = workbench_url(draft)
        address = page if step == "bench" else clause_url(draft, step, START)
        counts.add(queries_of(partial(desk.get, address)))
    assert len(counts) == 1
