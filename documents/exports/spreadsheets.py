"""CSV files (RFC 4180) for spreadsheets: read as UTF-8, and no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final

CSV_TYPE: Final = "text/csv; charset=utf-8"
# By this mark at the beginning spreadsheets know UTF-8.
MARK: Final = "\ufeff"
# What a spreadsheet would take for the beginning of a formula.
FORMULA: Final = tuple("=+-@＝＋－＠")


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file with these rows, the headings among them."""
    mark = MARK
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow(make_harmless(value) for value in row)
        yield mark + line.getvalue()
        mark = ""


def make_harmless(value: Any) -> Any:
    """Return a value that no spreadsheet runs: a formula is made a text.

    Some spreadsheets pass over white space before it, others take it for a cell's end.
    """
    if not isinstance(value, str):
        return value
    ends_cell = value.lstrip(" ").startswith(("\t", "\r"))
    is_formula = value.lstrip().startswith(FORMULA)
    return f"'{value}" if ends_cell or is_formula else value
