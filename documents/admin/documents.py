"""Documents and their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from documents.admin import wizard
from documents.admin.base import Tool, TranslatedAdmin, TranslatedFields, wording
from documents.languages import LANGUAGES
from documents.models import ClauseVersion, Document, Edition, Part
from documents.services import delete_document

TITLES = tuple(f"title_{language.suffix}" for language in LANGUAGES)


class PartInline(TranslatedFields, TranslationStackedInline[Part, Document]):  # type: ignore[misc] # its own generics are untyped
    """The parts that importing found; their keys are in every address."""

    model = Part
    fields = ("key", "kind", "position", "original_language", "title")
    readonly_fields = ("key",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PublishedFilter(admin.SimpleListFilter):
    # Translators: heading of a filter
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("published", _("with a published edition")),
            ("draft", _("with a draft")),
            # Translators: documents of which there is no edition yet
            ("none", _("without editions")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Document]
    ) -> QuerySet[Document]:
        if self.value() in Edition.State:
            return queryset.filter(editions__state=self.value()).distinct()
        if self.value() == "none":
            return queryset.filter(editions=None)
        return queryset


@admin.register(Document)
class DocumentAdmin(TranslatedAdmin[Document]):
    list_display = (
        "slug",
        "symbol",
        "title_shown",
        "date",
        "original_language",
        "edition_count",
    )
    list_filter = (PublishedFilter, "original_language")
    date_hierarchy = "date"
    search_fields = ("slug", "symbol", *TITLES)
    inlines = (PartInline,)
    fieldsets = (
        (None, {"fields": ("slug", "symbol", "date", "original_language", "title")}),
        # Translators: heading of the organs, session and agenda item of a document
        (_("Masthead"), {"fields": ("organs", "session", "agenda_item")}),
        # Translators: heading: the file that a document was imported from
        (_("Source"), {"fields": ("source_name", "source_sha256")}),
    )
    note = _("A document's text comes with an import, one language after the other.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        rows = super().get_queryset(request)
        return rows.annotate(editions_counted=Count("editions"))

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, document: Document) -> str:
        return wording(document, "title")

    @admin.display(description=_("editions"), ordering="editions_counted")
    def edition_count(self, document: Any) -> int:
        count: int = document.editions_counted
        return count

    def get_readonly_fields(
        self, request: HttpRequest, obj: Document | None = None
    ) -> tuple[str, ...]:
        # The slug is in the addresses that people cite and in every manifest.
        imported = ("source_name", "source_sha256")
        return ("slug", *imported) if obj else imported

    def view_on_site(self, document: Document) -> str | None:
        """Return the document's page, which it has once it has an edition."""
        return document.get_absolute_url() if document.editions.exists() else None

    def tools(self, request: HttpRequest, obj: Document | None) -> list[Tool]:
        if not wizard.may_import(request.user):
            return []
        url = reverse("admin:documents_document_import")
        if obj:
            url += f"?document={obj.pk}"
        # Translators: a link that leads to the import form
        return [Tool(url, _("Import a text"))]

    def kept_because(self, obj: Document) -> str:
        if obj.editions.published().exists():
            return gettext(
                "An edition of this document is published: it is never deleted."
            )
        return ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        [document] = objs
        return self.only_these(objs, _counts_below(document))

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        delete_document(obj)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        ours = [
            path(
                "import/",
                guarded(wizard.start_import),
                name="documents_document_import",
            ),
            path(
                "import/<slug:token>/",
                guarded(wizard.review_import),
                name="documents_document_import_review",
            ),
        ]
        return ours + super().get_urls()


def _counts_below(document: Document) -> dict[str, int]:
    below: Sequence[QuerySet[Any]] = (
        document.editions.all(),
        document.parts.all(),
        document.clauses.all(),
        ClauseVersion.objects.filter(edition__document=document),
    )
    return {
        str(rows.model._meta.verbose_name_plural): count
        for rows in below
        if (count := rows.count())
    }


@admin.register(Part)
class PartAdmin(TranslatedAdmin[Part]):
    list_display = ("document", "key", "kind", "position", "title_shown")
    list_display_links = ("key",)
    list_filter = ("kind", "original_language", "document")
    list_select_related = ("document",)
    search_fields = ("key", "document__slug", "document__symbol", *TITLES)
    readonly_fields = ("document", "key")
    fields = ("document", "key", "kind", "position", "original_language", "title")
    note = _("Parts are found by importing a text; their keys never change.")

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, part: Part) -> str:
        return wording(part, "title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, part: Part) -> str | None:
        document = part.document
        return document.get_absolute_url() if document.editions.exists() else None

    def kept_because(self, obj: Part) -> str:
        if obj.clauses.exists():
            return gettext("Clauses stand in this part: it cannot be deleted.")
        return ""
