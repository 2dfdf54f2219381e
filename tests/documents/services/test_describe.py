"""What a document is called is what its editions print."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.languages import CODES
from documents.models import Document, Edition
from documents.services import begin_draft, publish_edition, reword_clause
from documents.text.content import ClauseContent
from portal.people.roles import Role
from tests.base import signed_in
from tests.factories import make_edition, make_member

pytestmark = pytest.mark.django_db
PAGE = "/en/documents/memo/"
NEW = "Statement, as reworded"


def reworded() -> Edition:
    """A draft whose title clause says something else in English."""
    draft = begin_draft(make_edition(), user=None)
    title = draft.versions.for_reading().get(clause__key="statement-title")
    texts = {code: title.in_language("text", code) for code in CODES} | {"en": NEW}
    reword_clause(
        title, ClauseContent(title.kind, texts=texts), revision=title.revision
    )
    return draft


def heading(client: Client, path: str) -> str:
    html = client.get(path).text
    [found] = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", found).strip()


class TestPublished:
    def test_heading_title_list_and_citation_say_it(self, client: Client) -> None:
        publish_edition(reworded(), user=None)
        page = client.get(PAGE).text
        assert heading(client, PAGE) == NEW
        assert NEW in page.split("</title>")[0]
        assert f"{NEW}, {{place}}" in page  # the citations, a clause's place in them
        assert NEW in client.get("/en/documents/").text

    def test_an_address_with_an_edition_shows_its_own(self, client: Client) -> None:
        publish_edition(reworded(), user=None)
        printed = heading(client, f"{PAGE}editions/1/")
        assert printed not in ("", NEW)
        assert printed in client.get("/id/memo/e1/statement-op1", follow=True).text
        assert heading(client, f"{PAGE}editions/2/") == NEW

    def test_parts_are_called_so_too(self) -> None:
        edition = publish_edition(reworded(), user=None)
        [part] = edition.document.parts.all()
        assert part.in_language("title", "en") == NEW

    def test_each_row_is_saved_once_for_all_languages(self) -> None:
        draft = begin_draft(make_edition(), user=None)
        title = draft.versions.for_reading().get(clause__key="statement-title")
        texts = {code: f"{NEW} ({code})" for code in CODES}
        content = ClauseContent(title.kind, texts=texts)
        reword_clause(title, content, revision=title.revision)
        with CaptureQueriesContext(connection) as queries:
            publish_edition(draft, user=None)
        saved = [each["sql"] for each in queries if 'SET "title_' in each["sql"]]
        assert [sql.split()[1] for sql in saved] == [
            '"documents_document"',
            '"documents_part"',
        ]

    def test_other_languages_are_kept(self) -> None:
        before = make_edition("other").document.in_language("title", "ru")
        document = publish_edition(reworded(), user=None).document
        assert document.in_language("title", "ru") == before


class TestDraft:
    def test_it_calls_itself_so_and_nothing_else_does(self, client: Client) -> None:
        reworded()
        editor = signed_in(make_member(Role.EDITOR))
        assert heading(editor, f"{PAGE}editions/2/") == NEW
        assert NEW not in client.get(PAGE).text
        assert Document.objects.get().in_language("title", "en") != NEW
