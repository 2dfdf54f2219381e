"""Admin of clauses and of their texts in each edition."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from documents.admin.base import (
    GuardedAdmin,
    Tool,
    TranslatedAdmin,
    marked,
    name_with_document,
)
from documents.admin.filters import EditionFilter, MissingTextFilter
from documents.languages import LANGUAGES
from documents.models import Clause, ClauseVersion, Document
from documents.presenters.labels import full_label, part_name
from documents.presenters.localized import interface_language
from documents.services import NotADraft, lock_document
from documents.workbench.drafts import can_change, can_view, clause_url
from documents.workbench.publication import may_draft

TEXTS = tuple(
    f"{field}_{language.suffix}"
    for field in ("text", "number")
    for language in LANGUAGES
)


@admin.register(Clause)
class ClauseAdmin(GuardedAdmin[Clause]):
    list_display = ("key", "document", "part_shown", "version_count")
    list_filter = ("document",)
    searched = (("document", Document),)
    search_fields = ("key", "document__slug", "document__symbol")
    fields = ("document", "part", "key", "origins_shown")
    readonly_fields = fields
    note = _(
        "Clauses are created when a text is imported. Their wording is found in"
        " the clause texts of each edition."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clause]:
        rows = super().get_queryset(request).select_related("document", "part")
        return rows.annotate(versions_counted=Count("versions"))

    @admin.display(description=_("derived from"))
    def origins_shown(self, clause: Clause) -> str:
        return ", ".join(str(origin) for origin in clause.derived_from.all()) or "-"

    # Translators: heading of a column: the part that a clause stands in
    @admin.display(description=_("part"), ordering="part")
    def part_shown(self, clause: Clause) -> str:
        return part_name(clause.part.key)

    # Translators: heading of a column: in how many editions a clause stands
    @admin.display(description=_("editions"), ordering="versions_counted")
    def version_count(self, clause: Any) -> int:
        count: int = clause.versions_counted
        return count

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def tools(self, request: HttpRequest, obj: Clause | None) -> list[Tool]:
        """Return a link to what was done to a clause in the latest edition it is in."""
        versions = obj.versions.order_by("-edition__number") if obj else None
        latest = versions.first() if versions is not None else None
        if obj is None or latest is None or not can_view(request.user):
            return []
        address = [latest.edition_id, obj.key]
        url = reverse("admin:documents_clause_record", args=address)
        return [Tool(url, _("Record of changes"))]

    def view_on_site(self, clause: Clause) -> str | None:
        """Return the clause's page, which it has once it stands in an edition."""
        return clause.get_absolute_url() if clause.versions.exists() else None

    def hold(self, obj: Clause) -> None:
        lock_document(obj.document_id, None)

    def kept_because(self, obj: Clause) -> str:
        if obj.versions.exists():
            return gettext(
                "This clause is part of an edition, in which it keeps its place"
                " and its address, so it cannot be deleted."
            )
        return ""


@admin.register(ClauseVersion)
class ClauseVersionAdmin(TranslatedAdmin[ClauseVersion]):
    """Admin of the texts of all editions; texts in drafts open on the workbench."""

    list_display = (
        "place",
        "edition_shown",
        "kind",
        "number_shown",
        "excerpt",
        "said_in",
    )
    list_filter = (
        ("edition__document", admin.RelatedOnlyFieldListFilter),
        EditionFilter,
        MissingTextFilter,
        "edition__state",
        "kind",
    )
    searched = (("pk", ClauseVersion),)
    search_fields = (*TEXTS, "clause__key", "edition__document__slug")
    search_help_text = _("Words of the text in any language, a number or a key.")
    list_select_related = ("edition__document", "clause")
    ordering = ("edition__document", "-edition__number", "position")
    fields = ("edition", "clause", "place", "kind", "depth", "number", "text")
    readonly_fields = ("edition", "clause", "place")
    note = _(
        "Clause texts are created by importing a text, which also puts them in"
        " order. The texts of drafts can be corrected here."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClauseVersion]:
        rows = super().get_queryset(request)
        return rows.select_related("edition__document", "clause__document")

    # Translators: where a clause stands, as in "statement, preambular para. 7"
    # Translators: heading of a column: where a clause stands
    @admin.display(
        description=pgettext_lazy("in a document", "place"), ordering="position"
    )
    def place(self, version: ClauseVersion) -> str:
        return full_label(version.locator)

    @admin.display(description=_("edition"))
    def edition_shown(self, version: ClauseVersion) -> str:
        return name_with_document(version.edition)

    @admin.display(description=_("printed number"))
    def number_shown(self, version: ClauseVersion) -> str:
        return version.in_language("number", interface_language().code)

    # Translators: heading of a column
    @admin.display(description=_("text"))
    def excerpt(self, version: ClauseVersion) -> str:
        language = interface_language()
        text = version.in_language("text", language.code)
        return marked(text, language) if text else ""

    # Translators: heading of a column: the languages of which there is a text
    @admin.display(description=_("languages"))
    def said_in(self, version: ClauseVersion) -> str:
        said = (
            language.name
            for language in LANGUAGES
            if version.in_language("text", language.code)
        )
        return " · ".join(said)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ClauseVersion | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: ClauseVersion | None = None
    ) -> bool:
        return False

    def explanation(self, obj: ClauseVersion) -> str:
        return str(NotADraft.message) if obj.edition.is_published else ""

    def tools(self, request: HttpRequest, obj: ClauseVersion | None) -> list[Tool]:
        if obj is None:
            return []
        edition = reverse("admin:documents_edition_change", args=[obj.edition_id])
        # Translators: a link to the edition that a clause text belongs to
        tools = [Tool(edition, _("Edition"))]
        if can_view(request.user):
            record = clause_url(obj.edition, "record", obj.clause.key)
            tools.append(Tool(record, _("Record of changes")))
        if obj.edition.is_published and may_draft(request.user):
            correct = clause_url(obj.edition, "correct", obj.clause.key)
            tools.append(Tool(correct, _("Correct this clause")))
        return tools

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Redirect to the workbench's editor for a draft's text; show any other."""
        row = self.get_object(request, unquote(object_id))
        if row and not row.edition.is_published and can_change(request.user):
            address = clause_url(row.edition, "edit", row.clause.key)
            return HttpResponseRedirect(address)
        return super().change_view(request, object_id, form_url, extra_context)
