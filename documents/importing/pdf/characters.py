"""Reading of the words of a PDF, in the bounded process.

Imported there alone, since PDFium ends its whole process when memory runs out.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from documents.importing.pdf.extract import Word
from documents.importing.refusals import DamagedFile, EncryptedFile, TooLongFile

MOST_PAGES: Final = 500
MOST_CHARACTERS: Final = 5_000_000
# In sizes of the letters: a gap is a blank; so is a smaller one, measured from the ink,
# where PDFium guesses a blank; a jump back begins another word.
BLANK, GUESSED_BLANK, JUMP = 0.25, 0.2, 0.6
# A baseline or a size that differs by less is the same.
SAME: Final = 0.05
HEAVY: Final = 600
BOLD_NAMES: Final = ("bold", "black", "heavy")


class Character(NamedTuple):
    """A printed character; lengths in points, from the left and from the foot."""

    text: str
    left: float
    right: float
    ink_right: float
    baseline: float
    size: float
    bold: bool
    guessed: bool  # whether PDFium guesses a blank before it


def open_document(data: bytes) -> Any:
    """Return a PDF with its pages; raise ImportRefused."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise EncryptedFile if "assword" in str(error) else DamagedFile from error
    if len(document) > MOST_PAGES:
        raise TooLongFile
    return document


def read_pages(data: bytes) -> list[dict[str, Any]]:
    """Return the pages of a PDF with their words; raise ImportRefused."""
    pages, total = [], 0
    for page in open_document(data):
        found = read_page(page)
        total += sum(len(word.text) for word in found["words"])
        if total > MOST_CHARACTERS:
            raise TooLongFile
        pages.append(found)
        page.close()
    return pages


def read_page(page: Any) -> dict[str, Any]:
    """Return the size of a page and its words, in the order of the file."""
    width, height = page.get_size()
    text = page.get_textpage()
    words = join_words(read_characters(text))
    text.close()
    return {"width": width, "height": height, "words": words}


def read_characters(text: Any) -> list[Character | None]:
    """Return the characters of a page; None for each blank of the file."""
    found: list[Character | None] = []
    handle, guessed = text.raw, False
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(handle, index) == 1:
            guessed = True
            continue
        sign = chr(raw.FPDFText_GetUnicode(handle, index))
        if sign.isspace():
            found.append(None)
        elif sign.isprintable() or sign == "\u00ad" or sign == "\x02":
            shown = "-" if sign == "\x02" else sign
            found.append(_character(handle, index, shown, guessed))
        guessed = False
    return found


def _character(handle: Any, index: int, sign: str, guessed: bool) -> Character:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    advance = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, index, advance)
    return Character(
        sign,
        min(x.value, left.value or x.value),
        max(right.value, advance.right),
        right.value or advance.right,
        y.value,
        _size(handle, index),
        _is_bold(handle, index),
        guessed,
    )


def _size(handle: Any, index: int) -> float:
    """Return the size in points: that of the font, scaled as the text is."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    scale = math.hypot(matrix.b, matrix.d) or 1.0
    return max(float(raw.FPDFText_GetFontSize(handle, index)) * scale, 0.1)


def _is_bold(handle: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(handle, index) >= HEAVY:
        return True
    flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(handle, index, name, 128, flags)
    return any(part in name.value.decode("latin-1").lower() for part in BOLD_NAMES)


def join_words(characters: list[Character | None]) -> list[Word]:
    """Return the words of characters in the order of the file."""
    words: list[Word] = []
    run: list[Character] = []
    spaced = blank = False
    for character in characters:
        if character is None:
            blank = True
            continue
        if run and (blank or _is_apart(run[-1], character)):
            words.append(_word(run, spaced))
            spaced = blank or _is_behind(run[-1], character)
            run = []
        run.append(character)
        blank = False
    if run:
        words.append(_word(run, spaced))
    return words


def _is_apart(a: Character, b: Character) -> bool:
    size = max(a.size, b.size)
    return (
        abs(a.baseline - b.baseline) > SAME * size
        or abs(a.size - b.size) > SAME * size
        or b.left - a.right < -JUMP * size
        or _is_behind(a, b)
    )


def _is_behind(a: Character, b: Character) -> bool:
    size = max(a.size, b.size)
    if b.guessed and b.left - a.ink_right > GUESSED_BLANK * size:
        return True
    return b.left - a.right > BLANK * size


def _word(run: list[Character], spaced: bool) -> Word:
    return Word(
        "".join(each.text for each in run),
        min(each.left for each in run),
        max(each.right for each in run),
        run[0].baseline,
        run[0].size,
        all(each.bold for each in run),
        spaced,
    )
