"""Files: a file of any format that can be imported, parsed into units."""

from __future__ import annotations

from typing import Final

from documents.importing.decoding import decode
from documents.importing.parsing import parse, parse_paragraphs
from documents.importing.pdf import read_pdf
from documents.importing.refusals import FileTooLarge
from documents.importing.units import ParsedText

# Of plain text decode() accepts less.
MAX_FILE_BYTES: Final = 20 * 1024 * 1024


def parse_file(data: bytes, language: str) -> ParsedText:
    """Return the units of a file: PDF or plain text, told apart by its first bytes.

    Raises ImportRefused.
    """
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(size=len(data), limit=MAX_FILE_BYTES)
    if data[:1024].lstrip().startswith(b"%PDF"):
        return parse_paragraphs(read_pdf(data), language)
    return parse(decode(data), language)
