"""HTML: the paragraphs of a page as a browser shows them, apart from what it hides."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree
from lxml.html import HTMLParser

from documents.importing.bounded import read_bounded
from documents.importing.decoding import BOMS, CONTROL, MAX_BYTES, decode
from documents.importing.list_numbers import count_in
from documents.importing.refusals import (
    DamagedFile,
    EmptyFile,
    FileTooLarge,
    TooLongFile,
)
from documents.importing.sheets import (
    Paragraph,
    Sheets,
    divide_lines,
    lay_out_row,
    pack_sheets,
    unpack_sheets,
)
from documents.languages import LANGUAGES

READER: Final = "documents.importing.html:read_packed"
BEGINNING: Final = 4096
OPENS_PAGE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body"
    rb"|meta|title|p|div|h[1-6]|table|ol|ul|article|section|main|font|center)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)")
# What is declared so often holds signs of the larger set.
LARGER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252"}
DECLARABLE: Final = frozenset({"utf-8", "gb18030", "big5", "cp1252"}).union(
    *(language.encodings for language in LANGUAGES)
)

UNSHOWN: Final = frozenset({
    "area", "audio", "button", "canvas", "del", "dialog", "head", "iframe", "input",
    "map", "math", "nav", "noscript", "object", "rp", "rt", "s", "script", "select",
    "strike", "style", "svg", "template", "textarea", "video",
})  # fmt: skip
# What has no letters for people.
SILENT: Final = frozenset({
    "area", "audio", "canvas", "head", "iframe", "input", "map", "noscript", "object",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "video",
})  # fmt: skip
BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main",
    "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})  # fmt: skip
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HIDING_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS_ALONE: Final = re.compile(r"\w*\.([\w-]+)")
COLLAPSED: Final = re.compile(r"[ \t\n\r\f]+")
# A line end of the source between signs of a script without blanks.
UNSPACED: Final = r"[\u2e80-\u9fff\uff00-\uffee]"
UNSPACED_TURN: Final = re.compile(
    rf"(?<={UNSPACED})[ \t]{{,200}}[\n\r][ \t\n\r]*(?={UNSPACED})"
)
LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z-]+)\s*(?:;|$)")
STYLES: Final = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
    "I": "upperRoman", "decimal": "decimal", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "cjk-ideographic": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital", "decimal-leading-zero": "decimalZero",
    "simp-chinese-informal": "chineseCountingThousand", "none": "none",
}  # fmt: skip
SUPERIORS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def is_html(data: bytes) -> bool:
    """Return whether a file begins as a page does."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _begins(
                data[len(mark) : BEGINNING].decode(encoding, "ignore").encode()
            )
    return _begins(data[:BEGINNING].replace(b"\0", b""))


def _begins(data: bytes) -> bool:
    return bool(OPENS_PAGE.match(data))


def read_html(data: bytes) -> Sheets:
    """Return the paragraphs of a page, and what it hides; raise ImportRefused.

    It is read in a bounded process.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(size=len(data), limit=MAX_BYTES)
    return unpack_sheets(read_bounded(READER, _decode(data).encode()))


def _decode(data: bytes) -> str:
    """Return the page in the encoding that it declares, else in the one it is in."""
    if not data.startswith(tuple(mark for mark, _encoding in BOMS)):
        declared = ENCODING.search(data[:BEGINNING]) or CHARSET.search(data[:BEGINNING])
        try:
            name = codecs.lookup(declared[1].decode() if declared else "").name
            name = LARGER.get(name, name)
            text = data.decode(name) if name in DECLARABLE else decode(data)
        except (LookupError, ValueError):
            return decode(data)
        if not CONTROL.search(text) and "\0" not in text:
            return text
    return decode(data)


def read_packed(data: bytes) -> dict[str, Any]:
    """Return the paragraphs of a page in UTF-8, packed; raise ImportRefused."""
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile from error
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        raise TooLongFile  # it stopped there, silently
    if root is None:
        raise EmptyFile
    walk = Walk(root)
    return pack_sheets(Sheets(walk.read(), walk.left_out))


@dataclass(slots=True)
class Count:
    """The count of a list's items: where it stands, its step, its style."""

    value: int
    step: int
    style: str


@dataclass(slots=True)
class Flow:
    """Text that flows until a block begins or ends."""

    pieces: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    label: str = ""

    def close(self) -> None:
        """End the paragraph; its list number stands before it."""
        text = "".join(self.pieces)
        self.pieces = []
        found = divide_lines(re.sub(r" *\n *", "\n", text).strip(" \n"))
        if found and self.label:
            found[0].lines[0] = f"{self.label} {found[0].lines[0].lstrip()}"
            self.label = ""
        self.paragraphs += found


