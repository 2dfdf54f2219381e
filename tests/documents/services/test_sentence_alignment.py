"""Sentences are aligned when an edition is published, and for those of before."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.test import Client

from documents.models import Edition, SentenceAlignment
from documents.services import align_missing, begin_draft, publish_edition
from tests.base import LETTER, at_most
from tests.factories import current_edition

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]
PAGE = f"/en/documents/{LETTER}/"


@pytest.fixture
def edition() -> Edition:
    return current_edition()


class TestPublishing:
    def test_aligns_the_letter(self, edition: Edition) -> None:
        found = SentenceAlignment.objects.counterparts_in(edition)
        counts = {key: len(counterparts) for key, counterparts in found.items()}
        assert counts == {"letter-p2": 6, "statement-pre7": 3}

    def test_aligns_what_a_new_edition_says(self, edition: Edition) -> None:
        draft = begin_draft(edition, user=None)
        assert SentenceAlignment.objects.counterparts_in(draft) == {}
        version = draft.versions.get(clause__key="letter-p2")
        version.text_ru = str(version.text_ru).partition(" Мы подчеркиваем")[0]
        version.save()
        publish_edition(draft, user=None)
        found = SentenceAlignment.objects.counterparts_in(draft)["letter-p2"]
        assert "ru" in found[0]
        assert "ru" not in found[-1]

    def test_aligns_editions_of_before_once(self, edition: Edition) -> None:
        before = SentenceAlignment.objects.counterparts_in(edition)
        SentenceAlignment.objects.all().delete()
        call_command("align_sentences", verbosity=0)
        assert SentenceAlignment.objects.counterparts_in(edition) == before
        assert align_missing() == 0


def said(html: str, key: str) -> list[list[str]]:
    """The sentences of a clause as its page marks them, by column."""
    row = re.search(rf'id="{key}".*?(?=<div class="clause|</section>)', html, re.DOTALL)
    assert row
    cells = row[0].split('<div class="cell"')[1:]
    pattern = r'<span class="said" data-said="(\d)">'
    return [re.findall(pattern, cell) for cell in cells]


class TestPage:
    def test_numbers_what_says_the_same(self, client: Client) -> None:
        html = client.get(f"{PAGE}?texts=zh-hans,ru,en").content.decode()
        assert said(html, "statement-pre7") == [["0", "1", "2"]] * 3
        assert said(html, "statement-pre3") == [[]] * 3

    def test_needs_another_text(self, client: Client) -> None:
        html = client.get(f"{PAGE}?texts=ru").content.decode()
        assert "data-said" not in html

    def test_on_the_page_of_a_clause(self, client: Client) -> None:
        html = client.get(f"{PAGE}clauses/letter-p2/?texts=en,ru").content.decode()
        assert html.count('data-said="5"') == 2

    def test_of_marked_words(self, client: Client, edition: Edition) -> None:
        from tests.commentary.factories import (
            make_comment,
            make_commentator,
            version_of,
        )

        version = version_of(edition, "letter-p2")
        make_comment(version, make_commentator("carol"), quoted="features. First,")
        html = client.get(f"{PAGE}?texts=en,ru").content.decode()
        marked = re.findall(r"<mark[^>]*>([^<]*)</mark>", html)
        assert marked == ["features.", " ", "First,"]
        assert said(html, "letter-p2")[0] == ["0", "1", "2", "3", "4", "5"]

    def test_costs_one_query(self, client: Client) -> None:
        with at_most(14):
            client.get(PAGE)
