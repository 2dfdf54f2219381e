"""XML from strangers, parsed without entities, document types or other files."""

from __future__ import annotations

from typing import Final

from lxml import etree

from documents.importing.refusals import HasDocumentType, TooLongFile

MOST_TAGS: Final = 2_000_000


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML file; XMLSyntaxError or ValueError if it is none."""
    if data.count(b"<") > MOST_TAGS:
        raise TooLongFile
    # Entities would be declared in it.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise HasDocumentType
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise HasDocumentType
    return root
