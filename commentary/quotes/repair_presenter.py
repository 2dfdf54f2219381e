"""Presenter of quote repair: an uncertain place, as its author is asked about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from commentary.lineage import origins_by_clause
from commentary.models import QuotePlace
from documents.languages import BY_CODE, Language
from documents.models import ClauseVersion
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, localized_field
from documents.text.marks import Mark, Piece, pieces
from portal.people.models import Visitor

MARK = "quoted"


@dataclass(frozen=True, slots=True)
class QuoteRepair:
    """Old words in the old wording, and the place that was found in the new one."""

    place: QuotePlace
    title: LocalizedText
    label: str
    language: Language
    before: list[Piece]
    after: list[Piece]

    @property
    def is_found(self) -> bool:
        return self.place.start is not None


def get_own_place_or_404(user: Visitor, pk: int) -> QuotePlace:
    """Return a place of a quote of one's own; one query."""
    if not user.is_authenticated:
        raise Http404
    rows = QuotePlace.objects.of_author(user).for_answering()
    return get_object_or_404(rows, pk=pk)


def repair_of(place: QuotePlace) -> QuoteRepair:
    """Return what is asked of a place, read with `for_answering`; no query."""
    quote = place.quote
    old = quote.version.in_language("text", quote.language)
    new = place.version.in_language("text", quote.language) if place.version else ""
    found = []
    if place.start is not None and place.end is not None:
        label = gettext("found in the new wording")
        found = [Mark(place.start, place.end, MARK, label)]
    return QuoteRepair(
        place=place,
        title=localized_field(place.edition.document, "title"),
        label=full_label(quote.version.locator),
        language=BY_CODE[quote.language],
        before=pieces(old, [Mark(quote.start, quote.end, MARK, gettext("quoted"))]),
        after=pieces(new, found),
    )


def wordings_for(place: QuotePlace) -> list[ClauseVersion]:
    """Return the texts from which the words may be chosen again; two queries.

    The clause as the edition has it, and those that took over its words.
    """
    quoted = place.quote.version
    heirs = [
        clause
        for clause, origins in origins_by_clause(place.edition).items()
        if any(
            origin.clause == quoted.clause_id and quoted.edition.number < origin.until
            for origin in origins
        )
    ]
    rows = ClauseVersion.objects.filter(edition=place.edition)
    inside = rows.filter(Q(clause=quoted.clause_id) | Q(clause__in=heirs))
    return list(inside.select_related("clause").order_by("position"))
