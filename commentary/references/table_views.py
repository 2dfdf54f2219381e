"""Views of a document's references: the table, its CSV export, and the graph."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from commentary.endpoints.endpoint import reference_rows
from commentary.models import CrossReference
from commentary.models.references import CrossReferenceQuerySet
from commentary.permissions import may_review
from commentary.references.presenters import graph_of
from commentary.references.table import SORTS, TableForm, as_csv
from commentary.responses import carried_query
from documents.exports.spreadsheets import CSV_TYPE
from documents.models import Document, Edition
from documents.permissions import get_current_edition_or_404
from documents.presenters.localized import short_title

PER_PAGE = 100
CHUNK = 500


@require_safe
def document_references(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the table of a document's references."""
    edition = get_current_edition_or_404(request.user, slug)
    form = TableForm(request.GET)
    page = Paginator(
        form.narrowed(_references(request, edition.document), edition.document),
        PER_PAGE,
    ).get_page(request.GET.get("page"))
    context = {
        **_head(edition),
        "form": form,
        "page": page,
        "lines": reference_rows(page.object_list),
        "columns": _columns(request, form),
        "carried": carried_query(request, "page"),
        "query": request.GET.urlencode(),
        "may_review": may_review(request.user),
    }
    return render(request, "commentary/references/table.html", context)


@require_safe
def document_references_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Return all rows of the filtered and sorted table as a CSV file."""
    document = get_current_edition_or_404(request.user, slug).document
    form = TableForm(request.GET)
    rows = form.narrowed(_references(request, document).with_details(), document)
    return StreamingHttpResponse(
        as_csv(rows.iterator(chunk_size=CHUNK)),
        content_type=CSV_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{slug}-references.csv"'
        },
    )


@require_safe
def document_network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the graph of a document's references."""
    edition = get_current_edition_or_404(request.user, slug)
    rows = CrossReference.objects.visible_to(request.user).of_document(edition.document)
    context = {**_head(edition), **graph_of(rows.standing(), edition.document)}
    return render(request, "commentary/references/network.html", context)


def _references(request: HttpRequest, document: Document) -> CrossReferenceQuerySet:
    rows = CrossReference.objects.visible_to(request.user).of_document(document)
    return rows.with_ends().with_mentions()


def _head(edition: Edition) -> dict[str, object]:
    return {
        "edition": edition,
        "document": edition.document,
        "title": short_title(edition.document),
    }


def _columns(request: HttpRequest, form: TableForm) -> list[dict[str, str]]:
    """Return the table's headings; each links to sorting by it, or to the reverse."""
    names = {
        "source": gettext("Clause"),
        "relation": gettext("Relation"),
        "target": gettext("Refers to"),
        "state": gettext("State"),
        "time": gettext("Proposed at"),
    }
    heads = []
    for key in SORTS:
        is_current = form.sorted_by == key
        turned = is_current and not form.is_reversed
        order = (
            ("descending" if form.is_reversed else "ascending") if is_current else ""
        )
        query = carried_query(request, "sort", "page")
        heads.append(
            {
                "key": key,
                "name": names[key],
                "order": order,
                "query": f"{query}sort={'-' if turned else ''}{key}",
            }
        )
    return heads
