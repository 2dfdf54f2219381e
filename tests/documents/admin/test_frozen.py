"""What is published is shown, explained, and stays as it is."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import (
    Clause,
    ClauseVersion,
    Document,
    Edition,
    LanguageVersion,
    Part,
)
from documents.services import begin_draft
from tests.documents.workbench.base import (
    FROZEN,
    administrator,
    list_of,
    page_of,
)
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return administrator()


@pytest.fixture
def edition() -> Edition:
    return make_edition("open")


class TestPublished:
    @pytest.mark.parametrize("related", ["versions", "languages"])
    def test_the_page_explains(
        self, admin: Client, edition: Edition, related: str
    ) -> None:
        response = admin.get(page_of(getattr(edition, related).all()[0]))
        assert FROZEN in response.text
        assert 'name="_save"' not in response.text

    def test_a_text_stays(self, admin: Client, edition: Edition) -> None:
        before = list(edition.versions.values_list())
        sent = {"kind": "note", "depth": 3, "text_ru": "другое", "number_ru": ""}
        page = page_of(edition.versions.all()[0])
        assert admin.post(page, sent).status_code == 403
        assert list(edition.versions.values_list()) == before

    def test_a_language_stays(self, admin: Client, edition: Edition) -> None:
        row = edition.languages.get(language="ru")
        sent = {"standing": "authentic", "confirmed": "on"}
        assert admin.post(page_of(row), sent).status_code == 403
        row.refresh_from_db()
        assert (row.standing, row.confirmed) == ("unofficial", False)

    def test_an_edition_stays(self, admin: Client, edition: Edition) -> None:
        page = admin.get(page_of(edition))
        assert "nothing in it can be changed" in page.text
        assert 'name="_save"' not in page.text
        before = Edition.objects.values().get(pk=edition.pk)
        sent = {"label_ru": "Первая", "number": 7, "state": "draft"}
        sent |= {"languages-0-standing": "authentic"}
        assert admin.post(page_of(edition), sent).status_code == 403
        assert Edition.objects.values().get(pk=edition.pk) == before
        assert edition.languages.filter(standing="authentic").count() == 0


class TestDeleting:
    def rows(self, edition: Edition) -> list[object]:
        document = edition.document
        return [
            document,
            document.parts.all()[0],
            document.clauses.all()[0],
            edition,
            edition.languages.all()[0],
            edition.versions.all()[0],
        ]

    @pytest.mark.parametrize("place", range(6))
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_published_is_kept_and_explained(
        self, admin: Client, edition: Edition, place: int, method: str
    ) -> None:
        row: Document = self.rows(edition)[place]  # type: ignore[assignment] # any of six
        send = getattr(admin, method)
        assert send(page_of(row, "delete"), {"post": "yes"}).status_code == 403
        told = admin.get(page_of(row)).context["explanation"]
        assert "deleted" in told or "published" in told
        assert type(row)._default_manager.filter(pk=row.pk).exists()

    @pytest.mark.parametrize(
        "model", [Document, Part, Clause, Edition, LanguageVersion, ClauseVersion]
    )
    def test_nothing_is_deleted_from_a_list(
        self, admin: Client, edition: Edition, model: type[Document]
    ) -> None:
        assert "delete_selected" not in admin.get(list_of(model)).text
        pks = list(model.objects.values_list("pk", flat=True))
        sent = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
        admin.post(list_of(model), sent, follow=True)
        assert model.objects.count() == len(pks)

    def test_an_edition_that_another_is_based_on(
        self, admin: Client, edition: Edition
    ) -> None:
        draft = begin_draft(edition, user=None)
        response = admin.get(page_of(draft, "delete"))
        assert "clause texts: 5" in response.text.lower()
        admin.post(page_of(draft, "delete"), {"post": "yes"})
        assert list(edition.document.editions.all()) == [edition]

    def test_a_document_of_drafts(self, admin: Client) -> None:
        document = make_draft("draft").document
        assert "clauses: 5" in admin.get(page_of(document, "delete")).text.lower()
        admin.post(page_of(document, "delete"), {"post": "yes"})
        assert not Document.objects.exists()
        assert not Clause.objects.exists()

    def test_a_clause_of_no_edition(self, admin: Client) -> None:
        draft = make_draft("draft")
        clause = draft.document.clauses.all()[0]
        draft.delete()
        assert admin.post(page_of(clause, "delete"), {"post": "yes"}).status_code == 302
        assert not Clause.objects.filter(pk=clause.pk).exists()


class TestAdding:
    @pytest.mark.parametrize(
        "model", [Part, Clause, Edition, LanguageVersion, ClauseVersion]
    )
    def test_importing_is_the_way(self, admin: Client, model: type[Document]) -> None:
        assert admin.get(f"{list_of(model)}add/").status_code == 403
        assert "import" in admin.get(list_of(model)).text
