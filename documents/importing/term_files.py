"""Files of terms: CSV, and TBX (ISO 30042, TBX-Basic), read into entries.

A CSV file has a column `term`, which names the entry, `instrument`, and for each
language `name`, `abbreviation`, `forms` (separated by "|"), `source`, `verified` (yes
or no) and `note`, written as `name.ru`; columns may be absent. Of a TBX file of either
edition of the standard, the same is read: the first preferred term of a language is its
name. Whether a form was verified is a note of that term, VERIFIED or UNVERIFIED.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

from django.utils.translation import gettext
from lxml import etree

from documents.importing.refusals import BadLine, FileTooLarge, NotText
from documents.importing.xml import parse_xml
from documents.languages import BY_CODE, LANGUAGES

MOST_BYTES: Final = 5_000_000
FIELDS: Final = ("name", "abbreviation", "forms", "source", "verified", "note")
BETWEEN_FORMS: Final = "|"
YES: Final = frozenset({"yes", "true", "1"})
NO: Final = frozenset({"no", "false", "0", ""})
VERIFIED: Final = "verified"
UNVERIFIED: Final = "not verified"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# The names of elements in the first edition of TBX, and in the second.
ENTRIES: Final = frozenset({"termEntry", "conceptEntry"})
SECTIONS: Final = frozenset({"langSet", "langSec"})
TERMS: Final = frozenset({"tig", "ntig", "termSec"})
SHORT: Final = frozenset({"acronym", "abbreviation", "shortForm", "initialism"})
# What spreadsheets are kept from running as a formula has this before it.
DISARMED: Final = re.compile(r"\A'(?=\s*[=+\-@＝＋－＠\t\r])")


@dataclass(slots=True)
class TermNames:
    """What a term is called in one language."""

    name: str = ""
    abbreviation: str = ""
    forms: list[str] = field(default_factory=list)
    source: str = ""
    verified: bool = False
    note: str = ""


@dataclass(slots=True)
class TermEntry:
    """A term as a file has it, and the line on which it begins."""

    slug: str
    line: int
    instrument: str = ""
    names: dict[str, TermNames] = field(default_factory=dict)  # by language code


def read_terms(data: bytes) -> list[TermEntry]:
    """Return the terms of a file; ImportRefused, with the line, if one is unreadable.

    What the file is, its first bytes say.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(limit=MOST_BYTES)
    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    entries = list(_read_tbx(data) if is_xml else _read_csv(data))
    lines: dict[str, int] = {}
    for entry in entries:
        if (first := lines.setdefault(entry.slug, entry.line)) != entry.line:
            problem = gettext("“%(term)s” stands on line %(first)s already.")
            _refuse(entry.line, problem % {"term": entry.slug, "first": first})
    return entries


def _refuse(line: int, problem: str) -> None:
    raise BadLine(line=line, problem=problem)


# --- CSV


def _read_csv(data: bytes) -> Iterator[TermEntry]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText from error
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows = _number_rows(reader)
    _line, columns = next(rows, (1, []))
    _check_columns(columns)
    for line, row in rows:
        if len(row) > len(columns):
            _refuse(line, gettext("It has more cells than there are columns."))
        if any(row):
            cells = (DISARMED.sub("", cell).strip() for cell in row)
            yield _entry_of(dict(zip(columns, cells, strict=False)), line)


def _number_rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows, each with the number of its first line."""
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = gettext("This is no CSV (%(error)s).") % {"error": error}
            raise BadLine(line=line, problem=problem) from error
        yield line, row
        line = reader.line_num + 1  # type: ignore[attr-defined] # of csv.reader


def _check_columns(columns: list[str]) -> None:
    known = {f"{name}.{code}" for name in FIELDS for code in BY_CODE}
    unknown = [name for name in columns if name not in {"term", "instrument", *known}]
    if unknown:
        problem = gettext("There is no column “%(name)s” in files of terms.")
        _refuse(1, problem % {"name": unknown[0]})
    if "term" not in columns:
        _refuse(1, gettext("The column “term” is missing."))


def _entry_of(cells: dict[str, str], line: int) -> TermEntry:
    entry = TermEntry(cells.get("term", ""), line, cells.get("instrument", ""))
    for code in BY_CODE:
        said = {name: cells.get(f"{name}.{code}", "") for name in FIELDS}
        if any(said.values()):
            entry.names[code] = _names_of(said, line)
    return entry


def _names_of(said: dict[str, str], line: int) -> TermNames:
    verified = said["verified"].lower()
    if verified not in YES | NO:
        problem = gettext("“%(value)s” is neither yes nor no.")
        _refuse(line, problem % {"value": said["verified"]})
    forms = [form.strip() for form in said["forms"].split(BETWEEN_FORMS)]
    return TermNames(
        said["name"],
        said["abbreviation"],
        [form for form in forms if form],
        said["source"],
        verified in YES,
        said["note"],
    )


# --- TBX


def _read_tbx(data: bytes) -> Iterator[TermEntry]:
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError as error:
        problem = gettext("This is no XML (%(error)s).") % {"error": error.msg}
        raise BadLine(line=error.lineno or 1, problem=problem) from error
    except ValueError as error:
        raise NotText from error
    if _tag(root) not in {"tbx", "martif"}:
        _refuse(root.sourceline or 1, gettext("This is no TBX file."))
    for element in root.iter():
        if _tag(element) in ENTRIES:
            yield _read_entry(element)


def _tag(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _read_entry(element: etree._Element) -> TermEntry:
    line = element.sourceline or 1
    entry = TermEntry(element.get("id", ""), line)
    for child in element:
        if _tag(child) == "xref":
            entry.instrument = _text(child)
        if _tag(child) in SECTIONS and (code := _language_of(child)):
            entry.names[code] = _read_section(child)
    return entry


def _language_of(section: etree._Element) -> str:
    """Return the code of the text language of a section; "" for any other."""
    tag = (section.get(XML_LANG) or section.get("lang") or "").lower()
    for language in LANGUAGES:
        if tag in {language.code.lower(), language.bcp47.lower()}:
            return language.code
    # zh, zh-CN and en-GB are written in one of ours.
    main = tag.partition("-")[0]
    near = (each.code for each in LANGUAGES if each.code.partition("-")[0] == main)
    return next(near, "") if main else ""


def _read_section(section: etree._Element) -> TermNames:
    names = TermNames()
    for child in section:
        if _tag(child) == "note":
            names.note = _text(child)
        elif _tag(child) in TERMS:
            _read_term(child, names)
    return names


def _read_term(element: etree._Element, names: TermNames) -> None:
    said = {(_tag(each), each.get("type", "")): _text(each) for each in element.iter()}
    term = said.get(("term", ""), "")
    if not term:
        _refuse(element.sourceline or 1, gettext("A term is empty."))
    if said.get(("termNote", "termType")) in SHORT and not names.abbreviation:
        names.abbreviation = term
    elif names.name:
        names.forms.append(term)
    else:
        names.name = term
        names.source = said.get(("admin", "source"), "")
        names.verified = said.get(("note", "")) == VERIFIED


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
