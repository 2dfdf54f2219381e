"""Files: a file of any format that can be imported, parsed into units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from documents.importing.decoding import decode
from documents.importing.html import is_html, read_html
from documents.importing.parsing import parse, parse_paragraphs
from documents.importing.pdf import read_pdf
from documents.importing.refusals import (
    EncryptedFile,
    FileTooLarge,
    OldWordFile,
)
from documents.importing.sheets import Sheets, print_paragraphs
from documents.importing.units import ParsedText
from documents.importing.word import read_word

# Of plain text and HTML less is accepted.
MAX_FILE_BYTES: Final = 20 * 1024 * 1024
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream of an OLE file that holds an encrypted .docx.
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


class Format(StrEnum):
    """The formats that can be imported."""

    PDF = "pdf"
    WORD = "docx"
    HTML = "html"
    TEXT = "txt"


def detect_format(data: bytes) -> Format:
    """Return the format of a file by its contents, whatever its name is.

    Raises ImportRefused for formats that are known and cannot be imported.
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        return Format.PDF
    if data.startswith(ZIP):
        return Format.WORD
    if data.startswith(OLE):
        raise EncryptedFile if ENCRYPTED in data else OldWordFile
    if data.startswith(b"{\\rtf"):
        raise OldWordFile
    return Format.HTML if is_html(data) else Format.TEXT


def parse_file(data: bytes, language: str) -> ParsedText:
    """Return the units of a file: PDF, Word, HTML or plain text, by its contents.

    Raises ImportRefused.
    """
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(size=len(data), limit=MAX_FILE_BYTES)
    read = READERS.get(detect_format(data))
    if read is None:
        text = decode(data)
        return replace(parse(text, language), received=text)
    sheets = read(data)
    parsed = parse_paragraphs(sheets.paragraphs, language, sheets.furniture)
    return replace(parsed, received=print_paragraphs(sheets.paragraphs))


# The formats with a layout of their own.
READERS: Final[Mapping[Format, Callable[[bytes], Sheets]]] = {
    Format.PDF: read_pdf,
    Format.WORD: read_word,
    Format.HTML: read_html,
}
