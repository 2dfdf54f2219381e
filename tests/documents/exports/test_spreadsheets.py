"""CSV files: what a spreadsheet would run is made a text, the rest stays."""

from __future__ import annotations

import csv

import pytest

from documents.exports.spreadsheets import MARK, csv_lines, make_harmless


@pytest.mark.parametrize(
    "value",
    [
        "=1",
        "+1",
        "-1",
        "@A",
        "＝1",
        "＠A",
        " =1",
        "\n+1",
        "\u3000-1",
        "\tA",
        " \rA",
        "\u200b=1",
        "\ufeff@A",
    ],
)
def test_what_would_run_is_made_a_text(value: str) -> None:
    assert make_harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "a=1", "1-2", 7, None, "\na"])
def test_the_rest_stays(value: object) -> None:
    assert make_harmless(value) == value


def test_a_file_is_marked_once_and_quotes_its_cells() -> None:
    lines = list(csv_lines([["a", "b"], ['say "x", y', "=1"]]))
    assert [line.startswith(MARK) for line in lines] == [True, False]
    text = "".join(lines).removeprefix(MARK).splitlines()
    assert list(csv.reader(text)) == [["a", "b"], ['say "x", y', "'=1"]]
