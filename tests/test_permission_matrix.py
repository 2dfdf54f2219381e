"""Who may see what, over every address: the stranger learns nothing of a draft."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Document, Edition
from documents.services import import_text
from portal.roles import ROLES, Role
from tests.base import signed_in
from tests.factories import (
    make_draft,
    make_edition,
    make_file,
    make_member,
    make_person,
    make_units,
)

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/en/documents/open/",
    "/en/documents/open/editions/1/",
    "/en/documents/open/clauses/statement-pre1/",
    "/en/documents/open/editions/",
    "/en/documents/open/commentary/",
    "/en/commentary/",
    "/en/documents/open/editions/1/changes/",
    "/en/documents/open/editions/1/manifest.txt",
    "/en/documents/open/references/",
    "/en/documents/open/references.csv",
    "/en/documents/open/references/network/",
    "/en/documents/open/clauses/statement-pre1/preview/",
    "/en/documents/open/clauses/statement-pre1/references/targets/",
    "/en/instruments/",
    "/en/documents/open/editions/1/texts.zip",
    "/en/commentary/feed.atom",
    "/en/documents/open/commentary/feed.atom",
    "/en/documents/open/clauses/statement-pre1/commentary/feed.atom",
    "/id/open",
    "/id/open/statement-pre1",
    "/id/open/e1/statement-pre1",
]
DRAFTS = [
    "/en/documents/hidden/",
    "/en/documents/hidden/editions/1/",
    "/en/documents/hidden/clauses/statement-pre1/",
    "/en/documents/hidden/editions/",
    "/en/documents/hidden/commentary/",
    "/en/documents/hidden/clauses/statement-pre1/commentary/",
    "/en/documents/hidden/editions/1/changes/",
    "/en/documents/hidden/editions/1/manifest.txt",
    "/en/documents/hidden/references/",
    "/en/documents/hidden/references.csv",
    "/en/documents/hidden/references/network/",
    "/en/documents/hidden/clauses/statement-pre1/preview/",
    "/en/documents/hidden/clauses/statement-pre1/references/targets/",
    "/en/documents/open/clauses/statement-pre4/preview/",
    "/en/documents/hidden/editions/1/texts.zip",
    "/en/documents/open/editions/2/changes/",
    "/en/documents/open/editions/1/changes/?from=2",
    "/en/documents/open/editions/2/manifest.txt",
    "/en/documents/open/editions/2/texts.zip",
    "/en/documents/hidden/commentary/feed.atom",
    "/en/documents/hidden/clauses/statement-pre1/commentary/feed.atom",
    "/en/documents/open/clauses/statement-pre4/commentary/feed.atom",
    "/id/hidden",
    "/id/hidden/statement-pre1",
    "/id/hidden/e1/statement-pre1",
    "/en/documents/open/editions/2/",
    "/en/documents/open/clauses/statement-pre4/",
    "/id/open/statement-pre4",
    "/id/open/e2/statement-pre1",
]
MISSING = [
    "/en/documents/none/references/",
    "/en/references/99999999999999999999/",
    "/en/instruments/none/",
    "/en/documents/open/clauses/none/preview/",
    "/en/documents/none/commentary/",
    "/en/documents/open/clauses/statement-pre99/commentary/",
    "/en/people/999999/",
    "/en/comments/999999/",
    "/en/documents/none/",
    "/en/documents/open/editions/3/",
    "/en/documents/open/editions/99999999999999999999/",
    "/en/documents/open/clauses/statement-pre99/",
    "/id/none",
    "/id/open/none",
    "/id/open/e0/statement-pre1",
    "/id/open/e3/statement-pre1",
    "/id/open/e1/statement-pre4",
]


@pytest.fixture(autouse=True)
def _documents() -> None:
    """A published document with a draft of one clause more, and a hidden one."""
    make_edition("open")
    make_draft("hidden")
    import_text(
        Document.objects.get(slug="open"),
        language="ru",
        file=make_file("more"),
        units=make_units("ru", paragraphs=4),
    )
    assert Edition.objects.count() == 3


def visitor(name: str) -> Client:
    match name:
        case "anonymous":
            return Client()
        case "reader":
            return signed_in(make_person(name))
        case _:
            return signed_in(make_member(Role(name)))


# Who sees drafts, and what else the administration shows whom.
SEE_DRAFTS = {"editor", "publisher", "administrator"}
VISITORS = ["anonymous", "reader", *ROLES]
EDITION = "/admin/documents/edition/"
MANAGED = {
    "/admin/": {*SEE_DRAFTS, "moderator"},
    EDITION: SEE_DRAFTS,
    "/admin/documents/document/import/": SEE_DRAFTS,
    "/admin/documents/document/": SEE_DRAFTS,
    "/admin/documents/instrument/add/": SEE_DRAFTS,
    "/admin/portal/user/": {"administrator"},
    "/admin/portal/user/add/": {"administrator"},
    "/admin/portal/rolegroup/": {"administrator"},
}


@pytest.mark.parametrize("name", VISITORS)
class TestMatrix:
    @pytest.mark.parametrize("address", PUBLIC)
    def test_published_is_open(self, name: str, address: str) -> None:
        assert visitor(name).get(address, follow=True).status_code == 200

    @pytest.mark.parametrize("address", DRAFTS)
    def test_drafts_are_for_editors(self, name: str, address: str) -> None:
        expected = 200 if name in SEE_DRAFTS else 404
        assert visitor(name).get(address, follow=True).status_code == expected

    @pytest.mark.parametrize("address", MISSING)
    def test_nothing_is_404(self, name: str, address: str) -> None:
        assert visitor(name).get(address).status_code == 404

    def test_lists_name_only_what_is_open(self, name: str) -> None:
        html = visitor(name).get("/en/documents/").content.decode()
        assert "/documents/open/" in html
        assert ("/documents/hidden/" in html) == (name in SEE_DRAFTS)

    @pytest.mark.parametrize("address", MANAGED)
    def test_administration(self, name: str, address: str) -> None:
        status = visitor(name).get(address).status_code
        if name in MANAGED[address]:
            assert status == 200
        else:  # asked to sign in, or turned away
            assert status == (403 if name in MANAGED["/admin/"] else 302)

    def test_publishing(self, name: str) -> None:
        draft = Edition.objects.get(document__slug="hidden")
        address = f"{EDITION}publish/?edition={draft.pk}"
        status = visitor(name).get(address).status_code
        if name in {"publisher", "administrator"}:
            assert status == 200
        else:
            assert status == (403 if name in MANAGED["/admin/"] else 302)


def test_an_inactive_editor_sees_no_draft() -> None:
    editor = make_person("gone", "documents.view_edition")
    client = signed_in(editor)
    editor.is_active = False
    editor.save()
    assert client.get("/en/documents/hidden/").status_code == 404


def test_the_document_page_stays_on_the_published_edition() -> None:
    html = visitor("editor").get("/en/documents/open/").content.decode()
    assert "statement-pre3" in html
    assert "statement-pre4" not in html
