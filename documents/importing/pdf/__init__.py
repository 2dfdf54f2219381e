"""PDF: the characters of a file with their places, made into its paragraphs."""

from __future__ import annotations

import base64
from typing import Final

from documents.importing.bounded import read_bounded
from documents.importing.pdf.extract import read_pages
from documents.importing.pdf.paragraphs import build_paragraphs
from documents.importing.sheets import Sheets

PICTURE: Final = "documents.importing.pdf.picture:draw_packed"


def read_pdf(data: bytes) -> Sheets:
    """Return the paragraphs of a PDF, each with its page, and the furniture.

    Raises ImportRefused.

    The file is read in a process of its own, whose memory and time are bounded.
    """
    return build_paragraphs(read_pages(data))


def draw_page(data: bytes, number: int) -> bytes:
    """Return a page of a PDF, from 1, as a PNG picture; raise ImportRefused."""
    return base64.b64decode(read_bounded(PICTURE, data, str(number)))
