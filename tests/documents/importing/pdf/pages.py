"""PDF files for tests: drawn line by line, as a word processor would print them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = letter
SIZE, PITCH = 10.0, 12.0
LEFT, RIGHT, TOP = 120.0, 490.0, 680.0
HAN = "STSong-Light"


class Printer:
    """Draws paragraphs from the top of a page down; `begin_page` turns it."""

    def __init__(self, *, font: str = "Times-Roman", **options: Any) -> None:
        self.file = BytesIO()
        self.canvas = Canvas(self.file, pagesize=letter, invariant=1, **options)
        self.font = font
        if font == HAN:
            pdfmetrics.registerFont(UnicodeCIDFont(HAN))
        self.y = TOP

    def text(self, x: float, y: float, said: str, size: float = SIZE) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, y, said)

    def lines(self, lines: Sequence[str], *, indent: float = 20.0) -> None:
        """Print a paragraph: its first line indented, a little space below it."""
        for place, line in enumerate(lines):
            self.text(LEFT + (0 if place else indent), self.y, line)
            self.y -= PITCH
        self.y -= PITCH / 2

    def feet(self, *feet: tuple[float, str], size: float = 8.0) -> None:
        for x, said in feet:
            self.text(x, 40, said, size)

    def begin_page(self, *heads: tuple[float, str]) -> None:
        self.canvas.showPage()
        self.y = TOP
        for x, said in heads:
            self.text(x, 745, said, 8)

    def close(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


def wrap(said: str, width: int = 70) -> list[str]:
    """Return a text as lines of at most so many characters."""
    lines = [""]
    for word in said.split():
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def print_resolution(pages: int = 3) -> bytes:
    """Return a resolution with a paragraph on each page."""
    printer = Printer()
    for line in ("Resolution 99 (2018)", "The Security Council,"):
        printer.lines([line])
        printer.y -= PITCH
    for number in range(1, pages + 1):
        if number > 1:
            printer.begin_page()
        said = (
            f"{number}. Decides that the harbour mission keeps its lamp number"
            f" {number}, its boats and its books until the parties have agreed on who"
            " is to light it, and to remain seized of the matter;"
        )
        printer.lines(wrap(said))
    return printer.close()
