"""Importing a new version of a text: which clauses its units are is asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from documents.models import Edition
from documents.services import publish_edition
from tests.base import LANGUAGES, flat
from tests.documents.workbench.base import administrator, messages_of
from tests.documents.workbench.test_import_wizard import begin, finish, stored, text_of

pytestmark = pytest.mark.django_db

REWORDED = (
    "Welcome the support of the nuclear-weapon States, express their readiness to"
    " continue consultations, and invite them to sign the Protocol;"
)


@pytest.fixture
def admin() -> Client:
    admin = administrator()
    publish_edition(stored(admin, "en", "ru"), user=None)
    return admin


def text(pattern: str, new: str) -> str:
    changed, count = re.subn(pattern, new, text_of("en"), flags=re.MULTILINE)
    assert count == 1
    return changed


def asked(admin: Client) -> Any:
    """Return the table of a text one clause of which is uncertain."""
    return begin(admin, "en", text=text(r"^3\. .*$", f"3. {REWORDED}"))


def said(edition: Edition, key: str) -> str:
    return edition.versions.get(clause__key=key).in_language("text", "en")


class TestCertain:
    def test_an_edit_is_shown_with_its_score(self, admin: Client) -> None:
        table = begin(admin, "en", text=text("^1. Announce with", "1. Declare with"))
        [row] = [row for row in table.context["review"].rows if row.question]
        assert (row.question.ask, row.is_open) == ("select", False)
        assert 0.8 < float(row.there.score) < 1
        html = flat(table.text)
        assert "]: </span>Announce" not in html
        assert "deleted: </span>Announce<span" in html
        assert "inserted: </span>Declare<span" in html

    def test_it_is_stored_under_its_clause(self, admin: Client) -> None:
        finish(admin, begin(admin, "en", text=text("^1. Announce", "1. Declare")))
        draft = Edition.objects.get(number=2)
        assert said(draft, "statement-op1").startswith("Declare with")
        assert draft.versions.count() == 38

    def test_it_can_be_corrected(self, admin: Client) -> None:
        table = begin(admin, "en", text=text("^1. Announce", "1. Declare"))
        [row] = [row for row in table.context["review"].rows if row.question]
        finish(admin, table, **{f"match-{row.found.place}": "new"})
        assert said(Edition.objects.get(number=2), "statement-op1") == ""

    def test_moved_and_renumbered(self, admin: Client) -> None:
        paragraphs = text_of("en").split("\n\n")
        third = next(p for p in paragraphs if p.startswith("3. "))
        paragraphs.remove(third)
        fifth = next(n for n, p in enumerate(paragraphs) if p.startswith("5. "))
        paragraphs.insert(fifth + 1, third)
        finish(admin, begin(admin, "en", text="\n\n".join(paragraphs)))
        keys = Edition.objects.get(number=2).versions.for_reading()
        assert [row.clause.key for row in keys if "op" in row.clause.key][-4:] == [
            "statement-op4", "statement-op5", "statement-op3", "statement-op6",
        ]  # fmt: skip


class TestUncertain:
    def test_it_is_asked(self, admin: Client) -> None:
        table = asked(admin)
        review = table.context["review"]
        [row] = [row for row in review.rows if row.is_open]
        assert row.question.offers[0].key == "statement-op3"
        assert review.open_count == 1
        assert f'type="radio" name="match-{row.found.place}" value="new"' in table.text
        assert not re.search(r'type="radio"[^>]*checked', table.text)

    def test_nothing_is_stored_without_an_answer(self, admin: Client) -> None:
        response = finish(admin, asked(admin))
        assert "choose a clause wherever you are asked" in messages_of(response)[0]
        assert response.context["review"].open_count == 1
        assert Edition.objects.count() == 1

    def answered(self, admin: Client, answer: str, button: str = "store") -> Any:
        table = asked(admin)
        [row] = [row for row in table.context["review"].rows if row.is_open]
        return finish(admin, table, button, **{f"match-{row.found.place}": answer})

    def test_the_clause_that_was_chosen(self, admin: Client) -> None:
        self.answered(admin, "statement-op3")
        draft = Edition.objects.get(number=2)
        assert said(draft, "statement-op3") == REWORDED
        assert draft.versions.count() == 38

    def test_a_new_clause(self, admin: Client) -> None:
        self.answered(admin, "new")
        draft = Edition.objects.get(number=2)
        assert said(draft, "statement-op3") == ""
        assert draft.versions.count() == 39

    def test_an_answer_is_kept_while_the_rest_is_checked(self, admin: Client) -> None:
        table = self.answered(admin, "statement-op3", "check")
        assert table.context["review"].open_count == 0
        assert 'value="statement-op3" checked' in table.text

    @pytest.mark.parametrize("answer", ["statement-op1", "nowhere"])
    def test_what_cannot_be_chosen(self, admin: Client, answer: str) -> None:
        response = self.answered(admin, answer)
        assert "This clause cannot be chosen here" in response.text
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_interface_language(self, admin: Client, code: str) -> None:
        address = asked(admin).request["PATH_INFO"]
        page = admin.get(address, headers={"accept-language": code})
        assert page.status_code == 200
        assert f'<html lang="{code}"' in page.text


class TestNewAndGone:
    NEW = "Express their conviction that languages deserve careful archives."

    def replaced(self, admin: Client) -> Any:
        """Leave out a paragraph and put an unlike one elsewhere."""
        without = text(r"^2\. .*\n\n", "")
        return begin(admin, "en", text=f"{without}\n\n7. {self.NEW}\n")

    def test_what_is_gone_is_told(self, admin: Client) -> None:
        review = self.replaced(admin).context["review"]
        told = [doubt for row in review.rows for doubt in row.doubts]
        assert "The new text contains nothing for this clause." in told

    def test_what_leaves_the_draft_is_told(self) -> None:
        admin = administrator()
        stored(admin, "en")
        review = begin(admin, "en", text=text(r"^2\. .*\n\n", "")).context["review"]
        told = [doubt for row in review.rows for doubt in row.doubts]
        assert told == ["No longer in the new text: it will be removed from the draft."]
        assert (review.gone_count, review.disagreement_count) == (1, 0)

    def test_a_new_clause_may_be_one_that_is_left(self, admin: Client) -> None:
        table = self.replaced(admin)
        [row] = [row for row in table.context["review"].rows if row.question]
        assert row.question.ask == "free"
        assert '<option value="statement-op2">' in table.text
        finish(admin, table, **{f"match-{row.found.place}": "statement-op2"})
        assert said(Edition.objects.get(number=2), "statement-op2") == self.NEW
