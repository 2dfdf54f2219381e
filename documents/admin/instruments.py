"""Treaties, resolutions and declarations that clauses refer to."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from documents.admin.base import TranslatedAdmin, wording
from documents.languages import LANGUAGES
from documents.models import Instrument


@admin.register(Instrument)
class InstrumentAdmin(TranslatedAdmin[Instrument]):
    list_display = ("slug", "title_shown", "symbol", "date")
    date_hierarchy = "date"
    deletes_many = True
    search_fields = (
        "slug",
        "symbol",
        *(
            f"{field}_{language.suffix}"
            for field in ("title", "short_title", "cited_as")
            for language in LANGUAGES
        ),
    )
    fieldsets = (
        (None, {"fields": ("slug", "symbol", "date", "link")}),
        # Translators: heading of a group of fields
        (_("Names"), {"fields": ("title", "short_title", "cited_as")}),
        (None, {"fields": ("place",)}),
    )

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, instrument: Instrument) -> str:
        return wording(instrument, "title")
