"""The term register as files: CSV, and TBX-Basic (ISO 30042:2019)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from documents.exports.spreadsheets import csv_lines
from documents.importing.term_files import (
    BETWEEN_FORMS,
    FIELDS,
    UNVERIFIED,
    VERIFIED,
    XML_LANG,
)
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Term

TBX: Final = "urn:iso:std:iso:30042:ed-2"
TBX_TYPE: Final = "application/x-tbx+xml"
PREFERRED: Final = "preferredTerm-admn-sts"
ADMITTED: Final = "admittedTerm-admn-sts"


def write_csv(terms: Iterable[Term]) -> str:
    """Return terms, read with_instrument, as `read_terms` reads them."""
    heading = ["term", "instrument"]
    heading += [f"{name}.{code}" for code in BY_CODE for name in FIELDS]
    return "".join(csv_lines([heading, *map(_row_of, terms)]))


def _row_of(term: Term) -> list[str]:
    cells = (_cell(term, name, code) for code in BY_CODE for name in FIELDS)
    return [term.slug, term.instrument.slug if term.instrument else "", *cells]


def _cell(term: Term, name: str, code: str) -> str:
    if name == "verified":
        named = term.in_language("name", code)
        return ("yes" if term.is_verified(code) else "no") if named else ""
    said = term.in_language(name, code)
    return f" {BETWEEN_FORMS} ".join(said.splitlines()) if name == "forms" else said


def write_tbx(terms: Iterable[Term]) -> bytes:
    """Return terms, read with_instrument, as `read_terms` reads them."""
    root = etree.Element(
        f"{{{TBX}}}tbx",
        {"type": "TBX-Basic", "style": "dca", XML_LANG: "en"},
        {None: TBX},
    )
    header = _add(root, "tbxHeader")
    description = _add(header, "fileDesc")
    _add(_add(description, "sourceDesc"), "p", "The term register of Clausebook")
    body = _add(_add(root, "text"), "body")
    for term in terms:
        _add_entry(body, term)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _add(
    parent: etree._Element, name: str, text: str = "", **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{TBX}}}{name}", attributes)
    element.text = text or None
    return element


def _add_entry(body: etree._Element, term: Term) -> None:
    entry = _add(body, "conceptEntry", id=term.slug)
    if term.instrument is not None:
        slug = term.instrument.slug
        _add(entry, "xref", slug, type="externalCrossReference", target=slug)
    for language in LANGUAGES:
        if term.in_language("name", language.code):
            _add_section(entry, term, language)


def _add_section(entry: etree._Element, term: Term, language: Language) -> None:
    section = _add(entry, "langSec")
    section.set(XML_LANG, language.bcp47)
    if note := term.in_language("note", language.code):
        _add(section, "note", note)
    for place, (name, kind) in enumerate(_names_of(term, language.code)):
        said = _add(section, "termSec")
        _add(said, "term", name)
        _add(said, "termNote", kind, type="termType")
        status = ADMITTED if place else PREFERRED
        _add(said, "termNote", status, type="administrativeStatus")
        if not place:
            _add_source(said, term, language.code)


def _names_of(term: Term, code: str) -> Iterator[tuple[str, str]]:
    """Yield what a term is called in a language, each with its kind in TBX."""
    yield term.in_language("name", code), "fullForm"
    if short := term.in_language("abbreviation", code):
        yield short, "abbreviation"
    for form in term.in_language("forms", code).splitlines():
        yield form, "variant"


def _add_source(said: etree._Element, term: Term, code: str) -> None:
    if source := term.in_language("source", code):
        _add(said, "admin", source, type="source")
    _add(said, "note", VERIFIED if term.is_verified(code) else UNVERIFIED)