class Walk:
    """Walks over a page, element by element."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.hiding = set(_hiding_classes(root))
        self.flow = Flow()
        self.left_out: list[str] = []  # what is hidden, deleted or for the screen
        self.lists: list[Count] = []
        self.is_begun = False  # whether a paragraph outside of tables is behind

    def read(self) -> list[Paragraph]:
        """Return the paragraphs of the page."""
        self._element(self.root)
        self.flow.close()
        return self.flow.paragraphs

    def _element(self, element: etree._Element) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if not name:
            return
        if not self._is_hidden(element, name):
            self._shown(element, name)
        elif said := "".join(_letters_of(element)).strip():
            self.left_out.append(COLLAPSED.sub(" ", said))

    def _shown(self, element: etree._Element, name: str) -> None:
        if name == "br":
            self.flow.pieces.append("\n")
        elif name == "tr":
            self._row(element)
        elif name == "sup" and (mark := _note_mark(element)):
            self.flow.pieces.append(mark)
        elif name in BLOCKS:
            self._block(element, name)
        else:
            quotes = ("“", "”") if name == "q" else ("", "")
            self.flow.pieces.append(quotes[0])
            self._children(element)
            self.flow.pieces.append(quotes[1])

    def _block(self, element: etree._Element, name: str) -> None:
        self.flow.close()
        is_list = name in {"ol", "ul", "menu"}
        if is_list:
            self.lists.append(_count_of(element, name))
        elif name == "li":
            self.flow.label = self._next_label(element)
        self._children(element, keep=name == "pre")
        self.flow.close()
        if is_list:
            self.lists.pop()
        elif name == "li":
            self.flow.label = ""
        elif name == "table":
            return
        self.is_begun = self.is_begun or bool(self.flow.paragraphs)

    def _children(self, element: etree._Element, *, keep: bool = False) -> None:
        self._text(element.text, keep=keep)
        for each in element:
            self._element(each)
            self._text(each.tail, keep=keep)

    def _text(self, text: str | None, *, keep: bool) -> None:
        if not text:
            return
        if not keep:
            text = COLLAPSED.sub(" ", UNSPACED_TURN.sub("", text))
        self.flow.pieces.append(text.replace("\r", ""))

    def _row(self, element: etree._Element) -> None:
        self.flow.close()
        outer, was_begun = self.flow, self.is_begun
        cells = []
        for each in element:
            self.flow = Flow()
            self._element(each)
            self.flow.close()
            cells.append(self.flow.paragraphs)
        self.flow, self.is_begun = outer, was_begun
        outer.paragraphs += lay_out_row(cells, in_masthead=not was_begun)

    def _next_label(self, item: etree._Element) -> str:
        """Return what is printed before an item of a list; "" outside of lists."""
        if not self.lists:
            return ""
        count = self.lists[-1]
        count.value = _whole(item.get("value"), count.value + count.step)
        style = STYLES.get(item.get("type") or "", count.style)
        if style in {"none", "bullet"}:
            return "•" if style == "bullet" else ""
        return f"{count_in(style, count.value)}."

    def _is_hidden(self, element: etree._Element, name: str) -> bool:
        return (
            name in UNSHOWN
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or element.get("role") == "navigation"
            or bool(HIDDEN.search(element.get("style") or ""))
            or bool(
                self.hiding and self.hiding & set((element.get("class") or "").split())
            )
        )


def _letters_of(element: etree._Element) -> Iterator[str]:
    """Yield the letters of an element that is not shown; without recursion."""
    if element.tag in SILENT:
        return
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in walker:
        if event == "start" and each.tag in SILENT:
            walker.skip_subtree()
        elif event == "start":
            yield each.text or ""
        elif each is not element:
            yield each.tail or ""


def _hiding_classes(root: etree._Element) -> Iterator[str]:
    """Yield the classes that the page's own style sheets hide on every screen."""
    for sheet in root.iter("style"):
        if "@media" in (sheet.text or ""):
            continue
        for rule in HIDING_RULE.finditer(sheet.text or ""):
            if HIDDEN.search(rule[2]):
                for selector in rule[1].split(","):
                    if match := CLASS_ALONE.fullmatch(selector.strip()):
                        yield match[1]


def _count_of(element: etree._Element, name: str) -> Count:
    told = LIST_STYLE.search((element.get("style") or "").lower())
    style = STYLES.get(told[1] if told else element.get("type") or "", "")
    if name != "ol":
        return Count(0, 1, "none" if style == "none" else "bullet")
    is_reversed = element.get("reversed") is not None
    step = -1 if is_reversed else 1
    items = sum(each.tag == "li" for each in element) if is_reversed else 1
    start = _whole(element.get("start"), items)
    return Count(start - step, step, style or "decimal")


def _whole(written: str | None, default: int) -> int:
    match = re.match(r"\s*([+-]?\d{1,9})", written or "")
    return int(match[1]) if match else default


def _note_mark(element: etree._Element) -> str:
    """Return the mark of a note in superior figures; "" for other raised letters."""
    said = re.sub(r"[\s\[\]()]", "", "".join(element.itertext()))
    return said.translate(SUPERIORS) if said.isascii() and said.isdigit() else ""
