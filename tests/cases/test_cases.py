"""The runner of cases, and the cases that lie beside this checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cases.__main__ import main
from tests.cases.run import read_cases, run_case

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases"
RIGHT: dict[str, Any] = {
    "id": "right",
    "area": "redline",
    "language": "en",
    "input": {"before": "one lamp", "after": "two lamps"},
    "expected": {"deleted": ["one"], "inserted": ["two"]},
}


def write(folder: Path, *cases: dict[str, Any]) -> str:
    for case in cases:
        (folder / f"{case['id']}.json").write_text(json.dumps(case), "utf-8")
    return str(folder)


@pytest.mark.parametrize("case", read_cases(SHARED), ids=lambda case: str(case["id"]))
def test_delivered_case(case: dict[str, Any]) -> None:
    assert run_case(case) == ""


class TestRunner:
    def test_all_pass(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([write(tmp_path, RIGHT)]) == 0
        assert capsys.readouterr().out == "pass right\n1/1\n"

    def test_one_fails(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wrong = RIGHT | {"id": "wrong", "expected": {"deleted": ["three"]}}
        assert main([write(tmp_path, RIGHT, wrong)]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "pass right"
        assert lines[1].startswith("FAIL wrong: deleted ")
        assert lines[2] == "1/2"

    def test_an_error_is_a_failure(self, tmp_path: Path) -> None:
        refused = RIGHT | {"area": "import", "input": "Hello."}
        assert "NoStructure" in run_case(refused)
        assert main([write(tmp_path, refused)]) == 1

    def test_unknown_area(self, tmp_path: Path) -> None:
        assert main([write(tmp_path, RIGHT | {"area": "weather"})]) == 2

    @pytest.mark.parametrize("arguments", [[], ["one", "two"]])
    def test_wrong_usage(self, arguments: list[str]) -> None:
        assert main(arguments) == 2

    def test_no_cases(self, tmp_path: Path) -> None:
        assert main([str(tmp_path)]) == 2
