"""Extraction: the pages of a PDF with their words, read in a bounded process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from documents.importing.bounded import read_bounded
from documents.importing.refusals import NoTextInFile

READER: Final = "documents.importing.pdf.characters:read_pages"


class Word(NamedTuple):
    """A word as printed; lengths in points, from the left and from the foot."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    spaced: bool  # whether a blank is before it


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its words, in the order of the file."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]


def read_pages(data: bytes) -> list[Page]:
    """Return the pages of a PDF.

    Raises ImportRefused when the file is encrypted, damaged, too long, or has no text,
    as a scanned one.
    """
    pages = [
        Page(
            number,
            page["width"],
            page["height"],
            tuple(Word(*word) for word in page["words"]),
        )
        for number, page in enumerate(read_bounded(READER, data), start=1)
    ]
    if not any(page.words for page in pages):
        raise NoTextInFile
    return pages
