"""import_document: what it stores, says and refuses."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from documents.management.commands.load_documents import TEXTS
from documents.models import (
    ClauseVersion,
    Document,
    LanguageVersion,
    ReceivedFile,
)
from tests.base import LETTER

pytestmark = pytest.mark.django_db
FOLDER = TEXTS / LETTER
UNITS_TEXTS = Path(__file__).parents[2] / "importing" / "texts"


REWORDED = (
    "Welcome the support of the nuclear-weapon States, express their readiness to"
    " continue consultations, and invite them to sign the Protocol;"
)


def run(file: Path, language: str, slug: str = "letter", **options: Any) -> str:
    out = io.StringIO()
    options |= {"language": language, "document": slug, "stdout": out}
    call_command("import_document", file, **options)
    return out.getvalue()


def reworded(text: str) -> str:
    """Return the letter with another third paragraph of the statement."""
    return re.sub(r"(?m)^3\. .*$", f"3. {REWORDED}", text)


class TestStores:
    def test_a_first_language_as_a_draft(self) -> None:
        said = run(FOLDER / "zh-hans.txt", "zh-hans")
        assert said.startswith(
            "38 clauses saved in 中文: edition 1 of letter, a draft."
        )
        assert "disagreement" not in said
        assert "Readers will see it described as: unofficial translation." in said

    def test_the_file_with_its_text(self) -> None:
        run(FOLDER / "ru.txt", "ru")
        kept = LanguageVersion.objects.select_related("received").get().received
        assert kept
        assert bytes(kept.content) == (FOLDER / "ru.txt").read_bytes()

    def test_what_a_text_is_can_be_said(self) -> None:
        said = run(FOLDER / "ru.txt", "ru", standing="official")
        assert "Readers will see it described as: official translation." in said

    def test_further_languages_beside_it(self) -> None:
        for language in ("zh-hans", "ru", "en"):
            said = run(FOLDER / f"{language}.txt", language)
        assert "disagreement" not in said
        assert ClauseVersion.objects.count() == 38

    def test_the_same_file_again_changes_nothing(self) -> None:
        run(FOLDER / "en.txt", "en")
        before = [*ClauseVersion.objects.values()]
        assert run(FOLDER / "en.txt", "en").startswith("Nothing changed")
        assert [*ClauseVersion.objects.values()] == before

    def test_disagreements_are_told_with_both_texts(self, tmp_path: Path) -> None:
        run(FOLDER / "zh-hans.txt", "zh-hans")
        text = (FOLDER / "en.txt").read_text()
        short = tmp_path / "short.txt"
        short.write_text(text.replace("3. Welcome", "7. Welcome"))
        said = run(short, "en")
        assert "1 mismatch with the other languages:" in said
        assert "3． 对全世界的核武器国家" in said
        assert "7. Welcome the support" in said

    def test_a_file_of_any_name(self, tmp_path: Path) -> None:
        for name in ("long" * 60 + ".txt", "bad\udcff.txt"):
            file = tmp_path / name
            file.write_bytes((FOLDER / "en.txt").read_bytes())
            assert "38 clauses saved" in run(file, "en", slug=f"n{len(name)}")


class TestRefuses:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\x00\x01\x02",
            b"%PDF-1.4 text",
            b"A" * (20 * 1024 * 1024),
            "中文\0文".encode(),
            b"just a line",
            "大会".encode() + "大会".encode("gb18030"),
        ],
        ids=["empty", "binary", "pdf", "20 MB", "U+0000", "no structure", "mixed"],
    )
    def test_with_status_2_and_nothing_stored(
        self, data: bytes, tmp_path: Path
    ) -> None:
        file = tmp_path / "bad.txt"
        file.write_bytes(data)
        with pytest.raises(CommandError) as refused:
            run(file, "zh-hans")
        assert refused.value.returncode == 2
        assert not Document.objects.exists()
        assert not ReceivedFile.objects.exists()

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError) as refused:
            run(tmp_path / "none.txt", "ru")
        assert refused.value.returncode == 2

    def test_a_slug_that_is_no_slug(self) -> None:
        with pytest.raises(CommandError) as refused:
            run(FOLDER / "en.txt", "en", slug="no slug/")
        assert refused.value.returncode == 2
        assert not Document.objects.exists()

    def test_a_level_without_a_parent(self) -> None:
        file = UNITS_TEXTS / "footnotes-mark-alone.en.txt"
        with pytest.raises(CommandError, match="no paragraph above") as told:
            run(file, "en")
        assert told.value.returncode == 2
        assert not Document.objects.exists()


class TestNewVersion:
    """A text that is there already, changed."""

    @pytest.fixture
    def changed(self, tmp_path: Path) -> Path:
        run(FOLDER / "en.txt", "en")
        text = (FOLDER / "en.txt").read_text("utf-8")
        file = tmp_path / "new.txt"
        file.write_text(reworded(text), "utf-8")
        return file

    def refused(self, file: Path, **options: Any) -> CommandError:
        with pytest.raises(CommandError) as refused:
            run(file, "en", **options)
        assert refused.value.returncode == 2
        return refused.value

    def chosen(self, tmp_path: Path, choices: object) -> Path:
        file = tmp_path / "choices.json"
        file.write_text(json.dumps(choices))
        return file

    def test_what_is_uncertain_is_asked(self, changed: Path) -> None:
        before = [*ClauseVersion.objects.values()]
        said = str(self.refused(changed))
        assert said.startswith("1 unit may match an existing clause or be a new one.")
        assert f"] statement, operative: 3. {REWORDED}" in said
        assert "statement-op3: 3. Welcome the support" in said
        assert [*ClauseVersion.objects.values()] == before

    def test_and_answered_in_a_file(self, changed: Path, tmp_path: Path) -> None:
        place = str(self.refused(changed)).rpartition('{"')[2].partition('"')[0]
        choices = self.chosen(tmp_path, {place: "statement-op3"})
        assert "38 clauses saved" in run(changed, "en", choices=choices)
        row = ClauseVersion.objects.get(clause__key="statement-op3")
        assert row.in_language("text", "en") == REWORDED

    @pytest.mark.parametrize(
        "choices", [[], {"a": "new"}, {"1": None}, {"1": 1}, {"1": "new", "01": "new"}]
    )
    def test_a_file_that_names_no_choices(
        self, choices: object, tmp_path: Path
    ) -> None:
        file = self.chosen(tmp_path, choices)
        assert ("must map unit numbers") in str(
            self.refused(FOLDER / "en.txt", choices=file)
        )

    def test_a_choice_that_cannot_be_followed(
        self, changed: Path, tmp_path: Path
    ) -> None:
        choices = self.chosen(tmp_path, {"99": "statement-op3"})
        said = str(self.refused(changed, choices=choices))
        assert "Unit 99 cannot be matched to the clause statement-op3" in said
