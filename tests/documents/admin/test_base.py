"""Every list and every row's page, in every language, with a bounded effort."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.test import Client

from documents.models import ClauseVersion, Document, Edition, Instrument
from documents.services import begin_draft, insert_clause
from portal.people.models import User
from tests.base import LANGUAGES, queries_of, signed_in
from tests.documents.services.test_edit import NEW
from tests.documents.workbench.base import (
    MODELS,
    administrator,
    form_of,
    list_of,
    page_of,
)
from tests.factories import make_draft, make_edition, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(module_transaction: None) -> None:
    """A row of every kind."""
    make_edition("open")
    make_draft("draft")
    Instrument.objects.create(slug="npt", title="Treaty on non-proliferation")


@pytest.fixture
def admin(kept: None, db: None) -> Client:
    return administrator()


@pytest.mark.parametrize("code", LANGUAGES)
class TestEveryPage:
    @pytest.mark.parametrize("model", MODELS)
    def test_list(self, admin: Client, code: str, model: type[Model]) -> None:
        response = admin.get(list_of(model), headers={"accept-language": code})
        assert response.status_code == 200
        assert f'<html lang="{code}"' in response.text

    @pytest.mark.parametrize("model", MODELS)
    def test_each_row(self, admin: Client, code: str, model: type[Model]) -> None:
        for row in model._default_manager.all():
            response = admin.get(
                page_of(row), headers={"accept-language": code}, follow=True
            )
            assert response.status_code == 200

    @pytest.mark.parametrize("address", ["document/add/", "instrument/add/"])
    def test_add(self, admin: Client, code: str, address: str) -> None:
        response = admin.get(
            f"/admin/documents/{address}", headers={"accept-language": code}
        )
        assert response.status_code == 200

    def test_index_is_named(self, admin: Client, code: str) -> None:
        response = admin.get("/admin/", headers={"accept-language": code})
        assert "Clausebook" in response.text


def lengthen(draft: Edition) -> None:
    part = draft.document.parts.all()[0]
    for _count in range(9):
        insert_clause(draft, NEW, part=part, position=2)


@pytest.mark.parametrize("model", MODELS)
class TestQueries:
    def test_list_does_not_grow(self, admin: Client, model: type[Model]) -> None:
        few = queries_of(lambda: admin.get(list_of(model)))
        make_draft("long", paragraphs=12)
        make_edition("more", paragraphs=7)
        Instrument.objects.create(slug="ctbt", title="Test-ban treaty")
        assert queries_of(lambda: admin.get(list_of(model))) == few

    def test_page_does_not_grow(self, admin: Client, model: type[Model]) -> None:
        row = model._default_manager.order_by("pk")[0]
        few = queries_of(lambda: admin.get(page_of(row)))
        lengthen(begin_draft(Edition.objects.get(document__slug="open"), user=None))
        make_draft("more", paragraphs=7)
        assert queries_of(lambda: admin.get(page_of(row))) <= few


class TestInstruments:
    def test_names_and_sources_are_stored(self, admin: Client) -> None:
        row = Instrument.objects.get(slug="npt")
        sent = form_of(admin.get(page_of(row)))
        sent |= {
            "slug": "other",
            "cited_as_ru": "ДНЯО\r\nДоговор",
            "date": "1968-07-01",
        }
        sent |= {"facts-TOTAL_FORMS": 1, "facts-0-fact": "date"}
        sent |= {"facts-0-source_en": "The Treaty", "facts-0-verified": "on"}
        assert admin.post(page_of(row), sent).status_code == 302
        row.refresh_from_db()
        assert row.slug == "npt"
        assert row.in_language("cited_as", "ru") == "ДНЯО\nДоговор"
        assert row.facts.get().verified
        assert ">1/1<" in admin.get(list_of(Instrument)).text

    def test_verified_nowhere_is_said(self, admin: Client) -> None:
        row = Instrument.objects.get(slug="npt")
        sent = form_of(admin.get(page_of(row)))
        sent |= {"facts-TOTAL_FORMS": 1, "facts-0-fact": "date"}
        response = admin.post(page_of(row), sent | {"facts-0-verified": "on"})
        assert "State where this fact was verified." in response.text
        assert not row.facts.exists()


class TestFilters:
    def listed(self, admin: Client, query: str) -> int:
        response = admin.get(f"{list_of(ClauseVersion)}?{query}")
        assert response.status_code == 200
        return int(response.context["cl"].result_count)

    def test_edition(self, admin: Client) -> None:
        edition = Edition.objects.filter(document__slug="open")[0]
        assert self.listed(admin, f"edition={edition.pk}") == 5

    def test_document_and_kind(self, admin: Client) -> None:
        document = Document.objects.get(slug="open")
        query = f"edition__document__id__exact={document.pk}&kind__exact=preambular"
        assert self.listed(admin, query) == 3

    def test_an_edition_that_is_none(self, admin: Client) -> None:
        assert self.listed(admin, "edition=nonsense") == 0

    @pytest.mark.parametrize("blank", ["", None])
    def test_missing_text(self, admin: Client, blank: str | None) -> None:
        assert self.listed(admin, "missing=ru") == 0
        row = ClauseVersion.objects.filter(edition__document__slug="draft")[0]
        ClauseVersion.objects.filter(pk=row.pk).update(**{"text_ru": blank})
        assert self.listed(admin, "missing=ru") == 1
        assert self.listed(admin, "missing=en") == 0

    @pytest.mark.parametrize(
        "words", ["注意到第2点", "пункт 2", "point 2", "statement"]
    )
    def test_search_in_each_language(self, admin: Client, words: str) -> None:
        assert self.listed(admin, f"q={words}") >= 2

    def test_documents_by_state(self, admin: Client) -> None:
        Document.objects.create(slug="bare")
        for state, slug in (("published", "open"), ("none", "bare")):
            response = admin.get(f"{list_of(Document)}?state={state}")
            assert [row.slug for row in response.context["cl"].result_list] == [slug]


class TestViewOnSite:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_leads_to_the_page(self, admin: Client, code: str) -> None:
        edition = Edition.objects.published()[0]
        rows = [edition.document, edition, edition.versions.all()[0]]
        rows += [edition.document.clauses.all()[0], *edition.languages.all()[:1]]
        for row in rows:
            page = admin.get(page_of(row), headers={"accept-language": code})
            [link] = [line for line in page.text.splitlines() if "viewsitelink" in line]
            address = link.split('href="')[1].split('"')[0].replace("&amp;", "&")
            there = admin.get(address, headers={"accept-language": code}, follow=True)
            assert there.status_code == 200
            assert there.request["PATH_INFO"].startswith(f"/{code}/documents/open/")

    def test_a_document_without_editions_has_none(self, admin: Client) -> None:
        bare = Document.objects.create(slug="bare")
        assert "viewsitelink" not in admin.get(page_of(bare)).text


class TestWhoMay:
    def test_a_reader_is_led_to_signing_in(self, admin: Client) -> None:
        reader = signed_in(make_person("reader", "documents.view_edition"))
        response = reader.get(list_of(Edition))
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]

    def test_staff_sees_what_it_may(self, admin: Client) -> None:
        person = make_person("staff", "documents.view_clauseversion")
        User.objects.filter(pk=person.pk).update(is_staff=True)
        staff = signed_in(User.objects.get(pk=person.pk))
        row = ClauseVersion.objects.filter(edition__state="draft")[0]
        assert staff.get(page_of(row)).status_code == 200
        assert staff.post(page_of(row), {}).status_code == 403
        assert staff.get(list_of(Document)).status_code == 403
