"""CSV export (RFC 4180) for spreadsheets: UTF-8 with a mark, formulas disarmed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final

CSV_TYPE: Final = "text/csv; charset=utf-8"
# The byte order mark by which spreadsheets recognise UTF-8.
MARK: Final = "\ufeff"
# Characters that begin a formula in spreadsheets.
FORMULA: Final = tuple("=+-@＝＋－＠")
# What shows nothing, and may stand before them.
BLANK: Final = re.compile(r"\A[\s\x00-\x1f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file with these rows, headings included."""
    mark = MARK
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow(make_harmless(value) for value in row)
        yield mark + line.getvalue()
        mark = ""


def make_harmless(value: Any) -> Any:
    """Return the value so that no spreadsheet runs it as a formula.

    Some spreadsheets skip white space before a formula; tabs and line ends may end a
    cell.
    """
    if not isinstance(value, str):
        return value
    ends_cell = value.lstrip(" ").startswith(("\t", "\r"))
    is_formula = BLANK.sub("", value).startswith(FORMULA)
    return f"'{value}" if ends_cell or is_formula else value
