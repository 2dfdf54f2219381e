"""Admin of documents and parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from documents.admin.base import (
    Tool,
    TranslatedAdmin,
    TranslatedFields,
    TranslatedForm,
    wording,
)
from documents.admin.filters import WithdrawnFilter, name_withdrawal
from documents.languages import LANGUAGES
from documents.models import ClauseVersion, Document, Edition, Part, Withdrawal
from documents.models.metadata import METADATA, PLAIN, WORDED
from documents.presenters.metadata import blank_metadata
from documents.services import (
    SlugTaken,
    delete_document,
    find_base,
    is_closed,
    lock_document,
    refuse_taken_slug,
)
from documents.workbench import import_pictures, import_wizard, metadata
from documents.workbench.drafts import can_view, person_of, workbench_url
from documents.workbench.publication import may_draft
from documents.workbench.withdrawal import show_document, withdrawal_tool

TITLES = tuple(f"title_{language.suffix}" for language in LANGUAGES)


class PartInline(TranslatedFields, TranslationStackedInline[Part, Document]):  # type: ignore[misc] # its own generics are untyped
    """The parts found by importing; their keys are part of every address."""

    model = Part
    fields = ("key", "kind", "position", "original_language", "title")
    readonly_fields = ("key", "kind", "position", "original_language")
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_published)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# What the current edition prints.
SETTLED = tuple(
    f"{field}_{language.suffix}"
    for field in ("title", "agenda_item")
    for language in LANGUAGES
)


class PublishedFilter(admin.SimpleListFilter):
    # Translators: heading of a filter
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (Edition.State.PUBLISHED, _("with a published edition")),
            (Edition.State.DRAFT, _("with a draft")),
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


class DocumentForm(TranslatedForm):
    """Refuses a slug that another document has or had."""

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        try:
            refuse_taken_slug(slug, self.instance.pk)
        except SlugTaken as refusal:
            raise ValidationError(str(refusal.message)) from refusal
        return slug


@admin.register(Document)
class DocumentAdmin(TranslatedAdmin[Document]):
    list_display = (
        "slug",
        "symbol",
        "title_shown",
        "date",
        "original_language",
        "edition_count",
        "withdrawal_shown",
    )
    list_filter = (PublishedFilter, WithdrawnFilter, "original_language")
    date_hierarchy = "date"
    form = DocumentForm
    searched = (("pk", Document),)
    search_fields = ("slugs__slug", "symbol", *TITLES)
    inlines = (PartInline,)
    fieldsets = (
        (None, {"fields": ("slug", "former_names")}),
        # Translators: heading of what a document prints: its title and agenda item
        (_("As printed"), {"fields": ("title", "agenda_item")}),
        # Translators: heading of what describes a document
        (_("Metadata"), {"fields": (*PLAIN, *WORDED)}),
        # Translators: heading: the file that a document was imported from
        (_("Source"), {"fields": ("source_name", "source_sha256")}),
    )
    note = _("The text of a document is added by importing it, one language at a time.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        rows = super().get_queryset(request)
        own = Withdrawal.objects.in_force().filter(edition=None)
        closing = own.filter(document=OuterRef("pk")).values("kind")
        return rows.annotate(
            editions_counted=Count("editions"), closed_as=Subquery(closing)
        )

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, document: Document) -> str:
        return wording(document, "title")

    @admin.display(description=_("editions"), ordering="editions_counted")
    def edition_count(self, document: Any) -> int:
        count: int = document.editions_counted
        return count

    @admin.display(description=_("withdrawal"), ordering="closed_as")
    def withdrawal_shown(self, document: Any) -> str:
        return name_withdrawal(document.closed_as)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Document | None = None
    ) -> tuple[str, ...]:
        shown = ("former_names", "source_name", "source_sha256")
        if obj is None:
            return shown
        # Corrected on a page of their own, which asks why (documents/workbench).
        described = (*shown, *METADATA)
        return (*described, *(SETTLED if obj.is_published else ()))

    # Translators: names that a document had in addresses before
    @admin.display(description=_("former names in addresses"))
    def former_names(self, document: Document) -> str:
        names = document.slugs.exclude(slug=document.slug)
        return " · ".join(names.values_list("slug", flat=True))

    def explanation(self, document: Document) -> str:
        told = [super().explanation(document)]
        if document.is_published:
            told = [
                gettext(
                    "An edition has been published. The title and the agenda item are"
                    " those that the current edition prints: reword them in a new"
                    " edition. The metadata can be corrected, with a reason."
                )
            ]
        latest = document.editions.latest_first().first()
        codes = latest.languages.values_list("language", flat=True) if latest else ()
        if blank := blank_metadata(document, codes):
            # Translators: %(names)s are names of fields
            still = gettext("Still blank: %(names)s.")
            told.append(still % {"names": " · ".join(blank)})
        return " ".join(filter(None, told))

    def view_on_site(self, document: Document) -> str | None:
        """Return the document's page, which it has once it has an edition."""
        return document.get_absolute_url() if document.editions.exists() else None

    def tools(self, request: HttpRequest, obj: Document | None) -> list[Tool]:
        tools = self._drafts(request, obj) if obj else []
        if obj and metadata.may_correct(request.user):
            url = reverse("admin:documents_document_metadata", args=[obj.pk])
            tools.append(Tool(url, _("Correct the metadata")))
        if obj and obj.editions.published().exists():
            found = withdrawal_tool(request.user, obj)
            tools += [Tool(*found)] if found else []
        if import_wizard.may_import(request.user):
            url = reverse("admin:documents_document_import")
            if obj:
                url += f"?document={obj.pk}"
            # Translators: a link that leads to the import form
            tools.append(Tool(url, _("Import a text")))
        return tools

    def _drafts(self, request: HttpRequest, document: Document) -> list[Tool]:
        """Return a link to the draft's workbench, or to making a draft."""
        latest = document.editions.latest_first().first()
        if latest is None:
            return []
        if latest.is_published:
            if not may_draft(request.user) or is_closed(document):
                return []
            base = find_base(document)
            url = reverse("admin:documents_edition_draft", args=[base.pk])
            return [Tool(url, _("Make a new edition"))]
        if not can_view(request.user):
            return []
        # Translators: a link to the page on which a draft is worked on
        return [Tool(workbench_url(latest), _("Workbench"))]

    def hold(self, obj: Document) -> None:
        lock_document(obj.pk, None)

    def kept_because(self, obj: Document) -> str:
        if obj.editions.published().exists():
            return gettext(
                "An edition of this document has been published, so the document"
                " cannot be deleted."
            )
        return ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        [document] = objs
        return self.only_these(objs, _counts_below(document))

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        delete_document(obj, user=person_of(request))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        ours = [
            path(
                "<int:pk>/withdrawal/",
                guarded(show_document),
                name="documents_document_withdrawal",
            ),
            path(
                "import/",
                guarded(import_wizard.start_import),
                name="documents_document_import",
            ),
            path(
                "import/<slug:token>/",
                guarded(import_wizard.review_import),
                name="documents_document_import_review",
            ),
            path(
                "import/<slug:token>/page/<int:number>/",
                # Its own headers: it may be kept by the browser.
                self.admin_site.admin_view(
                    import_pictures.show_picture, cacheable=True
                ),
                name="documents_document_import_page",
            ),
            path(
                "<int:pk>/metadata/",
                guarded(metadata.correct),
                name="documents_document_metadata",
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
    searched = (("document", Document),)
    search_fields = ("key", "document__slug", "document__symbol", *TITLES)
    # The original language is what the clauses print.
    readonly_fields = ("document", "key", "kind", "position", "original_language")
    fields = ("document", "key", "kind", "position", "original_language", "title")
    note = _("Parts are created when a text is imported; their keys never change.")

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, part: Part) -> str:
        return wording(part, "title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, part: Part) -> str | None:
        document = part.document
        return document.get_absolute_url() if document.editions.exists() else None

    def hold(self, obj: Part) -> None:
        lock_document(obj.document_id, None)

    def kept_because(self, obj: Part) -> str:
        if obj.clauses.exists():
            return gettext("This part contains clauses, so it cannot be deleted.")
        return ""
