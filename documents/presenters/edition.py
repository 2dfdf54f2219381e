"""Presenter of an edition: parts, divisions, rows and cells for the reading page.

Also the context of a clause's page, which shows one row of an edition.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from documents.integrity.printed import original_named, original_of
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import (
    Clause,
    ClauseVersion,
    Edition,
    LanguageVersion,
    ReadClause,
    SentenceAlignment,
)
from documents.presenters.changes import changes_between
from documents.presenters.citation import Citation, edition_name
from documents.presenters.columns import Columns, columns_of
from documents.presenters.edition_menu import EditionMenu
from documents.presenters.history import (
    count_history,
    history_of,
    read_history,
    standing_in,
    successors_in,
    takings_of,
)
from documents.presenters.labels import full_label, part_name
from documents.presenters.localized import short_title
from documents.presenters.markup import Beside, CellMarkup, RowMarkup
from documents.presenters.metadata import describe_metadata
from documents.presenters.reading_text import ReadingText, ReadPart, divide
from documents.presenters.rows import (
    NO_MARKS,
    AllCounterparts,
    Marks,
    Row,
    read_row,
    redlined_row,
)
from documents.presenters.withdrawal import notice_of
from documents.text.kinds import Kind
from portal.people.models import Visitor


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


def read_parts(
    rows: Iterable[tuple[str, Row]],
    languages: Sequence[LanguageVersion],
    clauses: Iterable[ReadClause],
) -> list[ReadPart]:
    """Group rows, each with the key of its part, into parts and divisions."""
    by_part: dict[str, list[Row]] = {}
    for part, row in rows:
        by_part.setdefault(part, []).append(row)
    notes: dict[str, list[ReadClause]] = {}
    for clause in clauses:
        if clause.kind == Kind.ORIGINAL_LANGUAGE:
            notes.setdefault(clause.part, []).append(clause)
    return [
        ReadPart(
            key=part,
            name=part_name(part),
            note=original_note(original_named(notes.get(part, ())), languages),
            divisions=divide(part, own),
        )
        for part, own in by_part.items()
    ]


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
    request: HttpRequest,
    edition: Edition,
    marks: Marks = NO_MARKS,
    beside: Callable[[Columns], Beside] | None = None,
) -> dict[str, Any]:
    """Return the template context of an edition's page; its document is loaded.

    `beside` is called with the columns, and returns what makes the markup beside each
    clause. With `since=<n>` in the address the text is a redline against edition n.
    """
    columns = columns_of(request, edition.document.original_language)
    languages = list(edition.languages.with_taken_back())
    clauses = edition.versions.read()
    menu = EditionMenu(request, edition, columns)
    citation = Citation(request, edition, clauses)
    rows = (
        redlined_rows(menu.since, edition, columns.codes, clauses)
        if menu.since
        else read_rows(
            clauses,
            columns.codes,
            marks,
            changed=menu.find_changed(clauses),
            counterparts=counterparts_for(edition, columns),
        )
    )
    markup = RowMarkup(
        edition,
        columns,
        before=menu.since or menu.before,
        beside=beside(columns) if beside else None,
    )
    return {
        "edition": edition,
        "edition_name": edition_name(edition),
        "withdrawal_notice": notice_of(edition),
        "title": citation.title,
        "short_title": short_title(edition.document, citation.title),
        "metadata": describe_metadata(edition.document),
        "text": ReadingText(read_parts(rows, languages, clauses), markup),
        "citation": citation.text("{place}", "{link}"),
        "permalink_stem": citation.stem,
        "menu": menu,
        "current": menu.current,
        **columns_context(columns, languages),
    }


def read_rows(
    clauses: Iterable[ReadClause],
    codes: Sequence[str],
    marks: Marks,
    *,
    changed: Collection[int],
    counterparts: AllCounterparts,
) -> Iterator[tuple[str, Row]]:
    """Yield each clause of an edition as a row, with the key of its part."""
    for clause in clauses:
        row = read_row(
            clause,
            codes,
            marks,
            counterparts=counterparts.get(clause.key, ()),
            is_changed=clause.clause in changed,
        )
        yield clause.part, row


def counterparts_for(edition: Edition, columns: Columns) -> AllCounterparts:
    """Return what says the same in the texts of an edition; none for a single one."""
    if columns.only:
        return {}
    return SentenceAlignment.objects.counterparts_in(edition)


def redlined_rows(
    before: Edition,
    edition: Edition,
    codes: Sequence[str],
    clauses: Iterable[ReadClause],
) -> Iterator[tuple[str, Row]]:
    """Yield each clause of either edition as a redline, with the key of its part."""
    ids = {clause.key: clause.clause for clause in clauses}
    for change in changes_between(before, edition):
        shown = change.after or change.before
        if shown is not None:
            row = redlined_row(change, shown, codes, ids.get(change.key, 0))
            yield shown.part, row


def clause_context(
    request: HttpRequest,
    clause: Clause,
    edition: Edition,
    marks_in: Callable[[Edition], Marks] = lambda _edition: NO_MARKS,
) -> dict[str, Any]:
    """Return the template context of a clause's page, as of an edition, with history.

    If the edition no longer has the clause, `is_gone` is true and the page shows its
    last text and its removal. The history is read when it is asked for. `marks_in` is
    called with the edition whose text is shown. Raises Http404 when the clause is newer
    than the edition.
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
    counterparts = counterparts_for(version.edition, columns).get(clause.key, ())
    row = read_row(
        ReadClause.of(version), columns.codes, marks, counterparts=counterparts
    )
    address = citation.address(clause.key)
    before, after = version.edition.versions.neighbours_of(version)
    takings = takings_of(clause, request.user)
    heads = columns_context(columns, languages)
    return {
        "edition": version.edition,
        "edition_name": edition_name(version.edition),
        "withdrawal_notice": notice_of(version.edition),
        "title": citation.title,
        "short_title": short_title(edition.document, citation.title),
        "version": version,
        "row": row,
        "cells": CellMarkup(columns.languages).render(row.cells),
        "permalink": address,
        "citation": citation.text(row.labels.full, address),
        "is_gone": is_gone,
        "asked_name": edition_name(edition),
        "is_back": is_gone and history[-1].edition.number > edition.number,
        "clause": clause,
        "correct_url": _find_correction(request.user, version),
        "successors": successors_in(takings, clause) if is_gone else [],
        "history": cache(
            lambda: read_history(history, takings, columns.codes, request.user)
        ),
        "count_history": partial(count_history, history, request.user),
        "original_note": original_note(
            original_of(version.clause.part, printed), languages
        ),
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
