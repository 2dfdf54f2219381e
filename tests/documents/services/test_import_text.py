"""Storing a text: first language, further languages, again, and what disagrees."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from documents.importing import Reason, Unit
from documents.models import Clause, ClauseVersion, Document, Edition
from documents.services import ImportResult, import_text, publish_edition
from tests.factories import make_draft, make_edition, make_file, make_units

pytestmark = pytest.mark.django_db


def store(
    language: str, units: Sequence[Unit], seed: str = "", slug: str = "memo"
) -> ImportResult:
    document, _created = Document.objects.get_or_create(slug=slug)
    file = make_file(seed or language)
    return import_text(document, language=language, file=file, units=units)


def rows(edition: Edition) -> list[ClauseVersion]:
    return list(edition.versions.for_reading())


class TestFirstLanguage:
    def test_each_unit_becomes_a_clause_in_order(self) -> None:
        edition = store("ru", make_units("ru")).edition
        assert [(row.position, row.clause.key) for row in rows(edition)] == [
            (1, "statement-title"),
            (2, "statement-pre1"),
            (3, "statement-pre2"),
            (4, "statement-pre3"),
            (5, "statement-op1"),
        ]

    def test_nothing_disagrees_with_nothing(self) -> None:
        assert store("ru", make_units("ru")).alignment.is_complete

    def test_text_is_in_its_own_language_only(self) -> None:
        [_title, row, *_rest] = rows(store("ru", make_units("ru")).edition)
        assert row.in_language("text", "ru") == "отмечая пункт 1,"
        assert row.in_language("text", "zh-hans") == ""

    def test_document_and_part_are_described(self) -> None:
        document = store("ru", make_units("ru")).edition.document
        assert document.in_language("title", "ru") == "Заявление"
        assert [part.key for part in document.parts.all()] == ["statement"]


class TestFurtherLanguages:
    def test_texts_stand_side_by_side(self) -> None:
        store("zh-hans", make_units("zh-hans"))
        result = store("en", make_units("en"))
        assert result.alignment.is_complete
        last = rows(result.edition)[-1]
        assert last.in_language("text", "zh-hans") == "注意到第X点，"
        assert last.in_language("text", "en") == "Noting point X,"
        assert Clause.objects.count() == 5

    def test_a_missing_unit_is_reported_with_its_text(self) -> None:
        store("zh-hans", make_units("zh-hans"))
        units = make_units("en")
        del units[3]
        disagreements = store("en", units).alignment.disagreements
        [found] = [d for d in disagreements if d.reason is Reason.MISSING_HERE]
        assert found.base is not None
        assert found.base.text == "注意到第3点，"

    def test_an_extra_unit_becomes_a_clause_with_this_language_only(self) -> None:
        store("zh-hans", make_units("zh-hans", paragraphs=2))
        result = store("en", make_units("en", paragraphs=3))
        reasons = [d.reason for d in result.alignment.disagreements]
        assert reasons == [Reason.EXTRA_HERE]
        alone = [
            r for r in rows(result.edition) if not r.in_language("text", "zh-hans")
        ]
        assert [row.in_language("text", "en") for row in alone] == ["Noting point 3,"]

    def test_keys_stay_when_a_clause_comes_before(self) -> None:
        store("zh-hans", make_units("zh-hans"))
        before = {row.pk: row.clause.key for row in rows(Edition.objects.get())}
        store("en", make_units("en", paragraphs=5))
        after = {row.pk: row.clause.key for row in rows(Edition.objects.get())}
        assert before.items() <= after.items()


class TestAgain:
    def test_same_file_changes_nothing(self) -> None:
        first = store("ru", make_units("ru"))
        again = store("ru", [])
        assert not again.changed
        assert again.edition == first.edition
        assert len(rows(first.edition)) == 5

    def test_same_file_after_publication_changes_nothing(self) -> None:
        published = publish_edition(store("ru", make_units("ru")).edition, user=None)
        assert not store("ru", make_units("ru")).changed
        assert [*Edition.objects.all()] == [published]

    def test_another_file_replaces_the_text_of_a_draft(self) -> None:
        store("ru", make_units("ru"))
        edition = store("ru", make_units("ru", paragraphs=1), seed="other").edition
        assert [row.clause.key for row in rows(edition)] == [
            "statement-title",
            "statement-pre1",
            "statement-op1",
        ]

    def test_a_published_edition_is_copied_into_a_new_draft(self) -> None:
        published = make_edition()
        draft = store("en", make_units("en", paragraphs=4), seed="new").edition
        assert (draft.number, draft.based_on) == (2, published)
        assert not draft.is_published
        assert [r.in_language("digest", "ru") for r in rows(draft)] == [""] * 6
        assert len(rows(published)) == 5

    def test_a_key_is_never_given_twice(self) -> None:
        draft = make_draft(paragraphs=2)
        store("en", make_units("en", paragraphs=1), seed="shorter")
        store("ru", make_units("ru", paragraphs=1), seed="shorter-ru")
        store("zh-hans", make_units("zh-hans", paragraphs=1), seed="shorter-zh")
        store("en", make_units("en", paragraphs=2), seed="longer")
        keys = [row.clause.key for row in rows(draft)]
        assert len(keys) == len(set(keys)) == 4
        born = draft.document.clauses.values_list("key", flat=True)
        assert len(set(born)) == len(born) > len(keys)
