"""Changing a document's name in addresses in the admin, and two at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.test import Client

from documents.models import Document, DocumentSlug
from documents.services import SlugTaken, refuse_taken_slug
from portal.people.roles import Role
from tests import base
from tests.base import LANGUAGES, signed_in
from tests.documents.workbench.base import administrator, form_of, page_of
from tests.factories import make_edition, make_member

pytestmark = pytest.mark.django_db
TAKEN = "Another document has this name in addresses, or had it before."


def change(client: Client, document: Document, slug: str) -> Any:
    address = page_of(document)
    sent = {**form_of(client.get(address)), "slug": slug}
    return client.post(address, sent)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
def test_is_changed_by_editors_and_publishers(role: Role) -> None:
    document = make_edition("memo").document
    client = signed_in(make_member(role))
    assert change(client, document, "letter").status_code == 302
    document.refresh_from_db()
    assert document.slug == "letter"
    page = client.get(page_of(document))
    assert "memo" in page.context["adminform"].model_admin.former_names(document)
    assert "lead to the new one" in page.text
    assert "It cannot change later." not in page.text
    assert "Name in addresses" in LogEntry.objects.get().change_message


@pytest.mark.parametrize("former", [False, True])
def test_what_another_has_or_had_is_refused(former: bool) -> None:
    client = administrator()
    other = make_edition("other").document
    if former:
        change(client, other, "present")
    document = make_edition("memo").document
    page = change(client, document, "other")
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["slug"]
    assert Document.objects.get(pk=document.pk).slug == "memo"
    if former:
        assert TAKEN in page.text


def test_one_s_own_former_name_is_taken_back() -> None:
    client = administrator()
    document = make_edition("memo").document
    for slug in ("letter", "memo"):
        assert change(client, document, slug).status_code == 302
    names = DocumentSlug.objects.filter(document=document)
    assert [*names.values_list("slug", flat=True)] == ["memo", "letter"]


def test_is_found_by_a_former_name() -> None:
    client = administrator()
    document = make_edition("memo").document
    change(client, document, "letter")
    page = client.get("/admin/documents/document/?q=memo")
    assert [row.pk for row in page.context["cl"].result_list] == [document.pk]


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_every_language(code: str) -> None:
    document = make_edition("memo").document
    page = administrator().get(page_of(document), headers={"accept-language": code})
    assert f'<html lang="{code}"' in page.text


def _take(pk: int, slug: str) -> str:
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=pk)
        refuse_taken_slug(slug, pk)
        document.slug = slug
        document.save(update_fields=["slug"])
    return slug


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.parametrize("_attempt", range(3))
    def test_two_documents_take_one_name(self, _attempt: int) -> None:
        """One gets it, the other is told in words: no error of the database."""
        clients = {slug: administrator_of(slug) for slug in ("one", "two")}
        documents = {slug: make_edition(slug).document for slug in clients}
        results = base.at_once(
            *(
                lambda slug=slug: change(clients[slug], documents[slug], "letter")
                for slug in clients
            ),
            refusals=(),
        )
        assert sorted(each.status_code for each in results) == [200, 302]
        assert Document.objects.filter(slug="letter").count() == 1

    @pytest.mark.parametrize("_attempt", range(3))
    def test_a_former_name_is_taken_while_it_becomes_one(self, _attempt: int) -> None:
        """Whoever renames keeps the name: nobody else gets it at that moment."""
        one, two = (make_edition(slug).document for slug in ("one", "two"))
        base.at_once(
            lambda: _take(one.pk, "letter"),
            lambda: _take(two.pk, "one"),
            refusals=(SlugTaken,),
        )
        two.refresh_from_db()
        assert two.slug == "two"

    @pytest.mark.parametrize("_attempt", range(3))
    def test_raw_updates_are_refused_too(self, _attempt: int) -> None:
        one, two = (make_edition(slug).document for slug in ("one", "two"))
        results = base.at_once(
            *(
                lambda pk=pk: Document.objects.filter(pk=pk).update(slug="letter")
                for pk in (one.pk, two.pk)
            ),
            refusals=(IntegrityError,),
        )
        assert sorted(type(each).__name__ for each in results) == [
            "IntegrityError",
            "int",
        ]


def administrator_of(slug: str) -> Client:
    return signed_in(make_member(Role.ADMINISTRATOR, slug))
