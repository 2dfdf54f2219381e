"""The mentions of a stored edition: the register, the rows, and how many queries."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from commentary.references.detect import (
    ClauseMentions,
    mentions_of_edition,
    register_of_instruments,
)
from commentary.references.detection import Rule
from documents.models import Edition, Instrument
from documents.services import begin_draft
from tests.base import at_most, queries_of
from tests.factories import current_edition, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    call_command("load_documents")
    call_command("load_instruments")
    return current_edition()


class TestLetter:
    def test_29_references_in_each_language(self, edition: Edition) -> None:
        rows = mentions_of_edition(edition)
        assert len(rows) == 38
        for code in ("zh-hans", "ru", "en"):
            assert sum(len(row.by_language[code]) for row in rows) == 29

    def test_the_languages_agree(self, edition: Edition) -> None:
        assert not any(row.disagreements for row in mentions_of_edition(edition))

    def test_a_translator_s_fault_is_told(self, edition: Edition) -> None:
        draft = begin_draft(edition, user=None)
        row = draft.versions.get(clause__key="statement-pre1")
        text = row.in_language("text", "en").replace("article VII", "article VI")
        draft.versions.filter(pk=row.pk).update(**{"text_en": text})
        [told] = [row for row in mentions_of_edition(draft) if row.disagreements]
        assert told.version.clause.key == "statement-pre1"
        assert {each.locator for each in told.disagreements} == {"art. VI", "art. VII"}

    def test_three_queries(self, edition: Edition) -> None:
        with at_most(3):
            mentions_of_edition(edition)


class TestRegister:
    def test_an_instrument_is_found_once_its_names_are_entered(self) -> None:
        draft = make_draft("memo", languages=["ru"])
        text = "ссылаясь на пункт 4 Меморандума о маяках,"
        draft.versions.filter(position=2).update(**{"text_ru": text})
        assert not any(row.by_language["ru"] for row in self.said(draft))
        names = {"cited_as_ru": "Меморандум о маяках\n\n  "}
        Instrument.objects.create(slug="lighthouses", **names)
        [row] = [row for row in self.said(draft) if row.by_language["ru"]]
        [mention] = row.by_language["ru"]
        assert mention.target.key == "lighthouses"
        assert mention.locator == "para. 4"
        assert mention.rule is Rule.NAME

    def said(self, draft: Edition) -> list[ClauseMentions]:
        return mentions_of_edition(draft)

    def test_a_missing_text_is_no_language(self) -> None:
        rows = mentions_of_edition(make_draft("memo", languages=["ru"]))
        assert all(set(row.by_language) == {"ru"} for row in rows)

    def test_symbols_and_owner(self) -> None:
        owner = Instrument.objects.create(slug="treaty", numerals="roman")
        Instrument.objects.create(
            slug="protocol", belongs_to=owner, symbol="A/1/1; A/2/2;"
        )
        known = register_of_instruments().by_slug
        assert known["protocol"].symbols == ("A/1/1", "A/2/2")
        assert known["protocol"].belongs_to == "treaty"
        assert known["treaty"].has_roman_articles

    def test_queries_do_not_grow(self) -> None:
        few = queries_of(lambda: mentions_of_edition(make_draft("few")))
        for number in range(20):
            Instrument.objects.create(slug=f"n{number}")
        many = queries_of(lambda: mentions_of_edition(make_draft("many")))
        assert many == few
