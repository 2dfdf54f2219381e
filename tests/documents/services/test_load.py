"""The documents that come with the portal."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.management.commands.load_documents import TEXTS
from documents.models import ClauseVersion, Document, Edition
from documents.services import TextChanged, TextsDisagree, load_document
from documents.text.kinds import Kind
from tests.base import LETTER

pytestmark = pytest.mark.django_db
SOURCE = "d4d66a0e53f67da3c4cfc194bb9a5869b36700955bfce9f9d1d03e262921ee8c"


class TestLetter:
    def test_source_is_the_printed_text_byte_for_byte(self) -> None:
        data = (TEXTS / LETTER / "zh-hans.txt").read_bytes()
        assert sha256(data).hexdigest() == SOURCE

    def test_all_38_clauses_say_something_in_every_language(self) -> None:
        call_command("load_documents")
        rows = list(ClauseVersion.objects.all())
        assert len(rows) == 38
        texts = [
            r.in_language("text", c) for r in rows for c in ("zh-hans", "ru", "en")
        ]
        assert all(texts)

    def test_kinds_are_those_a_reader_counts(self) -> None:
        call_command("load_documents")
        counted = [row.kind for row in ClauseVersion.objects.all()]
        assert counted.count(Kind.PREAMBULAR) == 11
        assert counted.count(Kind.OPERATIVE) == 6
        assert counted.count(Kind.SIGNATURE) == 5
        assert counted.count(Kind.PARAGRAPH) == 4

    def test_standing_is_stated(self) -> None:
        call_command("load_documents")
        edition = Edition.objects.get()
        standings = {row.language: row.standing for row in edition.languages.all()}
        assert standings == {
            "zh-hans": "official",
            "ru": "unofficial",
            "en": "unofficial",
        }

    def test_original_language_is_the_annex_own(self) -> None:
        call_command("load_documents")
        document = Document.objects.get()
        originals = {part.key: part.original_language for part in document.parts.all()}
        assert originals == {"letter": "", "statement": "ru"}
        assert document.symbol == ""

    def test_again_changes_nothing(self) -> None:
        call_command("load_documents")
        before = [*ClauseVersion.objects.values()]
        call_command("load_documents")
        assert [*ClauseVersion.objects.values()] == before
        assert Edition.objects.get().is_published


def test_a_changed_source_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(TEXTS / LETTER, tmp_path / LETTER)
    with (folder / "zh-hans.txt").open("a") as file:
        file.write("。")
    with pytest.raises(TextChanged):
        load_document(folder)
    assert not Document.objects.exists()


def test_texts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(TEXTS / LETTER, tmp_path / LETTER)
    english = folder / "en.txt"
    english.write_text(english.read_text().replace("\n3. Welcome", "\n9. Welcome"))
    with pytest.raises(TextsDisagree):
        load_document(folder)
    assert not Document.objects.exists()
