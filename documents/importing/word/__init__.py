"""Word: the paragraphs of a .docx file, with what Word keeps outside the text."""

from __future__ import annotations

from typing import Final

from documents.importing.bounded import read_bounded
from documents.importing.refusals import EmptyFile
from documents.importing.sheets import Paragraph, unpack_paragraphs

READER: Final = "documents.importing.word.reading:read_packed"


def read_word(data: bytes) -> list[Paragraph]:
    """Return the paragraphs of a .docx file; raise ImportRefused.

    Tracked changes are taken as accepted. The file is read in a bounded process.
    """
    paragraphs = unpack_paragraphs(read_bounded(READER, data))
    if not paragraphs:
        raise EmptyFile
    return paragraphs
