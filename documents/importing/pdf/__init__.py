"""PDF: the characters of a file with their places, made into its paragraphs."""

from __future__ import annotations

from documents.importing.pdf.extract import read_pages
from documents.importing.pdf.paragraphs import build_paragraphs
from documents.importing.sheets import Sheets


def read_pdf(data: bytes) -> Sheets:
    """Return the paragraphs of a PDF, each with its page, and the furniture.

    Raises ImportRefused.

    The file is read in a process of its own, whose memory and time are bounded.
    """
    return build_paragraphs(read_pages(data))
