"""Reading of a .docx file: a walk over what is printed, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from documents.importing.list_numbers import count_in
from documents.importing.sheets import (
    Paragraph,
    Sheets,
    divide_lines,
    lay_out_row,
    pack_sheets,
)
from documents.importing.word.left_out import find_left_out
from documents.importing.word.numbering import Numbering
from documents.importing.word.package import (
    Package,
    child,
    is_on,
    name_of,
    number_of,
    value_of,
)
from documents.importing.word.styles import Styles
from documents.text.symbols import PRINTED_SYMBOL

# What is not printed once the tracked changes are accepted, or never is.
UNPRINTED: Final = frozenset({
    "annotationRef", "del", "delInstrText", "delText", "endnoteRef", "fldData",
    "footnoteRef", "instrText", "moveFrom", "pPr", "rPr", "rt", "sdtEndPr", "sdtPr",
    "sectPr", "tblGrid", "tblPr", "tcPr", "trPr",
})  # fmt: skip
SIGNS: Final = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
}
SUPERIORS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SYMBOL: Final = re.compile(PRINTED_SYMBOL)
# Of symbol fonts: the sign that stands for one of their bullets and dashes.
SYMBOLS: Final = {0xF0B7: "•", 0xF0A7: "•", 0xF02D: "–", 0xF0B0: "°", 0xF0A3: "≤"}


def read_packed(data: bytes) -> dict[str, Any]:
    """Return the paragraphs of a .docx file, packed; raise ImportRefused."""
    reader = Reader(Package(data))
    paragraphs = reader.read()
    return pack_sheets(Sheets(paragraphs, reader.read_furniture()))


@dataclass(slots=True)
class Written:
    """What is printed of a paragraph, while it is read."""

    pieces: list[str] = field(default_factory=list)
    page: int = 0  # where its first letter is
    notes: list[str] = field(default_factory=list)
    boxes: list[Paragraph] = field(default_factory=list)  # the text boxes tied to it

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Notes:
    """The footnotes or the endnotes of a document, numbered as they are called."""

    def __init__(self, package: Package, name: str, *, style: str) -> None:
        root = package.part(f"{name}s")
        self.texts = {
            value_of(each, "id"): each for each in (root if root is not None else ())
        }
        told = child(package.part("settings"), f"{name}Pr")
        self.style = value_of(child(told, "numFmt")) or style
        self.count = number_of(child(told, "numStart"), 1) - 1

    def next_mark(self) -> str:
        """Return the mark of the next note: a superior figure or a letter."""
        self.count += 1
        return count_in(self.style, self.count).translate(SUPERIORS)


class Pages:
    """Counts pages: by the turns that Word saw, else by those that were asked for.

    Both stand where an asked turn was seen, so only one kind is counted.
    """

    def __init__(self, document: etree._Element) -> None:
        names = {name_of(each) for each in document.iter()}
        self.are_seen = "lastRenderedPageBreak" in names
        asked = any(
            name_of(each) == "br" and value_of(each, "type") == "page"
            for each in document.iter()
        )
        self.number = int(self.are_seen or asked)

    def turn(self, *, seen: bool) -> None:
        """Count a turn of this kind."""
        self.number += bool(self.number and seen is self.are_seen)


class Reader:
    """Reads the paragraphs of a document in their order."""

    def __init__(self, package: Package) -> None:
        self.root = package.document()
        self.headers = list(package.parts("header"))
        self.footers = list(package.parts("footer"))
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)
        self.notes = {
            "footnoteReference": Notes(package, "footnote", style="decimal"),
            "endnoteReference": Notes(package, "endnote", style="lowerRoman"),
        }
        self.pages = Pages(self.root)
        # Of a paragraph whose mark is gone: it goes on in the next one.
        self.open: Written | None = None
        self.style = ""
        self.is_begun = False  # whether a paragraph outside of tables is behind

    def read(self) -> list[Paragraph]:
        """Return the paragraphs, a document's symbol from the heads of pages first."""
        body = child(self.root, "body")
        found = list(self._blocks(body)) if body is not None else []
        found += self._close()
        said = {line.strip() for each in found for line in each.lines}
        first = found[0].page if found else 0
        return [Paragraph([each], first) for each in self._symbols() - said] + found

    def read_furniture(self) -> list[str]:
        """Return the heads and feet of pages, and what is deleted or hidden, once each.

        To be called when the text has been read.
        """
        printed = [
            line.strip()
            for part in (*self.headers, *self.footers)
            for each in (*self._blocks(part), *self._close())
            for line in each.lines
        ]
        gone = find_left_out(self.root, self.styles)
        kept = self._symbols() | {""}
        return [line for line in dict.fromkeys((*printed, *gone)) if line not in kept]

    def _symbols(self) -> set[str]:
        """Return the symbol that the heads of pages print, if they print one."""
        found = {
            line.strip("\t ")
            for header in self.headers
            for each in self._blocks(header)
            for text in each.lines
            for line in re.split(r"\t|\s{2,}", text)
            if SYMBOL.fullmatch(line.strip("\t "))
        }
        return found if len(found) == 1 else set()

    # Blocks

    def _blocks(self, parent: etree._Element) -> Iterator[Paragraph]:
        for each in _printed(parent):
            name = name_of(each)
            if name == "p":
                yield from self._paragraph(each)
            elif name == "tbl":
                yield from self._close()
                yield from self._table(each)
            else:
                yield from self._blocks(each)

    def _paragraph(self, element: etree._Element) -> Iterator[Paragraph]:
        properties = child(element, "pPr")
        if is_on(child(properties, "pageBreakBefore")) and self.is_begun:
            self.pages.turn(seen=False)
        written, self.open = self.open or Written(), None
        self.style = self.styles.of_paragraph(element)
        self._write(element, written)
        if _mark_is_gone(properties):
            self.open = written
            return
        label = self.numbering.next_label(element)
        self.is_begun = self.is_begun or bool(written.text.strip())
        yield from _finish(written, label)
        section = child(properties, "sectPr")
        if section is not None and value_of(child(section, "type")) != "continuous":
            self.pages.turn(seen=False)

    def _close(self) -> list[Paragraph]:
        """Return what a paragraph left that nothing goes on."""
        written, self.open = self.open, None
        return list(_finish(written, "")) if written else []

    def _table(self, element: etree._Element) -> Iterator[Paragraph]:
        in_masthead = not self.is_begun
        for row in _named(element, "tr"):
            properties = child(row, "trPr")
            if any(child(properties, gone) is not None for gone in ("del", "hidden")):
                continue
            cells = [
                [*self._blocks(cell), *self._close()]
                for cell in _named(row, "tc")
                if not _is_covered(cell)
            ]
            yield from lay_out_row(cells, in_masthead=in_masthead)
        self.is_begun = not in_masthead

    # Letters

    def _write(self, parent: etree._Element, written: Written) -> None:
        for each in _printed(parent):
            name = name_of(each)
            if name == "r":
                self._write_run(each, written)
            elif name == "txbxContent":
                written.boxes += self._box(each)
            else:
                self._write(each, written)

    def _box(self, element: etree._Element) -> list[Paragraph]:
        style, waiting, self.open = self.style, self.open, None
        found = [*self._blocks(element), *self._close()]
        self.style, self.open = style, waiting
        return found

    def _write_run(self, run: etree._Element, written: Written) -> None:
        properties = child(run, "rPr")
        if self.styles.has(properties, "vanish", self.style):
            return
        is_capital = self.styles.has(properties, "caps", self.style)
        for each in _printed(run):
            text = self._sign(each, written)
            if text.strip() and not written.page:
                written.page = self.pages.number
            written.pieces.append(text.upper() if is_capital else text)

    def _sign(self, element: etree._Element, written: Written) -> str:
        """Return the letters that an element of a run prints."""
        name = name_of(element)
        if name == "t":
            return re.sub(r"[\r\n]+", " ", element.text or "")
        if name == "br":
            return self._break(value_of(element, "type"))
        if name == "lastRenderedPageBreak":
            self.pages.turn(seen=True)
        elif name == "sym":
            return _symbol(value_of(element, "char"))
        elif name in self.notes:
            self._call(element, self.notes[name], written)
        elif name not in SIGNS:
            self._write(element, written)  # a drawing, which may hold a text box
        return SIGNS.get(name, "")

    def _break(self, kind: str) -> str:
        if kind == "page":
            self.pages.turn(seen=False)
        return "\n"

    def _call(self, element: etree._Element, notes: Notes, written: Written) -> None:
        """Put the note that is called here below the paragraph."""
        own_mark = value_of(element, "customMarkFollows") in {"1", "true", "on"}
        mark = "" if own_mark else f"{notes.next_mark()} "
        body = notes.texts.get(value_of(element, "id"))
        if body is None:
            return
        said = " ".join(" ".join(each.lines).strip() for each in self._box(body))
        if said:
            written.notes.append(mark + said)


