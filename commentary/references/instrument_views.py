"""Views of instruments: list, page with citing clauses, and previews beside links."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commentary.endpoints.endpoint import clause_end
from commentary.references.instrument_table import instruments_context
from commentary.references.presenters import citing_clauses
from commentary.responses import carried_query
from documents.languages import LANGUAGES, Language
from documents.models import Instrument, InstrumentFact
from documents.permissions import edition_for_clause, get_clause_or_404
from documents.presenters.columns import (
    answer_to_chooser,
    columns_of,
    vary_by_reader,
)
from documents.presenters.edition import columns_context
from documents.presenters.localized import LocalizedText, localized_field
from documents.presenters.rows import read_cells


@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    """List the instruments, with the number of citing clauses."""
    context = instruments_context(request)
    return render(request, "commentary/references/instruments/list.html", context)


@require_safe
@vary_by_reader
def instrument_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an instrument's facts and, in context, the clauses that refer to it."""
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
        "citing": citing_clauses(
            instrument, request.user, columns.codes, request.GET.get("page")
        ),
        "carried": carried_query(request, "page"),
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
    """Show an excerpt of an instrument's page as a preview beside a link."""
    instrument = get_object_or_404(Instrument, slug=slug)
    title = localized_field(instrument, "title")
    others = ((each, instrument.in_language("title", each.code)) for each in LANGUAGES)
    context = {
        "instrument": instrument,
        "title": title,
        "names": [(each, name) for each, name in others if name and name != title.text],
    }
    return render(request, "commentary/references/instruments/preview.html", context)


@require_safe
@vary_by_reader
def clause_preview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a clause's current text as a preview beside a link."""
    clause = get_clause_or_404(request.user, slug, key)
    edition = edition_for_clause(request.user, clause)
    rows = clause.versions.visible_to(request.user).select_related("clause")
    until = rows.filter(edition__number__lte=edition.number)
    version = until.order_by("-edition__number")[0]
    columns = columns_of(request, clause.document.original_language)
    context = {
        "end": clause_end(version, clause.document),
        "cells": read_cells(version, columns.codes),
    }
    return render(request, "commentary/references/preview.html", context)


Fact = InstrumentFact.Fact
SHOWN = (Fact.OFFICIAL_NAME, Fact.KIND, Fact.DATE, Fact.PLACE, Fact.SYMBOL)


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact as the page shows it: name, value, its language, and its source."""

    name: str
    value: str
    language: Language | None
    source: LocalizedText
    link: str
    is_verified: bool


def facts_of(instrument: Instrument) -> list[Statement]:
    """Return the facts of an instrument read with_facts; no query."""
    sources = {(row.fact, row.language): row for row in instrument.facts.all()}
    said = []
    for fact in SHOWN:
        for language in LANGUAGES if fact in InstrumentFact.TRANSLATED else (None,):
            value = _value(instrument, fact, language)
            if value:
                code = language.code if language else ""
                row = sources.get((fact, code)) or sources.get((fact, ""))
                said.append(_statement(fact, value, language, row))
    return said


def _value(instrument: Instrument, fact: Fact, language: Language | None) -> str:
    if language is not None:
        return instrument.in_language(fact.value, language.code)
    match fact:
        case Fact.KIND:
            return str(instrument.get_kind_display())
        case Fact.DATE:
            return instrument.date_shown
        case _:
            return str(getattr(instrument, fact.value))


def _statement(
    fact: Fact, value: str, language: Language | None, row: InstrumentFact | None
) -> Statement:
    return Statement(
        name=str(fact.label),
        value=value,
        language=language,
        source=localized_field(row, "source") if row else LocalizedText("", None),
        link=row.link if row else "",
        is_verified=bool(row and row.verified),
    )
