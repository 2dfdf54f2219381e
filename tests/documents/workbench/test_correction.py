"""Correcting a published clause in the administration."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client

from documents.models import Edition
from documents.services import begin_draft
from documents.workbench.clause_forms import as_stored
from portal.people.roles import Role
from tests.base import signed_in
from tests.documents.workbench.base import administrator, messages_of
from tests.factories import make_edition, make_member

pytestmark = pytest.mark.django_db
KEY = "statement-pre1"


def address(edition: Edition) -> str:
    return f"/admin/documents/edition/{edition.pk}/correct/{KEY}/"


def typed(edition: Edition, **said: str) -> dict[str, object]:
    row = edition.versions.get(clause__key=KEY)
    return {**as_stored(row), "reason": "A misprint.", **said}


class TestPublisher:
    def test_a_typo_takes_four_clicks(self) -> None:
        edition, publisher = make_edition(), signed_in(make_member(Role.PUBLISHER))
        page = publisher.get(f"/en/documents/memo/clauses/{KEY}/").text
        assert address(edition) in page  # 1: Correct this clause
        sent = typed(edition, text_en="noting point one,")
        response = publisher.post(address(edition), sent, follow=True)  # 2: Save
        [report] = response.context["reports"]
        draft = report.edition
        assert draft.corrects == edition
        publisher.post(  # 3: Publish
            "/admin/documents/edition/publish/",
            {"edition": draft.pk, f"seen-{draft.pk}": report.seen},
        )
        draft.refresh_from_db()
        assert draft.is_published
        assert draft.in_language("note", "en") == "A misprint."

    def test_a_reason_is_asked_for_and_nothing_is_lost(self) -> None:
        edition = make_edition()
        sent = typed(edition, text_en="noting point one,", reason=" ")
        page = administrator().post(address(edition), sent)
        assert "noting point one," in page.text
        assert "This field is required." in page.text
        assert Edition.objects.count() == 1

    def test_an_unchanged_text_is_told(self) -> None:
        edition = make_edition()
        page = administrator().post(address(edition), typed(edition))
        assert "there is nothing to correct" in page.text

    def test_an_open_draft_is_named_and_what_was_typed_is_kept(self) -> None:
        edition = make_edition()
        draft = begin_draft(edition, user=None)
        sent = typed(edition, text_en="noting point one,")
        page = administrator().post(address(edition), sent)
        assert page.status_code == HTTPStatus.CONFLICT
        assert f"/edition/{draft.pk}/workbench/" in page.text
        assert "noting point one," in page.text


class TestEditor:
    def test_leaves_the_publication_to_a_publisher(self) -> None:
        edition, editor = make_edition(), signed_in(make_member(Role.EDITOR))
        sent = typed(edition, text_en="noting point one,")
        response = editor.post(address(edition), sent, follow=True)
        assert messages_of(response) == [
            "The correction has been saved. A publisher can publish it."
        ]
        assert not Edition.objects.get(corrects=edition).is_published

    def test_a_draft_is_edited_instead(self) -> None:
        draft = begin_draft(make_edition(), user=None)
        response = signed_in(make_member(Role.EDITOR)).get(address(draft))
        assert response["Location"].endswith(f"/workbench/{KEY}/")


class TestOthers:
    @pytest.mark.parametrize("role", [Role.COMMENTATOR, Role.MODERATOR])
    def test_may_not(self, role: Role) -> None:
        edition = make_edition()
        client = signed_in(make_member(role))
        page = client.get(f"/en/documents/memo/clauses/{KEY}/").text
        assert address(edition) not in page
        assert client.post(address(edition), typed(edition)).status_code in (302, 403)
        assert Edition.objects.count() == 1

    def test_a_stranger_is_asked_to_sign_in(self, client: Client) -> None:
        edition = make_edition()
        assert client.get(address(edition)).status_code == HTTPStatus.FOUND
        assert address(edition) not in client.get("/en/documents/memo/").text
