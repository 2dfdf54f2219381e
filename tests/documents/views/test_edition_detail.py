"""Earlier editions and drafts say what they are."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Document
from documents.services import import_text, publish_edition
from tests.base import signed_in
from tests.factories import make_edition, make_file, make_person, make_units

pytestmark = pytest.mark.django_db
URL = "/en/documents/memo/editions/1/"


def next_draft() -> None:
    import_text(
        Document.objects.get(),
        language="en",
        file=make_file("second"),
        units=make_units("en", paragraphs=4),
    )


def test_the_current_edition_says_nothing(client: Client) -> None:
    make_edition()
    assert "not the current edition" not in client.get(URL).content.decode()


def test_an_earlier_one_leads_to_the_current(client: Client) -> None:
    make_edition()
    next_draft()
    publish_edition(Document.objects.get().editions.get(number=2), user=None)
    html = client.get(URL).content.decode()
    assert "This is not the current edition." in html
    assert '<a href="/en/documents/memo/">Read the current edition</a>' in html


def test_a_draft_says_so_and_is_kept_from_search_engines() -> None:
    make_edition()
    next_draft()
    editor = signed_in(make_person("editor", "documents.view_edition"))
    html = editor.get("/en/documents/memo/editions/2/").content.decode()
    assert "This edition is a draft." in html
    assert '<meta name="robots" content="noindex">' in html
