"""Pictures of pages: their size is bounded whatever the page is."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from documents.importing import ImportRefused, NoSuchPage, draw_page


def pdf(width: float, height: float, pages: int = 1) -> bytes:
    """Pages with a black left half."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    for _page in range(pages):
        canvas.rect(0, 0, width / 2, height, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize(
    ("page", "drawn"),
    [
        ((612, 792), (900, 1165)),
        ((100, 100), (900, 900)),
        ((3000, 300), (900, 90)),
        ((30, 14_000), (7, 3000)),
    ],
)
def test_size(page: tuple[float, float], drawn: tuple[int, int]) -> None:
    width, height = size_of(draw_page(pdf(*page), 1))
    assert abs(width - drawn[0]) <= 1
    assert abs(height - drawn[1]) <= 1


def test_the_picture_shows_the_page() -> None:
    picture = draw_page(pdf(90, 10), 1)
    at = picture.index(b"IDAT")
    [length] = struct.unpack(">I", picture[at - 4 : at])
    pixels = zlib.decompress(picture[at + 4 : at + 4 + length])
    width, height = size_of(picture)
    assert len(pixels) == height * (1 + 3 * width)
    line = pixels[1 : 1 + 3 * width]
    assert (line[:3], line[-3:]) == (b"\0\0\0", b"\xff\xff\xff")


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_no_such_page(number: int) -> None:
    with pytest.raises(NoSuchPage):
        draw_page(pdf(90, 10, pages=2), number)


def test_what_is_no_pdf() -> None:
    with pytest.raises(ImportRefused):
        draw_page(b"%PDF-1.4 nothing", 1)
