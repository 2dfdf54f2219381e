"""Admin of the term register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from documents.admin.base import Tool, TranslatedAdmin, wording
from documents.languages import LANGUAGES
from documents.models import Term
from documents.workbench import terms


@admin.register(Term)
class TermAdmin(TranslatedAdmin[Term]):
    list_display = ("slug", "name_shown", "instrument", "verified_in")
    list_select_related = ("instrument",)
    deletes_many = True
    searched = (("pk", Term),)
    search_fields = (
        "slug",
        *(
            f"{field}_{language.suffix}"
            for field in ("name", "abbreviation", "forms")
            for language in LANGUAGES
        ),
    )
    fieldsets = (
        (None, {"fields": ("slug", "instrument")}),
        # Translators: heading of a group of fields
        (_("Names"), {"fields": ("name", "abbreviation", "forms")}),
        # Translators: heading of the fields that say where a name was found
        (_("Source"), {"fields": ("source", "verified", "note")}),
    )
    note = _(
        "Readers see the equivalents of these terms beside each text in which they"
        " occur."
    )

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def name_shown(self, term: Term) -> str:
        return wording(term, "name")

    # Translators: heading of a column: the languages in which a form was verified
    @admin.display(description=_("verified in"))
    def verified_in(self, term: Term) -> str:
        verified = (each for each in LANGUAGES if term.is_verified(each.code))
        return ", ".join(str(each.name) for each in verified)

    def patch_translation_field(
        self, db_field: Any, field: forms.Field, request: HttpRequest, **kwargs: Any
    ) -> None:
        super().patch_translation_field(db_field, field, request, **kwargs)
        if db_field.name.startswith("verified_"):
            field.widget = forms.CheckboxInput()

    def get_readonly_fields(
        self, request: HttpRequest, obj: Term | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # files and addresses know it by that

    def tools(self, request: HttpRequest, obj: Term | None) -> list[Tool]:
        if obj is not None:
            return []
        tools = [
            Tool(reverse("admin:documents_term_csv"), _("Export as CSV")),
            Tool(reverse("admin:documents_term_tbx"), _("Export as TBX")),
        ]
        if request.user.has_perms(terms.NEEDED):
            url = reverse("admin:documents_term_import")
            tools.insert(0, Tool(url, _("Import terms")))
        return tools

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        exports = [
            path(
                f"terms.{form}",
                guarded(terms.export_terms),
                {"form": form},
                name=f"documents_term_{form}",
            )
            for form in terms.WRITERS
        ]
        ours = path(
            "import/", guarded(terms.import_terms), name="documents_term_import"
        )
        return [ours, *exports, *super().get_urls()]
