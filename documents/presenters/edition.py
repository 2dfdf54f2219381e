"""Presenter of an edition: parts, divisions, rows and cells for the reading page.

Also the context of a clause's page, which shows one row of an edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.integrity.printed import original_of
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Clause, ClauseVersion, Edition, LanguageVersion, Part
from documents.presenters.citation import Citation, edition_name
from documents.presenters.columns import Columns, columns_of
from documents.presenters.history import (
    history_of,
    read_history,
    standing_in,
    successors_in,
    takings_of,
)
from documents.presenters.labels import full_label, label, part_name, place
from documents.presenters.metadata import describe_metadata
from documents.presenters.withdrawal import notice_of
from documents.text.content import ClauseContent
from documents.text.kinds import MASTHEAD, Kind
from documents.text.marks import Mark, Piece, pieces
from portal.people.models import Visitor

# The marks on the texts of an edition, by (clause key, language code).
Marks: TypeAlias = Mapping[tuple[str, str], Sequence[Mark]]
NO_MARKS: Marks = {}

# Kinds that have a line in the outline.
OUTLINED = {
    Kind.PARAGRAPH,
    Kind.PREAMBULAR,
    Kind.OPERATIVE,
    Kind.ARTICLE,
    Kind.HEADING,
}
# Kinds whose place is self-evident and gets no label.
SELF_EVIDENT = MASTHEAD | {
    Kind.TITLE,
    Kind.SIGNATURE,
    Kind.ANNEX_HEADING,
    Kind.ORIGINAL_LANGUAGE,
    Kind.OPENING,
    Kind.PLACE_DATE,
}
PREAMBLE = {Kind.OPENING, Kind.PREAMBULAR}
OPERATIVE_PART = {Kind.OPERATIVE}


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause in one language: number, text and marks."""

    language: Language
    number: str
    text: str
    marks: Sequence[Mark] = ()

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.text, self.marks)

    @property
    def not_yet(self) -> str:
        return gettext(self.language.not_yet)


@dataclass(frozen=True, slots=True)
class Row:
    """One clause on a page: place, labels, cells in column order, addresses."""

    key: str
    clause: int
    kind: str
    depth: int
    place: str
    label: str
    full_label: str
    is_outlined: bool
    is_self_evident: bool
    cells: list[Cell]
    permalink: str
    citation: str


@dataclass(frozen=True, slots=True)
class Division:
    """A named stretch of a part; name "" for the rest of the part."""

    key: str
    name: str | Promise
    rows: list[Row]

    @property
    def outlined(self) -> list[Row]:
        return [row for row in self.rows if row.is_outlined and row.depth == 0]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part with its divisions in order."""

    part: Part
    name: str
    note: str
    divisions: list[Division]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: the language and the standing of its text."""

    language: Language
    version: LanguageVersion | None

    @property
    def not_yet(self) -> str:
        return gettext(self.language.not_yet)


def columns_for(
    codes: Sequence[str], versions: Iterable[LanguageVersion]
) -> list[Column]:
    """Return the heads of the columns, in the reader's order."""
    by_code = {version.language: version for version in versions}
    return [Column(BY_CODE[code], by_code.get(code)) for code in codes]


def read_rows(
    versions: Iterable[ClauseVersion],
    codes: Sequence[str],
    citation: Citation,
    marks: Marks = NO_MARKS,
) -> Iterator[tuple[Part, Row]]:
    """Yield (part, row) for each clause."""
    for version in versions:
        full = full_label(version.locator)
        yield (
            version.clause.part,
            Row(
                key=version.clause.key,
                clause=version.clause_id,
                kind=version.kind,
                depth=version.depth,
                place=place(version.locator),
                label=label(version.locator),
                full_label=full,
                is_outlined=version.kind in OUTLINED,
                is_self_evident=version.kind in SELF_EVIDENT,
                cells=read_cells(
                    version,
                    codes,
                    {code: marks.get((version.clause.key, code), ()) for code in codes},
                ),
                permalink=citation.address(version),
                citation=citation.text(version, full),
            ),
        )


def read_cells(
    version: ClauseVersion,
    codes: Sequence[str],
    marks: Mapping[str, Sequence[Mark]] | None = None,
) -> list[Cell]:
    """Return a clause's cells in the given columns; `marks` by language code."""
    content = ClauseContent.of(version)
    return [
        Cell(
            language=BY_CODE[code],
            number=content.number(code),
            text=content.text(code),
            marks=(marks or {}).get(code, ()),
        )
        for code in codes
    ]


def read_parts(
    rows: Iterable[tuple[Part, Row]],
    languages: Sequence[LanguageVersion],
    versions: Sequence[ClauseVersion],
) -> list[ReadPart]:
    """Group the rows of these versions into parts and divisions."""
    return [
        ReadPart(
            part=part,
            name=part_name(part.key),
            note=original_note(original_of(part, versions), languages),
            divisions=_divisions(part, [row for _part, row in group]),
        )
        for part, group in groupby(rows, lambda pair: pair[0])
    ]


def _divisions(part: Part, rows: list[Row]) -> list[Division]:
    divisions: list[Division] = []
    for name, group in groupby(_with_division(rows), lambda pair: pair[0]):
        key = f"{part.key}-{name}" if name else ""
        if any(division.key == key for division in divisions):
            name = key = ""  # the preamble's division was named before
        divisions.append(
            Division(key, DIVISIONS.get(name, ""), [row for _name, row in group])
        )
    return divisions


