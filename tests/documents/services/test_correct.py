"""Corrigenda: editions that correct one clause of a published edition."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from django.test import Client
from django.utils import translation

from documents.integrity import digests
from documents.integrity.verify import verify_document
from documents.models import ClauseVersion, Edition
from documents.presenters.citation import edition_name
from documents.services import (
    DraftExists,
    NothingCorrected,
    Superseded,
    begin_draft,
    correct_clause,
    publish_edition,
)
from documents.text.content import ClauseContent
from tests.base import LANGUAGES, at_once
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
KEY = "statement-pre1"


def version_in(edition: Edition, key: str = KEY) -> ClauseVersion:
    return edition.versions.for_reading().select_related("edition").get(clause__key=key)


def correct(edition: Edition, text: str, key: str = KEY) -> Edition:
    version = version_in(edition, key)
    content = ClauseContent.of(version)
    texts = {**content.texts, "en": text}
    return correct_clause(
        version,
        replace(content, texts=texts),
        reason="A misprint.",
        language="en",
        user=None,
    )


def publish(draft: Edition) -> Edition:
    return publish_edition(draft, user=None)


class TestNames:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_says_what_it_corrects(self, code: str) -> None:
        second = publish(correct(make_edition(), "noting point one,"))
        expected = {
            "en": "edition 2, corrigendum 1 to edition 1, ",
            "ru": "редакция 2 (исправление 1 к редакции 1), ",
            "zh-hans": "第2版（第1版更正1，",
        }
        with translation.override(code):
            assert edition_name(second).startswith(expected[code])

    def test_a_second_one_corrects_the_same_edition(self) -> None:
        second = publish(correct(make_edition(), "noting point one,"))
        third = publish(correct(second, "noting the first point,"))
        assert third.corrects == second.corrects
        assert (second.corrigendum, third.corrigendum) == (1, 2)

    def test_reader_list_and_citation_say_so(self, client: Client) -> None:
        publish(correct(make_edition(), "noting point one,"))
        name = "dition 2, corrigendum 1 to edition 1"
        for path in ("", "editions/", f"clauses/{KEY}/"):
            assert name in client.get(f"/en/documents/memo/{path}").text, path
        assert "A misprint." in client.get("/en/documents/memo/editions/").text


class TestText:
    def test_only_the_clause_changes_and_the_edition_before_stays(self) -> None:
        first = make_edition()
        before = {row.clause.key: ClauseContent.of(row) for row in first.versions.all()}
        second = publish(correct(first, "noting point one,"))
        after = {row.clause.key: ClauseContent.of(row) for row in second.versions.all()}
        assert [key for key in after if after[key] != before[key]] == [KEY]
        assert version_in(first).in_language("text", "en") != "noting point one,"

    def test_the_same_text_is_refused(self) -> None:
        edition = make_edition()
        text = version_in(edition).in_language("text", "en")
        with pytest.raises(NothingCorrected):
            correct(edition, text)
        assert Edition.objects.count() == 1


class TestRefusals:
    def test_an_open_draft(self) -> None:
        edition = make_edition()
        begin_draft(edition, user=None)
        with pytest.raises(DraftExists):
            correct(edition, "noting point one,")

    def test_an_edition_that_is_not_the_current_one(self) -> None:
        first = make_edition()
        publish(correct(first, "noting point one,"))
        with pytest.raises(Superseded):
            correct(first, "noting the first point,")


class TestDigests:
    def test_the_manifest_says_so_and_verifies(self) -> None:
        first = make_edition()
        second = publish(correct(first, "noting point one,"))
        assert "# corrigendum 1 to edition 1\n" in digests.manifest(second)
        assert "corrigendum" not in digests.manifest(first)
        assert all(each.is_sound for each in verify_document(first.document))


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_make_one_draft() -> None:
    edition = make_edition()
    at_once(
        partial(correct, edition, "noting point one,"),
        partial(correct, edition, "noting the first point,"),
        refusals=(DraftExists,),
    )
    assert Edition.objects.count() == 2
