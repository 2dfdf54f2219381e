"""Word: the paragraphs of a .docx file, with what Word keeps outside the text."""

from __future__ import annotations

from typing import Final

from documents.importing.bounded import read_bounded
from documents.importing.sheets import Sheets, unpack_sheets

READER: Final = "documents.importing.word.reading:read_packed"


def read_word(data: bytes) -> Sheets:
    """Return the paragraphs of a .docx file, and what is left out of them.

    Tracked changes are taken as accepted. Raises ImportRefused. The file is read in a
    bounded process.
    """
    return unpack_sheets(read_bounded(READER, data))
