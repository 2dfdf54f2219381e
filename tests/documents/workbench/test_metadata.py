"""The form that corrects metadata, in the administration."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from documents.integrity.metadata import digest_metadata
from documents.models import Document
from documents.services import correct_metadata
from portal.people.models import User
from portal.people.roles import Role
from tests.base import signed_in
from tests.factories import make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db
WHY = "Found in the masthead."


@pytest.fixture
def editor() -> User:
    return make_member(Role.EDITOR)


@pytest.fixture
def desk(editor: User) -> Client:
    return signed_in(editor)


def page_of(document: Document) -> str:
    return f"/admin/documents/document/{document.pk}/metadata/"


def sent(document: Document, **values: Any) -> dict[str, Any]:
    """What a browser sends of the form, with what is typed into it."""
    return {
        "symbol": document.symbol,
        "document_type": document.document_type,
        "seen": digest_metadata(document),
        "relations-TOTAL_FORMS": 1,
        "relations-INITIAL_FORMS": 0,
        **values,
    }


class TestForm:
    def test_a_symbol_is_corrected(self, desk: Client) -> None:
        document = make_edition().document
        typed = sent(document, symbol="A/61/1", reason=WHY)
        response = desk.post(page_of(document), typed, follow=True)
        assert "The metadata have been corrected." in response.text
        assert "A/61/1" in Client().get("/en/documents/memo/metadata/").text

    def test_a_reason_is_asked_once_it_is_published(self, desk: Client) -> None:
        document = make_edition().document
        response = desk.post(page_of(document), sent(document, symbol="A/61/1"))
        assert response.context["form"].errors.keys() == {"reason"}
        assert 'value="A/61/1"' in response.text
        assert Document.objects.get().symbol == ""

    def test_a_draft_asks_for_none(self, desk: Client) -> None:
        document = make_draft().document
        desk.post(page_of(document), sent(document, symbol="A/61/1"))
        assert Document.objects.get().symbol == "A/61/1"

    def test_a_relation_is_added(self, desk: Client) -> None:
        document, other = make_edition().document, make_edition("other").document
        related = {"relations-0-kind": "supersedes", "relations-0-target": other.pk}
        desk.post(page_of(document), sent(document, reason=WHY, **related))
        assert [each.target for each in document.relations.all()] == [other]
        html = desk.get(page_of(document)).text
        assert f'<option value="{other.pk}" selected>' in html

    def test_a_relation_has_one_target(self, desk: Client) -> None:
        document, other = make_edition().document, make_edition("other").document
        related = {
            "relations-0-kind": "supersedes",
            "relations-0-target": other.pk,
            "relations-0-symbol": "A/60/1",
        }
        response = desk.post(page_of(document), sent(document, reason=WHY, **related))
        assert "Give one target" in response.text
        assert not document.relations.exists()

    def test_drafts_are_no_targets(self, desk: Client) -> None:
        make_draft("hidden")
        html = desk.get(page_of(make_edition().document)).text
        assert ">hidden</option>" not in html

    def test_another_correction_in_the_meantime(
        self, desk: Client, editor: User
    ) -> None:
        document = make_edition().document
        typed = sent(document, symbol="A/61/1", reason=WHY)
        correct_metadata(document, {"symbol": "S/1"}, reason=WHY, user=editor)
        response = desk.post(page_of(document), typed)
        assert response.status_code == 409
        assert 'value="A/61/1"' in response.text
        assert "S/1" in response.text
        typed["seen"] = response.context["form"]["seen"].value()
        desk.post(page_of(document), typed)
        assert Document.objects.get().symbol == "A/61/1"

    def test_nothing_to_correct_is_told(self, desk: Client) -> None:
        document = make_edition().document
        response = desk.post(page_of(document), sent(document, reason=WHY))
        assert "Nothing would be changed." in response.text


class TestDocumentPage:
    def test_it_names_what_is_blank_and_leads_to_the_form(self, desk: Client) -> None:
        document = make_edition().document
        html = desk.get(f"/admin/documents/document/{document.pk}/change/").text
        assert "Still blank: symbol · date of issue" in html
        assert page_of(document) in html
        assert 'name="symbol"' not in html
