"""What the reading pages show, for the views of any application that lays them out.

Another application that adds to these pages passes its marks in the texts and renders
a template that extends ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from documents.languages import LANGUAGES
from documents.models import Clause, Edition, LanguageVersion
from documents.presenters.citation import Citation, edition_name
from documents.presenters.columns import Columns, columns_of
from documents.presenters.edition import (
    NO_MARKS,
    Marks,
    columns_for,
    neighbour,
    original_note,
    read_parts,
    read_rows,
)
from documents.presenters.history import (
    history_of,
    read_history,
    standing_in,
    successors_in,
    takings_of,
)
from documents.presenters.localized import localized_field


def edition_context(
    request: HttpRequest, edition: Edition, marks: Marks = NO_MARKS
) -> dict[str, Any]:
    """Return what the page of an edition shows; its document is loaded."""
    columns = columns_of(request)
    languages = list(edition.languages.all())
    citation = Citation(request, edition)
    versions = edition.versions.for_reading()
    rows = read_rows(versions, columns.codes, citation, marks)
    current = edition.document.editions.published().latest_first().first()
    return {
        "edition": edition,
        "edition_name": edition_name(edition),
        "title": localized_field(edition.document, "title"),
        "parts": read_parts(rows, languages),
        "current": None if current == edition else current,
        **columns_context(columns, languages),
    }


def clause_context(
    request: HttpRequest,
    clause: Clause,
    edition: Edition,
    marks_in: Callable[[Edition], Marks] = lambda _edition: NO_MARKS,
) -> dict[str, Any]:
    """Return what the page of a clause shows, as an edition has it, with its history.

    When the edition has it no longer, `is_gone` holds and the page shows its last text
    before and what became of it. `marks_in` is asked for the marks in the edition
    whose text is shown. Raises Http404 when the clause was born later.
    """
    history = history_of(clause, request.user)
    version = standing_in(history, edition)
    if version is None:
        raise Http404
    is_gone = version.edition.number < edition.number
    columns = columns_of(request)
    languages = list(version.edition.languages.all())
    citation = Citation(request, version.edition)
    marks = marks_in(version.edition)
    [(part, row)] = read_rows([version], columns.codes, citation, marks)
    before, after = version.edition.versions.neighbours_of(version)
    takings = takings_of(clause, request.user)
    return {
        "edition": version.edition,
        "edition_name": edition_name(version.edition),
        "title": localized_field(edition.document, "title"),
        "version": version,
        "row": row,
        "is_gone": is_gone,
        "asked_name": edition_name(edition),
        "is_back": is_gone and history[-1].edition.number > edition.number,
        "clause": clause,
        "successors": successors_in(takings, clause) if is_gone else [],
        "history": read_history(history, takings, columns.codes, request.user),
        "original_note": original_note(part, languages),
        "before": neighbour(before),
        "after": neighbour(after),
        **columns_context(columns, languages),
    }


def columns_context(
    columns: Columns, languages: list[LanguageVersion]
) -> dict[str, Any]:
    """Return what the chooser and the heads of the columns show."""
    return {
        "choice": columns,
        "columns": columns_for(columns.codes, languages),
        "all_languages": LANGUAGES,
    }
