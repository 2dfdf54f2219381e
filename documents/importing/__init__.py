"""Text in, a tree of units out. Pure functions: no database, no models.

Outside code imports from here only.
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
from documents.importing.errors import FileTooLarge, ImportRefused
from documents.importing.numbers import normalise_number
from documents.importing.originals import original_language
from documents.importing.parsing import parse
from documents.importing.units import Node, ParsedText, Record, Unit

__all__ = [
    "MAX_BYTES",
    "Alignment",
    "Disagreement",
    "FileTooLarge",
    "ImportRefused",
    "Node",
    "ParsedText",
    "Reason",
    "Record",
    "Row",
    "Unit",
    "align",
    "compare_rows",
    "decode",
    "normalise_number",
    "original_language",
    "paired_parts",
    "parse",
]
