"""Word files for tests: packages made part by part."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def text(said: str, properties: str = "") -> str:
    """A run of letters."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(said)}</w:t></w:r>'


def para(*runs: str, properties: str = "") -> str:
    """A paragraph; runs that are no XML are its letters."""
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    said = "".join(run if run.startswith("<") else text(run) for run in runs)
    return f"<w:p>{inner}{said}</w:p>"


def item(said: str, number: int = 1, level: int = 0) -> str:
    """A paragraph of a list."""
    return para(
        said,
        properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        "</w:numPr>",
    )


def level(
    place: int, style: str, shown: str, *, start: int = 1, extra: str = ""
) -> str:
    """A level of a list's definition."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{shown}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    """The definitions of one list, numbered 1, and whatever else is given."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def table(*rows: list[str]) -> str:
    """A table of cells; a cell that is no XML is one paragraph."""
    return "<w:tbl>" + "".join(
        "<w:tr>"
        + "".join(
            f"<w:tc>{cell if cell.startswith('<') else para(cell)}</w:tc>"
            for cell in row
        )
        + "</w:tr>"
        for row in rows
    ) + "</w:tbl>"  # fmt: skip


def part(root: str, inner: str) -> str:
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declared}<w:{root} {NAMESPACES}>{inner}</w:{root}>"


def package(members: Mapping[str, Any], compression: int = ZIP_DEFLATED) -> bytes:
    """A ZIP with these members."""
    file = BytesIO()
    with ZipFile(file, "w", compression) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return file.getvalue()


ROOTS = {
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def members(body: str, **parts: str) -> dict[str, str]:
    """The members of a Word file: its body, and numbering, styles, footnotes, …"""
    listed = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{RELATION}/officeDocument" Target="/word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{listed}'
        "</Relationships>",
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{
            f"word/{name}.xml": part(ROOTS.get(name, name), inner)
            for name, inner in parts.items()
        },
    }


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this body and these parts."""
    return package(members(body, **parts))
