"""A document whose slug changed: every address with the earlier one leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from commentary.models import Comment
from documents.exports import FORMATS
from documents.integrity import digests
from documents.integrity.verify import verify_document
from documents.models import Document, Edition
from documents.services import begin_draft, delete_document, publish_edition
from documents.views.renamed import NAMED
from portal.people.roles import Role
from tests.base import LANGUAGES, queries_of, signed_in
from tests.commentary.comments.test_posting import said
from tests.commentary.factories import make_commentator
from tests.factories import make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db
PLACES = {
    "key": "statement-pre1",
    "number": "1",
    "edition": "e1",
    "language": "en",
}


def rename(slug: str, name: str) -> Document:
    document = Document.objects.get(slug=slug)
    document.slug = name
    document.save(update_fields=["slug"])
    return document


def routes(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and NAMED.search(route):
            yield route


def addresses(slug: str) -> list[str]:
    """Return an address of every route that has a document's slug."""
    found = []
    for route in routes(get_resolver().url_patterns):
        path = route.replace("<slug:slug>", slug).replace("<edition:number>", "e1")
        path = re.sub(r"<\w+:(\w+)>", lambda part: PLACES[part[1]], path)
        found.append(f"/{path}")
    return found


class TestEveryAddress:
    def test_leads_to_the_present_one(self, client: Client) -> None:
        make_edition("memo", kept=True)
        rename("memo", "letter")
        old, new = addresses("memo"), addresses("letter")
        assert len(old) > 20
        for before, after in zip(old, new, strict=True):
            sent = f"{before}?texts=ru,en&q=%D1%8F"
            response = client.get(sent)
            if response.status_code == 405:  # takes forms only
                response = client.post(sent)
            if response.status_code == 302:  # asks to sign in first
                client.force_login(make_member(Role.EDITOR, f"a{len(before)}"))
                response = client.get(sent)
                client.logout()
            assert response.status_code in (301, 308), before
            assert response.headers["location"] == f"{after}?texts=ru,en&q=%D1%8F"

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_keeps_the_language(self, client: Client, code: str) -> None:
        make_edition("memo")
        rename("memo", "letter")
        page = client.get(f"/{code}/documents/memo/", follow=True)
        assert page.redirect_chain == [(f"/{code}/documents/letter/", 301)]
        assert page.status_code == 200

    def test_after_several_changes_in_one_step(self, client: Client) -> None:
        make_edition("memo")
        rename("memo", "note")
        rename("note", "letter")
        for slug in ("memo", "note"):
            response = client.get(f"/id/{slug}/statement-pre1")
            assert response.headers["location"] == "/id/letter/statement-pre1"

    def test_a_name_is_taken_back(self, client: Client) -> None:
        """Both directions work: browsers ask again, whatever they were told before."""
        make_edition("memo")
        rename("memo", "letter")
        moved = client.get("/en/documents/memo/")
        assert moved.headers["cache-control"] == "private, no-cache"
        rename("letter", "memo")
        assert client.get("/en/documents/memo/").status_code == 200
        response = client.get("/en/documents/letter/")
        assert response.headers["location"] == "/en/documents/memo/"

    def test_a_page_that_is_found_costs_no_query_more(self, client: Client) -> None:
        make_edition("memo")
        few = queries_of(lambda: client.get("/en/documents/memo/"))
        rename("memo", "letter")
        assert queries_of(lambda: client.get("/en/documents/letter/")) == few


class TestNothingIsRevealed:
    def test_of_a_draft(self, client: Client) -> None:
        make_draft("memo")
        rename("memo", "letter")
        assert client.get("/en/documents/memo/").status_code == 404
        editor = signed_in(make_member(Role.EDITOR))
        assert editor.get("/en/documents/memo/").status_code == 301

    def test_what_was_never_there(self, client: Client) -> None:
        make_edition("memo")
        rename("memo", "letter")
        for address in ("other/", "letter/clauses/statement-pre99/"):
            assert client.get(f"/en/documents/{address}").status_code == 404
        assert client.get("/en/instruments/memo/").status_code == 404

    def test_a_clause_that_is_gone_is_told_by_its_page(self, client: Client) -> None:
        make_edition("memo")
        rename("memo", "letter")
        page = client.get("/en/documents/memo/clauses/statement-pre99/", follow=True)
        assert [status for _address, status in page.redirect_chain] == [301]
        assert page.status_code == 404


def test_a_comment_sent_to_the_old_address_arrives() -> None:
    make_edition("memo")
    writer = signed_in(make_commentator("carol"))
    old = "/en/documents/memo/clauses/statement-pre1/commentary/"
    form = said(source="Typed before the name changed")
    rename("memo", "letter")
    response = writer.post(old, form)
    assert response.status_code == 308
    arrived = writer.post(response.headers["location"], form)
    assert arrived.status_code == 302
    assert Comment.objects.get().source == "Typed before the name changed"


class TestWhatWasPublished:
    def test_manifests_and_digests_stay(self, client: Client) -> None:
        edition = make_edition("memo")
        before = {form.name: form.write(edition) for form in FORMATS}
        rename("memo", "letter")
        edition = Edition.objects.select_related("document").get(pk=edition.pk)
        assert {form.name: form.write(edition) for form in FORMATS} == before
        assert "# document memo\n" in digests.manifest(edition)
        address = "/en/documents/letter/editions/1/manifest.txt"
        assert client.get(address).text == before["manifest.txt"]

    def test_the_chain_goes_on(self) -> None:
        edition = make_edition("memo")
        document = rename("memo", "letter")
        later = publish_edition(begin_draft(edition, user=None), user=None)
        assert "# document letter\n" in digests.manifest(later)
        rename("letter", "third")
        findings = list(verify_document(document))
        assert len(findings) == 2
        assert all(finding.is_sound for finding in findings)

    def test_ids_of_feeds_stay(self, client: Client) -> None:
        make_edition("memo")
        old = client.get("/en/documents/memo/commentary/feed.atom").text
        rename("memo", "letter")
        new = client.get("/en/documents/letter/commentary/feed.atom").text
        ids = re.compile("<id>(.+?)</id>")
        assert ids.findall(new) == ids.findall(old)
        assert len(ids.findall(new)) == 2


class TestForGood:
    def test_a_former_name_is_no_other_document_s(self) -> None:
        make_edition("memo")
        rename("memo", "letter")
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.create(slug="memo")
        make_draft("other")
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE documents_document SET slug = 'memo' WHERE slug = 'other'"
            )

    def test_of_a_deleted_draft_it_is_free_again(self) -> None:
        delete_document(make_draft("memo").document)
        assert Document.objects.create(slug="memo").first_slug == "memo"
