"""A draft that somebody discards while another is typing in it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Edition
from documents.services import begin_draft, delete_edition
from documents.workbench.drafts import workbench_url
from tests.base import LANGUAGES, signed_in
from tests.documents.services.test_edit import row
from tests.documents.workbench.base import administrator, page_of
from tests.documents.workbench.test_overview import CUT, staff, typed, url
from tests.factories import make_edition, make_person, read_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return administrator()


@pytest.fixture(scope="module")
def kept_draft(module_transaction: None) -> int:
    return begin_draft(make_edition(), user=None).pk


@pytest.fixture
def draft(kept_draft: int, db: None) -> Edition:
    return read_edition(kept_draft)


class TestDiscarded:
    def test_what_was_typed_is_given_back(self, admin: Client, draft: Edition) -> None:
        sent = typed(row(draft, "statement-pre2"), text_en="<New> words", number_ru="7")
        address = url(draft, "edit")
        delete_edition(draft)
        response = admin.post(address, sent)
        assert response.status_code == 410
        assert "Edition 2 of memo was discarded on" in response.text
        assert "&lt;New&gt; words</textarea>" in response.text
        assert "отмечая пункт 2,</textarea>" in response.text
        assert '<span lang="ru">7</span>' in response.text

    def test_a_split_and_an_inserted_text_too(
        self, admin: Client, draft: Edition
    ) -> None:
        addresses = [
            url(draft, "split"),
            reverse("admin:documents_clause_add", args=[draft.pk]),
        ]
        delete_edition(draft)
        assert "Noting ¶ point 2," in admin.post(addresses[0], CUT).text
        assert "New" in admin.post(addresses[1], {"text_en": "New"}).text

    def test_who_did_it_is_named(self, admin: Client, draft: Edition) -> None:
        address = workbench_url(draft)
        admin.post(page_of(draft, "delete"), {"post": "yes"})
        response = admin.get(address)
        assert response.status_code == 410
        assert "anna@example.org discarded edition 2 of memo on" in response.text

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_language(self, admin: Client, draft: Edition, code: str) -> None:
        address = url(draft, "edit")
        delete_edition(draft)
        response = admin.post(address, CUT, headers={"accept-language": code})
        assert response.status_code == 410

    def test_only_editors_are_told(self, draft: Edition) -> None:
        address = url(draft, "edit")
        delete_edition(draft)
        assert staff("documents.view_document").get(address).status_code == 403
        reader = signed_in(make_person("reader", "documents.view_edition"))
        assert "/admin/login/" in reader.post(address, CUT)["Location"]

    def test_what_never_was_is_404(self, admin: Client) -> None:
        address = reverse("admin:documents_clause_edit", args=[9999, "statement-pre2"])
        assert admin.post(address, CUT).status_code == 404
