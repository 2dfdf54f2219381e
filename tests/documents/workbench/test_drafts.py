"""What an editor changes in a draft, and what follows from it."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Document, Edition, Instrument
from documents.services import NotADraft, publish_edition, refresh_locators
from documents.workbench.clause_forms import as_stored
from documents.workbench.drafts import clause_url
from tests.base import LANGUAGES
from tests.documents.workbench.base import administrator, form_of, page_of
from tests.documents.workbench.test_overview import staff
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return administrator()


@pytest.fixture
def draft() -> Edition:
    return make_draft("draft")


def locators(edition: Edition) -> list[str]:
    rows = edition.versions.order_by("position")
    return list(rows.values_list("locator", flat=True))


class TestClauseTexts:
    """A clause has one editor, the desk's: the administration leads there."""

    def test_a_text_of_a_draft_leads_to_the_editor(
        self, admin: Client, draft: Edition
    ) -> None:
        row = draft.versions.get(position=2)
        editor = clause_url(draft, "edit", row.clause.key)
        assert admin.get(page_of(row))["Location"] == editor
        assert admin.post(page_of(row), {"text_en": "Other"})["Location"] == editor
        row.refresh_from_db()
        assert row.in_language("text", "en") == "Noting point 1,"

    def test_who_only_looks_is_shown_the_text(self, draft: Edition) -> None:
        row = draft.versions.get(position=2)
        looker = staff("documents.view_clauseversion", "documents.view_edition")
        response = looker.get(page_of(row))
        assert "Noting point 1," in response.text
        assert 'name="_save"' not in response.text
        assert clause_url(draft, "record", row.clause.key) in response.text

    def test_the_desk_alone_removes(self, admin: Client, draft: Edition) -> None:
        row = draft.versions.get(position=2)
        assert admin.post(page_of(row, "delete"), {"post": "yes"}).status_code == 403
        admin.post(
            clause_url(draft, "remove", row.clause.key), {"revision": row.revision}
        )
        assert locators(draft) == [
            "statement/title",
            "statement/pre1",
            "statement/pre2",
            "statement/op1",
        ]

    def test_places_follow_a_new_kind(self, admin: Client, draft: Edition) -> None:
        row = draft.versions.get(position=2)
        sent = {**as_stored(row), "kind": "operative"}
        sent |= {"number_ru": "7.", "number_en": "7."}
        editor = clause_url(draft, "edit", row.clause.key)
        assert admin.post(editor, sent).status_code == 302
        assert locators(draft) == [
            "statement/title",
            "statement/op7",
            "statement/pre1",
            "statement/pre2",
            "statement/op1",
        ]
        row.refresh_from_db()
        assert row.clause.key == "statement-pre1"

    @pytest.mark.parametrize("about", ["language", "edition"])
    def test_published_while_the_form_was_open(
        self, admin: Client, draft: Edition, about: str
    ) -> None:
        row = draft.languages.all()[0] if about == "language" else draft
        sent = {**form_of(admin.get(page_of(row))), "standing": "official"}
        sent |= {"label_en": "Other"}
        publish_edition(draft, user=None)
        assert admin.post(page_of(row), sent).status_code == 403
        assert not draft.languages.filter(standing="official").exists()

    def test_places_of_a_published_edition_stay(self) -> None:
        with pytest.raises(NotADraft):
            refresh_locators(make_edition("open"))


class TestLanguages:
    def test_described_on_the_edition(self, admin: Client, draft: Edition) -> None:
        sent = form_of(admin.get(page_of(draft)))
        sent |= {"languages-0-standing": "official", "languages-0-credit_ru": "ООН"}
        assert admin.post(page_of(draft), sent).status_code == 302
        row = draft.languages.order_by("pk")[0]
        assert (row.standing, row.in_language("credit", "ru")) == ("official", "ООН")

    def test_a_language_is_taken_out(self, admin: Client, draft: Edition) -> None:
        row = draft.languages.get(language="ru")
        assert admin.post(page_of(row, "delete"), {"post": "yes"}).status_code == 302
        said = [v.in_language("text", "ru") for v in draft.versions.all()]
        assert said == [""] * 5
        assert {row.language for row in draft.languages.all()} == {"zh-hans", "en"}

    def test_the_only_language_takes_its_clauses(self, admin: Client) -> None:
        draft = make_draft("one", languages=["ru"])
        admin.post(page_of(draft.languages.all()[0], "delete"), {"post": "yes"})
        assert not draft.versions.exists()


class TestNames:
    @pytest.mark.parametrize("code", LANGUAGES)
    @pytest.mark.parametrize("suffix", ["zh_hans", "ru", "en"])
    def test_a_title_in_any_one_language(
        self, admin: Client, code: str, suffix: str
    ) -> None:
        address = "/admin/documents/instrument/add/"
        form = form_of(admin.get(address))
        sent = {**form, "slug": "npt", f"title_{suffix}": "X"}
        headers = {"accept-language": code}
        assert admin.post(address, sent, headers=headers).status_code == 302
        instrument = Instrument.objects.get()
        assert getattr(instrument, f"title_{suffix}") == "X"

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_blank_in_every_language(
        self, admin: Client, draft: Edition, code: str
    ) -> None:
        language = draft.languages.all()[0]
        part = draft.document.parts.all()[0]
        for row in (draft, language, part):
            form = form_of(admin.get(page_of(row)))
            sent = {
                k: "" if k.endswith(("_hans", "_ru", "_en")) else v
                for k, v in form.items()
            }
            response = admin.post(page_of(row), sent, headers={"accept-language": code})
            assert response.status_code == 302, row

    def test_a_title_in_no_language(self, admin: Client) -> None:
        response = admin.post("/admin/documents/instrument/add/", {"slug": "npt"})
        assert "Fill this in for at least one language." in response.text

    def test_a_changed_slug_keeps_the_earlier_one(
        self, admin: Client, draft: Edition
    ) -> None:
        document = draft.document
        sent = {**form_of(admin.get(page_of(document))), "slug": "other"}
        assert admin.post(page_of(document), sent).status_code == 302
        assert Document.objects.get().slug == "other"
        taken = {**sent, "slug": "draft", "title_ru": "Записка"}
        response = admin.post("/admin/documents/document/add/", taken)
        assert response.status_code == 200  # an earlier slug leads to its document
        assert Document.objects.count() == 1

    def test_a_new_document(self, admin: Client) -> None:
        sent = {"slug": "memo", "title_ru": "Записка", "parts-TOTAL_FORMS": 0}
        sent |= {"parts-INITIAL_FORMS": 0}
        response = admin.post("/admin/documents/document/add/", sent)
        assert response.status_code == 302
        assert Document.objects.get().in_language("title", "ru") == "Записка"
