"""The reading page of a document, of its earlier editions and its drafts."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.importing import Unit
from documents.models import Document
from documents.services import import_text, publish_edition
from documents.text.kinds import Kind
from tests.base import LETTER, at_most, flat, queries_of, signed_in
from tests.factories import make_draft, make_edition, make_file, make_person, make_units

pytestmark = pytest.mark.django_db
URL = f"/en/documents/{LETTER}/"
EARLIER = "/en/documents/memo/editions/1/"


def page(client: Client, url: str = URL) -> str:
    return client.get(url).content.decode()


@pytest.mark.usefixtures("letter")
class TestLetter:
    def test_every_clause_is_an_element_with_its_key(self, client: Client) -> None:
        ids = re.findall(r'<div class="clause[^"]*" id="([^"]+)"', page(client))
        assert len(ids) == 38
        assert {"letter-p2", "statement-pre11", "statement-op6"} <= set(ids)

    def test_cells_carry_their_language(self, client: Client) -> None:
        html = page(client)
        for tag in ("zh-Hans", "ru", "en"):
            assert html.count(f'<div class="cell" lang="{tag}"') == 38

    @pytest.mark.parametrize(
        ("code", "label"),
        [
            ("en", "preambular para. 7"),
            ("ru", "пункт 7 преамбулы"),
            ("zh-hans", "序言部分第7段"),
        ],
    )
    def test_places_are_said_in_each_language(
        self, client: Client, code: str, label: str
    ) -> None:
        assert label in page(client, f"/{code}/documents/{LETTER}/")

    def test_outline_leads_to_every_numbered_place(self, client: Client) -> None:
        html = page(client)
        outline = html[html.index(' outline"') : html.index('class="column-heads"')]
        targets = re.findall(r'href="#([^"]+)"', outline)
        assert len(targets) == 2 + 2 + 4 + 11 + 6
        assert all(f'id="{target}"' in html for target in targets)

    def test_original_that_is_not_reproduced_is_said(self, client: Client) -> None:
        note = "The original of this part is in Russian; it is not reproduced here."
        assert page(client).count(note) == 1

    def test_standing_is_at_the_head_of_each_column(self, client: Client) -> None:
        html = page(client)
        heads = html[html.index('class="column-heads"') : html.index('class="part"')]
        assert heads.count("unofficial translation") == 2
        assert heads.count("official translation") == 3


class TestStates:
    def test_a_missing_text_is_said(self, client: Client) -> None:
        make_edition(languages=["zh-hans"])
        html = page(client, "/en/documents/memo/")
        assert html.count("No Russian text yet.") >= 5

    def test_a_title_in_another_language_is_marked(self, client: Client) -> None:
        make_edition(languages=["ru"])
        html = page(client, "/en/documents/memo/")
        assert flat('<h1 id="document-name" lang="ru">Заявление</h1>') in flat(html)

    def test_text_is_escaped(self, client: Client) -> None:
        edition = make_draft(languages=["en"])
        edition.versions.update(**{"text_en": "<script>alert(1)</script>"})
        publish_edition(edition, user=None)
        html = page(client, "/en/documents/memo/")
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


class TestCost:
    def test_thirteen_queries_for_a_stranger(self, client: Client) -> None:
        make_edition()
        with at_most(13):
            page(client, "/en/documents/memo/")

    def test_the_same_for_forty_clauses_and_for_four_hundred(
        self, client: Client
    ) -> None:
        make_edition("short", paragraphs=38)
        make_edition("long", paragraphs=398)
        short = queries_of(lambda: page(client, "/en/documents/short/"))
        long = queries_of(lambda: page(client, "/en/documents/long/"))
        assert short == long


def test_headings_do_not_repeat_a_division(client: Client) -> None:
    units = [
        Unit("resolution", Kind.TITLE, "", 0, "Resolution"),
        Unit("resolution", Kind.PREAMBULAR, "", 0, "Recalling,"),
        Unit("resolution", Kind.HEADING, "I", 0, "First"),
        Unit("resolution", Kind.OPERATIVE, "1.", 0, "Decides;"),
        Unit("resolution", Kind.HEADING, "II", 0, "Second"),
        Unit("resolution", Kind.OPERATIVE, "2.", 0, "Requests."),
        Unit("resolution", Kind.PLACE_DATE, "", 0, "New York, 1 May 2001"),
    ]
    document = Document.objects.create(slug="headed")
    file = make_file("headed")
    result = import_text(document, language="en", file=file, units=units)
    publish_edition(result.edition, user=None)
    html = page(client, "/en/documents/headed/")
    assert html.count('id="resolution-operative-part"') == 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def next_draft() -> None:
    import_text(
        Document.objects.get(slug="memo"),
        language="en",
        file=make_file("second"),
        units=make_units("en", paragraphs=4),
    )


def test_the_current_edition_says_nothing(client: Client) -> None:
    make_edition()
    assert "not the current edition" not in client.get(EARLIER).content.decode()


def test_an_earlier_one_leads_to_the_current(client: Client) -> None:
    make_edition()
    next_draft()
    publish_edition(Document.objects.get(slug="memo").editions.get(number=2), user=None)
    html = client.get(EARLIER).content.decode()
    assert "This is not the current edition." in html
    assert '<a href="/en/documents/memo/">Read the current edition</a>' in html


def test_a_draft_says_so_and_is_kept_from_search_engines() -> None:
    make_edition()
    next_draft()
    editor = signed_in(make_person("editor", "documents.view_edition"))
    html = editor.get("/en/documents/memo/editions/2/").content.decode()
    assert "This edition is a draft." in html
    assert '<meta name="robots" content="noindex">' in html