def _finish(written: Written, label: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of what was written, and of its text boxes."""
    found = divide_lines(written.text, written.page)
    if found:
        first, last = found[0], found[-1]
        first.lines[0] = label + first.lines[0].lstrip()
        last.notes = written.notes
    yield from found
    yield from written.boxes


def _printed(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that are printed; of alternatives the first."""
    for each in parent:
        name = name_of(each)
        if name == "AlternateContent":
            # The same in several forms, the newest first.
            yield from _printed(each[0]) if len(each) else ()
        elif name and name not in UNPRINTED:
            yield each


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows or cells below an element, through what may enclose them."""
    for each in _printed(parent):
        if name_of(each) == name:
            yield each
        elif name_of(each) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _named(each, name)


def _mark_is_gone(properties: etree._Element | None) -> bool:
    """Return whether a paragraph's own mark is deleted, moved away or hidden."""
    mark = child(properties, "rPr")
    gone = any(child(mark, name) is not None for name in ("del", "moveFrom"))
    return gone or is_on(child(mark, "vanish"))


def _is_covered(cell: etree._Element) -> bool:
    """Return whether a cell is a deleted one, or belongs to the one above it."""
    properties = child(cell, "tcPr")
    merged = child(properties, "vMerge")
    is_below = merged is not None and value_of(merged) != "restart"
    return is_below or child(properties, "cellDel") is not None


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    is_private = 0xE000 <= value <= 0xF8FF
    shown = SYMBOLS.get(value, "" if is_private or value > 0xFFFF else chr(value))
    return shown if shown.isprintable() else ""
