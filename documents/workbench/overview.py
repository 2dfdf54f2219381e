"""Workbench of a draft: every clause with its changes, and the change record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from documents.audit import last_renumbering, record_of
from documents.languages import CODES, LANGUAGES
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.change_record import read_entries
from documents.presenters.changes import ChangedRow, Comparison, read_comparison
from documents.presenters.citation import edition_name
from documents.presenters.publication_summary import changes_of
from documents.presenters.term_checks import check_terms
from documents.workbench.drafts import can_change, page, requires_view

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class BenchRow:
    """A clause on the workbench; `version` is None for a removed one."""

    change: ChangedRow
    version: ClauseVersion | None
    is_first: bool  # in its part, so it cannot be moved up
    is_last: bool


@requires_view
def show_workbench(request: HttpRequest, edition: Edition) -> HttpResponse:
    """List the clauses of a draft with their changes against its base edition."""
    comparison = read_comparison(changes_of(edition), CODES)
    only_changed = request.GET.get("show") == "changed"
    rows = _rows(edition, comparison)
    shown = [row for row in rows if row.change.is_change or not only_changed]
    pages = Paginator(shown, PER_PAGE)
    context = {
        # Translators: title of the page on which a draft is worked on
        "title": gettext("Workbench"),
        "page": pages.get_page(_page_asked(request, shown)),
        "counts": comparison.counts,
        "only_changed": only_changed,
        "may_edit": can_change(request.user) and not edition.is_published,
        "languages": LANGUAGES,
        "base": edition_name(edition.based_on) if edition.based_on else "",
        "renumbered": last_renumbering(edition),
        "terms": [] if edition.is_published else check_terms(edition),
        **_tools(request, edition),
    }
    return page(request, edition, "workbench", context)


def _tools(request: HttpRequest, edition: Edition) -> dict[str, bool]:
    has = request.user.has_perms
    is_draft = not edition.is_published
    publish = ("documents.change_edition", "documents.publish_edition")
    return {
        "may_publish": is_draft and has(publish),
        "may_discard": is_draft and has(("documents.delete_edition",)),
    }


def _page_asked(request: HttpRequest, rows: list[BenchRow]) -> str:
    """Return the number of the page asked for, or of the page with the clause."""
    key = request.GET.get("at")
    for place, row in enumerate(rows):
        if row.change.key == key:
            return str(place // PER_PAGE + 1)
    return request.GET.get("page", "1")


def _rows(edition: Edition, comparison: Comparison) -> list[BenchRow]:
    versions = list(edition.versions.for_reading())
    by_key = {version.clause.key: version for version in versions}
    ends = _ends(versions)
    return [_row(change, by_key.get(change.key), ends) for change in comparison.rows]


def _row(
    change: ChangedRow, version: ClauseVersion | None, ends: tuple[set[Any], set[Any]]
) -> BenchRow:
    first, last = ends
    pk = version.pk if version else None
    return BenchRow(change, version, is_first=pk in first, is_last=pk in last)


def _ends(versions: list[ClauseVersion]) -> tuple[set[Any], set[Any]]:
    """Return the first and the last clause of each part, as two sets."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for version in versions:
        first.setdefault(version.clause.part_id, version.pk)
        last[version.clause.part_id] = version.pk
    return set(first.values()), set(last.values())


RECORDS_PER_PAGE = 50


@requires_view
def show_record(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Show the change record of an edition, the latest first."""
    return _page(request, edition, None)


@requires_view
def show_clause_record(
    request: HttpRequest, edition: Edition, key: str
) -> HttpResponse:
    """Show the change record of one clause in an edition."""
    clause = get_object_or_404(Clause, document=edition.document_id, key=key)
    return _page(request, edition, clause)


def _page(
    request: HttpRequest, edition: Edition, clause: Clause | None
) -> HttpResponse:
    pages = Paginator(record_of(edition, clause), RECORDS_PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        # Translators: title of the page that lists who changed what in a draft
        "title": gettext("Record of changes"),
        "clause": clause,
        "page": shown,
        "entries": read_entries(edition, list(shown.object_list), clause),
        "may_edit": can_change(request.user) and not edition.is_published,
    }
    return page(request, edition, "record", context)
