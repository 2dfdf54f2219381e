"""Instruments: what each is, and every clause that refers to it."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commentary.endpoints.endpoint import clause_end
from commentary.models import CrossReference
from commentary.references.instruments import facts_of
from commentary.references.presenters import citing_clauses
from documents.models import Instrument
from documents.permissions import edition_for_clause, get_clause_or_404
from documents.presenters.columns import answer_to_chooser, columns_of
from documents.presenters.edition import read_cells
from documents.presenters.localized import localized_field
from documents.presenters.pages import columns_context


@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    """List the instruments, with how many clauses refer to each."""
    shown = CrossReference.objects.visible_to(request.user).standing()
    counts = dict(
        shown.exclude(instrument=None)
        .order_by()
        .values_list("instrument")
        .annotate(count=Count("clause", distinct=True))
    )
    rows = [
        (row, localized_field(row, "title"), counts.get(row.pk, 0))
        for row in Instrument.objects.order_by("date", "slug")
    ]
    return render(
        request, "commentary/references/instruments/list.html", {"rows": rows}
    )


@require_safe
def instrument_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an instrument is, and the clauses that refer to it, in context."""
    instrument = get_object_or_404(
        Instrument.objects.with_facts().select_related("belongs_to"), slug=slug
    )
    if answer := answer_to_chooser(request):
        return answer
    columns = columns_of(request)
    context = {
        "instrument": instrument,
        "title": localized_field(instrument, "title"),
        "facts": facts_of(instrument),
        "related": _related(instrument),
        "citing": citing_clauses(instrument, request.user, columns.codes),
        **columns_context(columns, []),
    }
    return render(request, "commentary/references/instruments/detail.html", context)


def _related(instrument: Instrument) -> list[tuple[Instrument, object]]:
    rows = Instrument.objects.filter(
        Q(belongs_to=instrument) | Q(pk=instrument.belongs_to_id)
    )
    return [(row, localized_field(row, "title")) for row in rows]


@require_safe
def instrument_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the beginning of an instrument's page, for a preview beside a link."""
    instrument = get_object_or_404(Instrument, slug=slug)
    context = {"instrument": instrument, "title": localized_field(instrument, "title")}
    return render(request, "commentary/references/instruments/preview.html", context)


@require_safe
def clause_preview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show what a clause says now, for a preview beside a link."""
    clause = get_clause_or_404(request.user, slug, key)
    edition = edition_for_clause(request.user, clause)
    rows = clause.versions.visible_to(request.user).select_related("clause")
    until = rows.filter(edition__number__lte=edition.number)
    version = until.order_by("-edition__number")[0]
    context = {
        "end": clause_end(version, clause.document),
        "cells": read_cells(version, columns_of(request).codes),
    }
    return render(request, "commentary/references/preview.html", context)
