"""The command: records on standard output, refusals with exit status 2."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.documents.importing.base import TEXTS


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("parse_document", *arguments, stdout=out)
    return out.getvalue()


class TestParseDocument:
    def test_prints_records(self) -> None:
        printed = run(str(TEXTS / "zh-hans.txt"), "--language", "zh-hans")
        records = json.loads(printed)
        assert len(records) == 38
        assert list(records[0]) == ["part", "kind", "number", "depth", "text"]
        assert "大会" in printed

    def test_prints_for_people(self) -> None:
        printed = run(str(TEXTS / "en.txt"), "--language", "en", "--format", "text")
        assert "== statement" in printed
        assert "[operative] 1. Announce" in printed

    def test_tells_its_doubts_apart_from_the_units(self, tmp_path: Path) -> None:
        path = tmp_path / "misread.txt"
        path.write_text(
            "S/RES/99 (2018)\n\nResolution 99 (2018)\n\nThe Security Council,\n\n"
            "1. Decides to meet on 120906;\n\n18-01234 (E)\n\n2/3\n\f\n"
            "3. Decides to remain seized of the matter.\n",
            "utf-8",
        )
        out, told = StringIO(), StringIO()
        arguments = (str(path), "--language", "en")
        call_command("parse_document", *arguments, stdout=out, stderr=told)
        assert "Decides to meet" in json.loads(out.getvalue())[-2]["text"]
        lines = told.getvalue().splitlines()
        assert lines[0] == "2 places in the text seem to have been misread."
        assert lines[1].startswith("- Unit 4: 1. Decides to meet on 120906; — Six")
        assert lines[2].endswith("A number before this one is missing.")
        assert lines[3].startswith("2 lines stand in no unit")
        assert lines[4:] == ["- 18-01234 (E)", "- 2/3"]

    def test_has_no_doubts_about_the_letter(self) -> None:
        told = StringIO()
        arguments = (str(TEXTS / "en.txt"), "--language", "en")
        call_command("parse_document", *arguments, stdout=StringIO(), stderr=told)
        assert told.getvalue() == ""

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"eggs\nmilk\n", b"a\0b"])
    def test_refuses(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "bad.txt"
        path.write_bytes(content)
        with pytest.raises(CommandError) as refused:
            run(str(path), "--language", "en")
        assert refused.value.returncode == 2

    def test_refuses_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"nowhere\.txt") as refused:
            run(str(tmp_path / "nowhere.txt"), "--language", "en")
        assert refused.value.returncode == 2
