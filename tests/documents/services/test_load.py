"""The documents that come with the portal, and their editions."""

from __future__ import annotations

import io
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.languages import CODES
from documents.management.commands.load_documents import TEXTS
from documents.models import ClauseVersion, Document, Edition
from documents.services import (
    TextChanged,
    TextsDisagree,
    begin_draft,
    delete_edition,
    load_document,
    publish_edition,
)
from documents.text.kinds import Kind
from portal.people.roles import Role
from tests.base import LETTER
from tests.factories import current_edition, load_first_edition, make_member

pytestmark = pytest.mark.django_db
SOURCE = "d4d66a0e53f67da3c4cfc194bb9a5869b36700955bfce9f9d1d03e262921ee8c"
FOLDER = TEXTS / LETTER
# The texts that edition 2 words otherwise.
REWORDED = {
    ("letter-p1", "ru"),
    ("letter-p2", "en"),
    ("statement-pre2", "en"),
    ("statement-pre3", "en"),
    ("statement-pre7", "ru"),
    ("statement-pre9", "en"),
    *(("statement-pre10", code) for code in ("ru", "en")),
    *(("statement-pre11", code) for code in ("ru", "en")),
    ("statement-op6", "en"),
}


def load() -> str:
    said = io.StringIO()
    call_command("load_documents", stdout=said)
    return said.getvalue()


def texts_of(edition: Edition) -> dict[tuple[str, str], str]:
    return {
        (row.clause.key, code): row.in_language("text", code)
        for row in edition.versions.for_reading()
        for code in CODES
    }


def numbers_of() -> list[int]:
    return list(Edition.objects.order_by("number").values_list("number", flat=True))


class TestLetter:
    def test_source_is_the_printed_text_byte_for_byte(self) -> None:
        data = (FOLDER / "zh-hans.txt").read_bytes()
        assert sha256(data).hexdigest() == SOURCE

    def test_all_38_clauses_say_something_in_every_language(self) -> None:
        load()
        for edition in Edition.objects.all():
            texts = texts_of(edition)
            assert len(texts) == 38 * 3
            assert all(texts.values())

    def test_kinds_are_those_a_reader_counts(self) -> None:
        load()
        counted = [row.kind for row in current_edition().versions.all()]
        assert counted.count(Kind.PREAMBULAR) == 11
        assert counted.count(Kind.OPERATIVE) == 6
        assert counted.count(Kind.SIGNATURE) == 5
        assert counted.count(Kind.PARAGRAPH) == 4

    def test_standing_is_stated(self) -> None:
        load()
        standings = {
            (row.language, row.standing, row.confirmed)
            for edition in Edition.objects.all()
            for row in edition.languages.all()
        }
        assert standings == {
            ("zh-hans", "official", True),
            ("ru", "unofficial", True),
            ("en", "unofficial", True),
        }

    def test_original_language_is_the_annex_own(self) -> None:
        load()
        document = Document.objects.get()
        originals = {part.key: part.original_language for part in document.parts.all()}
        assert originals == {"letter": "", "statement": "ru"}
        assert document.symbol == ""

    def test_again_changes_nothing(self) -> None:
        assert load() == f"{LETTER}: published as edition 1, 2\n"
        before = [*Edition.objects.values()], [*ClauseVersion.objects.values()]
        assert load() == f"{LETTER}: there already\n"
        after = [*Edition.objects.values()], [*ClauseVersion.objects.values()]
        assert after == before

    def test_under_another_slug_it_is_the_same_document(self) -> None:
        load()
        Document.objects.filter(slug=LETTER).update(slug="renamed")
        assert load() == f"{LETTER}: there already\n"
        call_command("load_references", verbosity=0)
        assert Document.objects.count() == 1
        out = io.StringIO()
        call_command("verify_editions", LETTER, stdout=out)
        assert "renamed, edition 1: as published" in out.getvalue()

    def test_a_document_without_an_edition_is_filled(self) -> None:
        Document.objects.create(slug=LETTER)
        assert load() == f"{LETTER}: published as edition 1, 2\n"


class TestSecondEdition:
    def test_rewords_the_translations_and_leaves_the_chinese(self) -> None:
        load()
        first, second = (texts_of(e) for e in Edition.objects.order_by("number"))
        assert {key for key in first if first[key] != second[key]} == REWORDED
        assert not any(code == "zh-hans" for _key, code in REWORDED)

    def test_is_described_in_every_language(self) -> None:
        load()
        notes = [current_edition().in_language("note", code) for code in CODES]
        assert all(notes)
        assert len(set(notes)) == 3

    def test_is_added_to_an_installation_with_the_first(self, tmp_path: Path) -> None:
        first = load_first_edition(tmp_path)
        assert load() == f"{LETTER}: published as edition 2\n"
        second = current_edition()
        assert (second.number, second.based_on) == (2, first)
        assert second.previous_digest == first.digest
        assert load() == f"{LETTER}: there already\n"

    def test_is_the_same_whether_added_or_loaded_at_once(self, tmp_path: Path) -> None:
        load_first_edition(tmp_path)
        load()
        load_document(shutil.copytree(FOLDER, tmp_path / "at-once"))
        assert texts_of(current_edition()) == texts_of(current_edition("at-once"))

    def test_keeps_out_of_the_way_of_an_edition_by_editors(
        self, tmp_path: Path
    ) -> None:
        draft = begin_draft(load_first_edition(tmp_path), user=None)
        own = publish_edition(draft, user=make_member(Role.PUBLISHER))
        said = load()
        assert said.startswith(f"{LETTER}: the delivered edition 2 was not added")
        assert f"documents/texts/{LETTER}/editions.toml" in said
        assert current_edition() == own
        assert numbers_of() == [1, 2]

    def test_keeps_out_of_the_way_of_an_open_draft(self, tmp_path: Path) -> None:
        first = load_first_edition(tmp_path)
        draft = begin_draft(first, user=None)
        said = load()
        assert "a draft of edition 2 is open" in said
        assert current_edition() == first
        assert [*Edition.objects.exclude(state="published")] == [draft]
        delete_edition(draft)
        assert load() == f"{LETTER}: published as edition 2\n"

    def test_leaves_later_work_of_editors_alone(self) -> None:
        load()
        begin_draft(current_edition(), user=None)
        assert load() == f"{LETTER}: there already\n"
        assert numbers_of() == [1, 2, 3]

    def test_a_quiet_load_says_only_what_editors_must_do(self, tmp_path: Path) -> None:
        said = io.StringIO()
        begin_draft(load_first_edition(tmp_path), user=None)
        call_command("load_documents", verbosity=0, stdout=said)
        assert "was not added" in said.getvalue()
        said = io.StringIO()
        delete_edition(Edition.objects.get(number=2))
        call_command("load_documents", verbosity=0, stdout=said)
        assert said.getvalue() == ""


def test_a_changed_source_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / LETTER)
    with (folder / "zh-hans.txt").open("a") as file:
        file.write("。")
    with pytest.raises(TextChanged):
        load_document(folder)
    assert not Document.objects.exists()


def test_texts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / LETTER)
    english = folder / "en.txt"
    english.write_text(english.read_text().replace("\n3. Welcome", "\n9. Welcome"))
    with pytest.raises(TextsDisagree):
        load_document(folder)
    assert not Document.objects.exists()
