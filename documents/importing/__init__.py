"""Importing: a file in, a tree of units out. Pure functions: no database.

Code outside this package imports from here only.
"""

from __future__ import annotations

from documents.importing.aligning import (
    Alignment,
    Disagreement,
    Reason,
    Row,
    align,
    compare_rows,
    paired_parts,
)
from documents.importing.decoding import MAX_BYTES, decode
from documents.importing.doubts import Doubt, Suspicion, find_doubts
from documents.importing.files import (
    MAX_FILE_BYTES,
    Format,
    detect_format,
    parse_file,
)
from documents.importing.masthead import Masthead, read_day, read_masthead
from documents.importing.parsing import parse
from documents.importing.parts import original_language
from documents.importing.pdf import draw_page
from documents.importing.refusals import FileTooLarge, ImportRefused, NoSuchPage
from documents.importing.short_titles import propose_short_title
from documents.importing.units import ParsedText, Record, Unit, UnitNode
from documents.text.numerals import normalise_number

__all__ = [
    "MAX_BYTES",
    "MAX_FILE_BYTES",
    "Alignment",
    "Disagreement",
    "Doubt",
    "FileTooLarge",
    "Format",
    "ImportRefused",
    "Masthead",
    "NoSuchPage",
    "ParsedText",
    "Reason",
    "Record",
    "Row",
    "Suspicion",
    "Unit",
    "UnitNode",
    "align",
    "compare_rows",
    "decode",
    "detect_format",
    "draw_page",
    "find_doubts",
    "normalise_number",
    "original_language",
    "paired_parts",
    "parse",
    "parse_file",
    "propose_short_title",
    "read_day",
    "read_masthead",
]
