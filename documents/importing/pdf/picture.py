"""Picture of a page of a PDF, as PNG, drawn in the bounded process.

Imported there alone, as the reading of words is: see documents.importing.bounded.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any, Final

from documents.importing.pdf.characters import open_document
from documents.importing.refusals import NoSuchPage

WIDTH: Final = 900  # pixels
MOST_HEIGHT: Final = 3000  # pixels; a taller page is drawn narrower
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
CHANNELS: Final = 3


def draw_packed(data: bytes, number: str) -> str:
    """Return a page, from 1, as PNG in base 64; raise ImportRefused."""
    document = open_document(data)
    if not 0 < int(number) <= len(document):
        raise NoSuchPage
    page = document[int(number) - 1]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), MOST_HEIGHT / max(height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return base64.b64encode(write_png(bitmap)).decode()


def write_png(bitmap: Any) -> bytes:
    """Return a bitmap of red, green and blue bytes as PNG."""
    size = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 2, 0, 0, 0)
    pixels, stride = bytes(bitmap.buffer), bitmap.stride
    # Each line begins with the filter: 0 is none.
    lines = (
        b"\0" + pixels[at : at + CHANNELS * bitmap.width]
        for at in range(0, stride * bitmap.height, stride)
    )
    body = zlib.compress(b"".join(lines))
    chunks = (b"IHDR", size), (b"IDAT", body), (b"IEND", b"")
    return SIGNATURE + b"".join(_chunk(name, said) for name, said in chunks)


def _chunk(name: bytes, said: bytes) -> bytes:
    check = zlib.crc32(name + said)
    return struct.pack(">I", len(said)) + name + said + struct.pack(">I", check)
