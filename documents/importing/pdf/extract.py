"""Extraction: runs the reader of characters in a process with bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from documents.importing.refusals import (
    DamagedFile,
    EncryptedFile,
    ImportRefused,
    NoTextInFile,
    TooLongFile,
)

PROGRAM: Final = Path(__file__).with_name("characters.py")
SECONDS: Final = 45  # a little more than the program gives itself
REFUSALS: Final[dict[int, type[ImportRefused]]] = {
    4: EncryptedFile,
    5: TooLongFile,
}


@dataclass(frozen=True, slots=True)
class Word:
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
        for number, page in enumerate(json.loads(_run(data)), start=1)
    ]
    if not any(page.words for page in pages):
        raise NoTextInFile
    return pages


def _run(data: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - the program is ours, the input is data
            [sys.executable, "-I", str(PROGRAM)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLongFile from error
    if done.returncode:
        raise REFUSALS.get(done.returncode, DamagedFile)
    return done.stdout
