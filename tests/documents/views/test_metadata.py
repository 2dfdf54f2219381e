"""The page of what describes a document, and of its corrections."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.integrity import digests
from documents.models import Document
from documents.services import (
    begin_draft,
    correct_metadata,
    insert_clause,
    publish_edition,
)
from documents.text.content import ClauseContent
from documents.text.kinds import Kind
from portal.people.accounts import close_account
from portal.people.data_export import export_data
from portal.people.models import User
from portal.people.roles import Role
from tests.base import at_most, flat, queries_of, signed_in
from tests.factories import make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db
PAGE = "/en/documents/memo/metadata/"


@pytest.fixture
def editor() -> User:
    user = make_member(Role.EDITOR)
    user.display_name = "Anna Ivanova"
    user.save(update_fields=["display_name"])
    return user


def corrected(editor: User, symbol: str = "A/61/1") -> Document:
    document = Document.objects.filter(slug="memo").first() or make_edition().document
    return correct_metadata(
        document, {"symbol": symbol}, reason="Found in the masthead.", user=editor
    )


class TestRecord:
    def test_it_tells_what_who_and_why(self, client: Client, editor: User) -> None:
        corrected(editor)
        corrected(editor, "A/61/2")
        html = flat(client.get(PAGE).text)
        assert "</span>A/61/1<span" in html
        assert "</span>A/61/2<span" in html
        assert "Anna Ivanova" in html
        assert "Reason: Found in the masthead." in html
        assert "2026" in html

    def test_it_has_an_address_without_a_language(self, client: Client) -> None:
        make_edition()
        response = client.get("/id/memo/metadata", headers={"accept-language": "ru"})
        assert response["Location"] == "/ru/documents/memo/metadata/"

    def test_the_document_leads_to_it(self, client: Client) -> None:
        make_edition()
        assert f'href="{PAGE}#corrections"' in client.get("/en/documents/memo/").text

    def test_nothing_was_corrected(self, client: Client) -> None:
        make_edition()
        assert "Nothing has been corrected." in client.get(PAGE).text

    def test_a_draft_is_not_there(self, client: Client) -> None:
        make_draft()
        assert client.get(PAGE).status_code == 404
        assert signed_in(make_member(Role.EDITOR)).get(PAGE).status_code == 200

    def test_as_many_queries_for_ten_as_for_two(
        self, client: Client, editor: User
    ) -> None:
        for number in range(2):
            corrected(editor, f"A/61/{number}")
        few = queries_of(lambda: client.get(PAGE))
        for number in range(8):
            corrected(editor, f"A/62/{number}")
        with at_most(few):
            client.get(PAGE)


class TestWho:
    def test_a_closed_account_names_nobody(self, client: Client, editor: User) -> None:
        corrected(editor)
        close_account(editor, erase=True)
        html = client.get(PAGE).text
        assert "a former participant" in html
        assert "Anna" not in html
        assert "@" not in html

    def test_an_address_is_no_name(self, client: Client) -> None:
        corrected(make_member(Role.EDITOR))
        html = client.get(PAGE).text
        assert "An editor" in html
        assert "editor@example.org" not in html

    def test_they_take_their_corrections_along(self, editor: User) -> None:
        corrected(editor)
        [told] = export_data(editor)["metadata"]
        assert told["document"] == "memo"
        assert told["reason"] == "Found in the masthead."


class TestShown:
    def test_the_document_tells_what_describes_it(
        self, client: Client, editor: User
    ) -> None:
        document = corrected(editor)
        other = make_edition("other").document
        words = {"short_title_en": "The memo", "subjects_en": "Peace\nSecurity"}
        relation = other.relations.model(kind="supersedes", target=other)
        correct_metadata(
            document, words, relations=[relation], reason="New.", user=editor
        )
        html = flat(client.get("/en/documents/memo/").text)
        assert '<dd lang="en"> The memo </dd>' in html
        assert "Peace · Security" in html
        assert 'href="/en/documents/other/"' in html
        assert '<meta name="DCTERMS.alternative" content="The memo">' in html

    def test_an_original_is_what_the_edition_prints(self, client: Client) -> None:
        """Not what the row of the part says, which all editions share."""
        draft = begin_draft(make_edition(), user=None)
        said = {"en": "[Original: Arabic and English]"}
        said |= {"ru": "[Подлинный текст на английском языке]"}
        note = ClauseContent(Kind.ORIGINAL_LANGUAGE, texts=said)
        title = draft.versions.for_reading().get(clause__key="statement-title")
        insert_clause(draft, note, part=title.clause.part, position=2)
        edition = publish_edition(draft, user=None)
        told = "The original of this part is in English"
        assert told in client.get("/en/documents/memo/").text
        assert told in client.get("/en/documents/memo/clauses/statement-op1/").text
        assert told not in client.get("/en/documents/memo/editions/1/").text
        assert "# part statement statement original en" in digests.manifest(edition)
