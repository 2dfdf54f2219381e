"""Package of a .docx file: a ZIP with XML parts, read within limits."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from documents.importing.refusals import (
    DamagedFile,
    EncryptedFile,
    OtherFormat,
    TooLongFile,
)
from documents.importing.xml import parse_xml

# Of one part, unpacked. The size that the ZIP declares may lie.
MOST_BYTES: Final = 32 * 1024 * 1024
IS_ENCRYPTED: Final = 0x1
# The other names of WordprocessingML and of its relations, in the strict form.
TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
W: Final = "{" + TRANSITIONAL.decode() + "}"
UNREADABLE: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """Return an attribute of WordprocessingML; "" where there is none."""
    return "" if element is None else element.get(W + name, "")


def number_of(element: etree._Element | None, default: int, name: str = "val") -> int:
    """Return an attribute as a number, `default` where it is none."""
    try:
        return int(value_of(element, name))
    except ValueError:
        return default


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first descendant along a path of names."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def is_on(element: etree._Element | None) -> bool:
    """Return whether a property that may be switched off is there and on."""
    return element is not None and value_of(element) not in {"0", "false", "off"}


class Package:
    """The parts of a .docx file, by what they are to the document."""

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = ZipFile(BytesIO(data))
        except (*UNREADABLE, ValueError) as error:
            raise DamagedFile from error
        self.names = set(self.zip.namelist())
        found = [path for kind, path in self._relations("") if kind == "officeDocument"]
        self.main = found[0] if found else "word/document.xml"
        if self.main not in self.names or not self._is_word():
            raise OtherFormat
        self.related = list(self._relations(self.main))

    def _is_word(self) -> bool:
        return b"wordprocessingml" in self._bytes(self.main)[:20_000]

    def document(self) -> etree._Element:
        """Return the root of the document itself."""
        return self._parse(self.main)

    def parts(self, kind: str) -> Iterator[etree._Element]:
        """Yield the roots of the parts that are this to the document: styles."""
        for other, path in self.related:
            if other == kind and path in self.names:
                yield self._parse(path)

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the first such part; None if there is none."""
        return next(self.parts(kind), None)

    def _relations(self, path: str) -> Iterator[tuple[str, str]]:
        folder, name = posixpath.split(path)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.names:
            return
        for each in self._parse(listed):
            if name_of(each) == "Relationship" and each.get("TargetMode") != "External":
                target = posixpath.join("/", folder, each.get("Target", ""))
                kind = each.get("Type", "").rpartition("/")[2]
                yield kind, posixpath.normpath(target).lstrip("/")

    def _bytes(self, path: str) -> bytes:
        info = self.zip.getinfo(path)
        if info.flag_bits & IS_ENCRYPTED:
            raise EncryptedFile
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise DamagedFile
        try:
            with self.zip.open(info) as file:
                data = file.read(MOST_BYTES + 1)
        except (*UNREADABLE, RuntimeError) as error:
            raise DamagedFile from error
        if len(data) > MOST_BYTES:
            raise TooLongFile
        return data

    def _parse(self, path: str) -> etree._Element:
        data = self._bytes(path).replace(STRICT, TRANSITIONAL)
        try:
            return parse_xml(data)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DamagedFile from error