DIVISIONS: dict[str, Promise] = {
    "preamble": _("Preamble"),
    "operative-part": _("Operative part"),
}


def _with_division(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Pair each row with the name of its division.

    A division begins once: headings between its paragraphs, and units below them,
    belong to it; rows before or after all of them belong to none.
    """
    listed = list(rows)
    names = [_own_division(row) for row in listed]
    name = ""
    for index, row in enumerate(listed):
        if names[index]:
            name = names[index]
        elif not row.depth and name not in names[index:]:
            name = ""
        yield name, row


def _own_division(row: Row) -> str:
    if row.kind in PREAMBLE:
        return "preamble"
    return "operative-part" if row.kind in OPERATIVE_PART else ""


def original_note(code: str, languages: Iterable[LanguageVersion]) -> str:
    """Return a sentence about an original language without a text here; else ""."""
    if not code:
        return ""
    authentic = LanguageVersion.Standing.AUTHENTIC
    shown = any(row.language == code and row.standing == authentic for row in languages)
    return "" if shown else gettext(BY_CODE[code].original_in)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The previous or next clause: its address and label."""

    key: str
    label: str


def neighbour(version: ClauseVersion | None) -> Neighbour | None:
    """Return the link to a clause; None for None."""
    if version is None:
        return None
    return Neighbour(version.clause.key, full_label(version.locator))


def edition_context(
    request: HttpRequest, edition: Edition, marks: Marks = NO_MARKS
) -> dict[str, Any]:
    """Return the template context of an edition's page; its document is loaded."""
    columns = columns_of(request, edition.document.original_language)
    languages = list(edition.languages.with_taken_back())
    versions = list(edition.versions.for_reading())
    citation = Citation(request, edition, versions)
    rows = read_rows(versions, columns.codes, citation, marks)
    current = edition.document.editions.standing().latest_first().first()
    return {
        "edition": edition,
        "edition_name": edition_name(edition),
        "withdrawal_notice": notice_of(edition),
        "title": citation.title,
        "metadata": describe_metadata(edition.document),
        "parts": read_parts(rows, languages, versions),
        "current": None if current == edition else current,
        **columns_context(columns, languages),
    }


def clause_context(
    request: HttpRequest,
    clause: Clause,
    edition: Edition,
    marks_in: Callable[[Edition], Marks] = lambda _edition: NO_MARKS,
) -> dict[str, Any]:
    """Return the template context of a clause's page, as of an edition, with history.

    If the edition no longer has the clause, `is_gone` is true and the page shows its
    last text and its removal. `marks_in` is called with the edition whose text is
    shown. Raises Http404 when the clause is newer than the edition.
    """
    history = history_of(clause, request.user)
    version = standing_in(history, edition)
    if version is None:
        raise Http404
    is_gone = version.edition.number < edition.number
    if not is_gone or (edition.withdrawal and edition.withdrawal.is_of_document):
        version.edition.withdrawal = edition.withdrawal
        version.edition.is_closed = edition.withdrawal is not None
    columns = columns_of(request, edition.document.original_language)
    languages = list(version.edition.languages.with_taken_back())
    printing = (Kind.TITLE, Kind.ORIGINAL_LANGUAGE)
    printed = list(version.edition.versions.of_kinds(*printing))
    citation = Citation(request, version.edition, printed)
    marks = marks_in(version.edition)
    [(part, row)] = read_rows([version], columns.codes, citation, marks)
    before, after = version.edition.versions.neighbours_of(version)
    takings = takings_of(clause, request.user)
    heads = columns_context(columns, languages)
    return {
        "edition": version.edition,
        "edition_name": edition_name(version.edition),
        "withdrawal_notice": notice_of(version.edition),
        "title": citation.title,
        "version": version,
        "row": row,
        "is_gone": is_gone,
        "asked_name": edition_name(edition),
        "is_back": is_gone and history[-1].edition.number > edition.number,
        "clause": clause,
        "correct_url": _find_correction(request.user, version),
        "successors": successors_in(takings, clause) if is_gone else [],
        "history": read_history(history, takings, columns.codes, request.user),
        "original_note": original_note(original_of(part, printed), languages),
        "before": neighbour(before),
        "after": neighbour(after),
        "pages": _find_pages(version, heads["columns"]),
        **heads,
    }


def _find_pages(
    version: ClauseVersion, columns: Iterable[Column]
) -> list[tuple[Column, int]]:
    """Return the page of the received file for each language that knows it."""
    known = ((each, version.page_in(each.language.code)) for each in columns)
    return [(column, page) for column, page in known if column.version and page]


def _find_correction(user: Visitor, version: ClauseVersion) -> str:
    """Return where an editor corrects a published clause; "" for everybody else."""
    edition = version.edition
    is_open = edition.is_published and edition.withdrawal is None
    may = is_open and user.has_perm("documents.add_edition")
    names = [version.edition_id, version.clause.key]
    return reverse("admin:documents_clause_correct", args=names) if may else ""


def columns_context(
    columns: Columns, languages: list[LanguageVersion]
) -> dict[str, Any]:
    """Return the template context of the chooser and the heads of columns."""
    return {
        "choice": columns,
        "columns": columns_for(columns.codes, languages),
        "all_languages": LANGUAGES,
    }
