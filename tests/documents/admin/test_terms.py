"""The term register in the administration."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.models import Term
from portal.people.roles import Role
from tests.factories import make_member

pytestmark = pytest.mark.django_db
IMPORT = "/admin/documents/term/import/"


def upload(client: Client, text: str) -> str:
    file = SimpleUploadedFile("terms.csv", text.encode())
    return client.post(IMPORT, {"file": file}, follow=True).content.decode()


def test_editors_import_and_export(client: Client) -> None:
    client.force_login(make_member(Role.EDITOR))
    page = upload(client, "term,name.ru,source.ru,verified.ru\nzone,зона,Устав,yes\n")
    assert "Terms entered: 1; replaced: 0." in page
    assert Term.objects.get().is_verified("ru")
    listed = client.get(reverse("admin:documents_term_changelist")).content.decode()
    assert "/admin/documents/term/import/" in listed
    assert "зона" in client.get("/admin/documents/term/terms.csv").content.decode()
    assert b"conceptEntry" in client.get("/admin/documents/term/terms.tbx").content


def test_a_bad_file_is_explained_with_its_line(client: Client) -> None:
    client.force_login(make_member(Role.EDITOR))
    page = upload(client, "term,name.ru\nzone,зона\nzone two,зона\n")
    assert "Line 3: " in page
    assert not Term.objects.exists()


def test_commentators_neither_import_nor_export(client: Client) -> None:
    client.force_login(make_member(Role.COMMENTATOR))
    for address in (IMPORT, "/admin/documents/term/terms.csv"):
        assert client.get(address).status_code in {302, 403}


def test_checkbox_is_stored(client: Client) -> None:
    client.force_login(make_member(Role.EDITOR))
    given = {"slug": "zone", "name_en": "zone", "source_en": "x", "verified_en": "on"}
    client.post("/admin/documents/term/add/", given)
    term = Term.objects.get()
    assert term.is_verified("en")
    assert not term.is_verified("ru")
    client.post(f"/admin/documents/term/{term.pk}/change/", {"name_en": "zone"})
    assert not Term.objects.get().is_verified("en")
