"""Admin of instruments (treaties, resolutions, declarations) and their facts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.admin import TranslationStackedInline

from documents.admin.base import TranslatedAdmin, TranslatedFields, wording
from documents.languages import LANGUAGES
from documents.models import Instrument, InstrumentFact


class FactInline(  # type: ignore[misc] # its own generics are untyped
    TranslatedFields, TranslationStackedInline[InstrumentFact, Instrument]
):
    """The source of each fact, and whether it was verified."""

    model = InstrumentFact
    fields = (("fact", "language", "verified"), "source", "link")
    extra = 0
    classes = ("collapse",)  # one for each fact


@admin.register(Instrument)
class InstrumentAdmin(TranslatedAdmin[Instrument]):
    list_display = (
        "slug",
        "title_shown",
        "kind",
        "symbol",
        "date_known",
        "verified_count",
    )
    list_filter = ("kind",)
    date_hierarchy = "date"
    deletes_many = True
    inlines = (FactInline,)
    searched = (("pk", Instrument),)
    search_fields = (
        "slug",
        "symbol",
        *(
            f"{field}_{language.suffix}"
            for field in ("title", "short_title", "official_name", "cited_as")
            for language in LANGUAGES
        ),
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("slug", "kind"),
                    ("date", "precision"),
                    ("symbol", "numerals"),
                    "belongs_to",
                    "link",
                )
            },
        ),
        # Translators: heading of a group of fields
        (_("Names"), {"fields": ("title", "short_title", "official_name")}),
        # Translators: heading of the fields that say how texts name an instrument
        (_("In texts"), {"fields": ("cited_as", "referred_to_as")}),
        (None, {"fields": ("place",)}),
    )
    note = _(
        "Once its names are entered here, an instrument is found in every document"
        " that names it."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Instrument]:
        verified = Count("facts", filter=Q(facts__verified=True))
        return (
            super()
            .get_queryset(request)
            .annotate(verified_facts=verified, all_facts=Count("facts"))
        )

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, instrument: Instrument) -> str:
        return wording(instrument, "title")

    @admin.display(description=_("date"), ordering="date")
    def date_known(self, instrument: Instrument) -> str:
        return instrument.date_shown

    # Translators: heading of a column: of how many facts the source is verified
    @admin.display(
        description=pgettext_lazy("facts", "verified"), ordering="verified_facts"
    )
    def verified_count(self, instrument: Any) -> str:
        return f"{instrument.verified_facts}/{instrument.all_facts}"

    def get_readonly_fields(
        self, request: HttpRequest, obj: Instrument | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # it is in cited addresses
