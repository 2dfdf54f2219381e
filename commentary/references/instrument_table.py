"""Table of instruments: names, symbol or date, and how many clauses cite each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, pgettext_lazy

from commentary.endpoints.endpoint import instrument_name
from commentary.models import CrossReference
from commentary.responses import carried_query
from documents.languages import LANGUAGES, Language
from documents.models import Instrument
from documents.presenters.labels import enumerate_labels
from documents.presenters.localized import LocalizedText
from portal.people.models import Visitor

PER_PAGE: Final = 100
NAME, CITED = "name", "cited"
# The first of each is the order of its column.
SORTS: Final = {NAME: ("shown_name", "slug"), CITED: ("-cited", "shown_name", "slug")}


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """A row of the table: what it is called here, and in its other languages."""

    instrument: Instrument
    name: LocalizedText
    others: list[tuple[Language, str]]
    where: str  # its symbol, else its place and date
    count: int


class InstrumentForm(forms.Form):
    """Filter and order of the table; invalid values are ignored."""

    find = forms.CharField(
        label=pgettext_lazy("instruments", "Name or symbol"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def sorted_by(self) -> str:
        asked = str(self.data.get("sort", ""))
        return asked if asked in SORTS else NAME

    def narrowed(self, user: Visitor) -> QuerySet[Instrument]:
        """Return the instruments that are asked for, in order, each with `cited`."""
        self.is_valid()
        words = self.cleaned_data.get("find", "")
        rows = Instrument.objects.named_with(words) if words else Instrument.objects
        counted = rows.annotate(cited=_cited(user), shown_name=_shown_name())
        return counted.order_by(*SORTS[self.sorted_by])


def _cited(user: Visitor) -> Coalesce:
    """The number of clauses with a reference that the reader may see."""
    shown = CrossReference.objects.visible_to(user).standing().between_standing()
    counts = (
        shown.filter(instrument=OuterRef("pk"))
        .order_by()
        .values("instrument")
        .annotate(count=Count("clause", distinct=True))
    )
    return Coalesce(Subquery(counts.values("count")), 0)


def _shown_name() -> Lower:
    """What the table calls an instrument, as `instrument_name` does; to sort by."""
    active = get_language()
    ordered = sorted(LANGUAGES, key=lambda language: language.code != active)
    names = [
        NullIf(F(f"{field}_{language.suffix}"), Value(""), output_field=TextField())
        for language in ordered
        for field in ("short_title", "title")
    ]
    return Lower(Coalesce(*names, F("slug"), output_field=TextField()))


def instruments_context(request: HttpRequest) -> dict[str, Any]:
    """Return the template context of the table; two queries."""
    form = InstrumentForm(request.GET)
    rows = form.narrowed(request.user)
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "page": page,
        "lines": [_read_line(row) for row in page.object_list],
        "columns": _columns(request, form.sorted_by),
        "carried": carried_query(request, "page"),
    }


def _read_line(row: Any) -> InstrumentLine:
    name = instrument_name(row)
    place = row.in_language("place", get_language() or "")
    names = ((each, row.in_language("title", each.code)) for each in LANGUAGES)
    return InstrumentLine(
        instrument=row,
        name=name,
        others=[(each, text) for each, text in names if text and text != name.text],
        where=row.symbol or enumerate_labels(filter(None, (place, row.date_shown))),
        count=row.cited,
    )


def _columns(request: HttpRequest, shown: str) -> dict[str, dict[str, str]]:
    """Return the headings by which the table is sorted, each with its link."""
    query = carried_query(request, "sort", "page")
    names = {NAME: gettext("Name"), CITED: gettext("Citing clauses")}
    orders = {NAME: "ascending", CITED: "descending"}
    return {
        key: {
            "name": name,
            "query": f"{query}sort={key}",
            "order": orders[key] if key == shown else "",
        }
        for key, name in names.items()
    }
