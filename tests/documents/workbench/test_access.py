"""Who may do what with a draft, and what discarding it leaves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Derivation, Edition
from documents.services import (
    begin_draft,
    fingerprint,
    publish_edition,
    remove_clause,
    split_clause,
)
from documents.workbench.drafts import workbench_url
from tests.base import signed_in
from tests.documents.services.test_edit import keys, row
from tests.documents.workbench.base import administrator, messages_of, page_of
from tests.documents.workbench.test_overview import CHANGE, CUT, VIEW, pages, staff, url
from tests.factories import make_draft, make_edition, make_person, read_edition

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


class TestDiscard:
    def test_what_was_born_there_goes(self, admin: Client, draft: Edition) -> None:
        before = [fingerprint(each) for each in Edition.objects.published()]
        cuts = {"zh-hans": 3, "ru": 8, "en": 7}
        born = split_clause(row(draft, "statement-pre1"), at=cuts)
        remove_clause(row(draft, "statement-pre3"))
        clauses = set(draft.document.clauses.values_list("pk", flat=True)) - {born.pk}
        response = admin.post(page_of(draft, "delete"), {"post": "yes"}, follow=True)
        assert response.status_code == 200
        assert not Edition.objects.filter(pk=draft.pk).exists()
        assert set(draft.document.clauses.values_list("pk", flat=True)) == clauses
        assert not Derivation.objects.exists()
        assert [fingerprint(each) for each in Edition.objects.all()] == before

    def test_a_first_draft_leaves_nothing_behind(self, admin: Client) -> None:
        draft = make_draft("first")
        admin.post(page_of(draft, "delete"), {"post": "yes"})
        assert not draft.document.clauses.exists()
        assert not draft.document.parts.exists()

    def test_needs_the_permission(self, draft: Edition) -> None:
        editor = staff(VIEW, CHANGE)
        assert page_of(draft, "delete") not in editor.get(workbench_url(draft)).text
        assert editor.post(page_of(draft, "delete"), {"post": "yes"}).status_code == 403
        assert Edition.objects.filter(pk=draft.pk).exists()


class TestWhoMay:
    def test_a_stranger_signs_in(self, draft: Edition) -> None:
        reader = signed_in(make_person("reader", VIEW, CHANGE))
        for address in pages(draft):
            for client in (Client(), reader):
                assert "/admin/login/" in client.get(address)["Location"]
                assert client.post(address, {"to": "up"}).status_code == 302
        assert keys(draft)[2] == "statement-pre2"

    def test_who_only_looks(self, draft: Edition) -> None:
        looker = staff(VIEW)
        for address in pages(draft):
            may = address == workbench_url(draft) or "/record/" in address
            assert looker.get(address).status_code == (200 if may else 403)
            assert looker.post(address, {"to": "up"}).status_code in {403, 405}
        html = looker.get(workbench_url(draft)).text
        assert "/move/" not in html
        assert "/publish/" not in html
        assert keys(draft)[2] == "statement-pre2"

    def test_staff_without_permission(self, draft: Edition) -> None:
        other = staff("documents.view_document")
        for address in pages(draft):
            assert other.get(address).status_code == 403

    def test_an_editor_publishes_nothing(self, draft: Edition) -> None:
        editor = staff(VIEW, CHANGE)
        for address in pages(draft):
            assert editor.get(address).status_code == 200
        assert "/publish/" not in editor.get(workbench_url(draft)).text
        assert editor.post(url(draft, "move"), {"to": "up"}).status_code == 302
        assert keys(draft)[1] == "statement-pre2"

    def test_a_publisher(self, draft: Edition) -> None:
        publisher = staff(VIEW, CHANGE, "documents.publish_edition")
        assert "/publish/" in publisher.get(workbench_url(draft)).text

    @pytest.mark.parametrize("step", ["move", "split", "merge", "remove", "restore"])
    def test_nothing_is_done_to_a_published_edition(
        self, admin: Client, draft: Edition, step: str
    ) -> None:
        publish_edition(draft, user=None)
        before = list(draft.versions.values())
        sent = {**CUT, "to": "up", "split": "1", "revision": 0, "other_revision": 0}
        sent |= {"other": "statement-pre3"}
        response = admin.post(url(draft, step), sent, follow=True)
        assert response.status_code == 200
        assert messages_of(response)
        assert list(draft.versions.values()) == before
        assert admin.get(url(draft, step))["Location"] == page_of(draft)

    def test_a_draft_that_is_none(self, admin: Client) -> None:
        address = reverse("admin:documents_edition_workbench", args=[9999])
        assert admin.get(address).status_code == 404
