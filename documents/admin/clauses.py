"""Clauses, and what they say in each edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from documents.admin.base import (
    GuardedAdmin,
    Tool,
    TranslatedAdmin,
    TranslatedForm,
    interface_language,
    marked,
    name_with_document,
)
from documents.admin.filters import EditionFilter, MissingTextFilter
from documents.languages import LANGUAGES
from documents.models import Clause, ClauseVersion
from documents.presenters.labels import full_label, part_name
from documents.services import (
    NO_TEXT,
    NotADraft,
    hold_edition,
    remove_clause,
    reword_clause,
)
from documents.text.content import ClauseContent
from documents.workbench.clause_forms import check_depth, check_number
from documents.workbench.conflict import text_is_gone
from documents.workbench.drafts import can_change, can_view
from documents.workbench.wording import conflict_with

TEXTS = tuple(
    f"{field}_{language.suffix}"
    for field in ("text", "number")
    for language in LANGUAGES
)


@admin.register(Clause)
class ClauseAdmin(GuardedAdmin[Clause]):
    list_display = ("key", "document", "part_shown", "version_count")
    list_filter = ("document",)
    search_fields = ("key", "document__slug", "document__symbol")
    fields = ("document", "part", "key", "origins_shown")
    readonly_fields = fields
    note = _(
        "Clauses are born when a text is imported. What they say is in the clause texts"
        " of each edition."
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

    def kept_because(self, obj: Clause) -> str:
        if obj.versions.exists():
            return gettext(
                "This clause stands in an edition, where it keeps its place and its"
                " address: it cannot be deleted."
            )
        return ""


class ClauseVersionForm(TranslatedForm):
    """Takes a wording that can be stored, unless somebody stored another meanwhile.

    The draft is held while the form is cleaned (see Explaining._unless): what is found
    here still holds when the clause is stored.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for language in LANGUAGES:
            name = f"number_{language.suffix}"
            self._check(name, check_number, cleaned.get(name) or "")
        self._check("depth", check_depth, str(cleaned.get("depth") or 0))
        if not any(cleaned.get(f"text_{language.suffix}") for language in LANGUAGES):
            self.add_error(None, str(NO_TEXT))
        if cleaned.get("seen") != self.instance.revision:
            self._tell_conflict()
        return cleaned

    def _check(self, name: str, check: Callable[[str], None], value: str) -> None:
        try:
            check(value)
        except ValidationError as error:
            self.add_error(name, error)

    def _tell_conflict(self) -> None:
        conflict = conflict_with(self.instance, self)
        told = render_to_string(
            "admin/documents/includes/conflict.html",
            {"conflict": conflict, "shell": {"language": interface_language()}},
        )
        self.add_error(None, ValidationError(told))
        # Saving again is deliberate.
        data: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        data["seen"] = str(self.instance.revision)
        self.data = data


@admin.register(ClauseVersion)
class ClauseVersionAdmin(TranslatedAdmin[ClauseVersion]):
    form = ClauseVersionForm
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
    search_fields = (*TEXTS, "clause__key", "edition__document__slug")
    search_help_text = _("Words of the text in any language, a number or a key.")
    list_select_related = ("edition__document", "clause")
    ordering = ("edition__document", "-edition__number", "position")
    fields = ("edition", "clause", "place", "kind", "depth", "number", "text", "seen")
    readonly_fields = ("edition", "clause", "place")
    note = _(
        "Clause texts are made by importing a text, which gives each its place among"
        " the others; here the texts of drafts are corrected."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClauseVersion]:
        rows = super().get_queryset(request)
        return rows.select_related("edition__document", "clause__document")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return [name for name in fields if name != "seen"]

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

    def frozen_because(self, obj: ClauseVersion) -> str:
        return str(NotADraft.message) if obj.edition.is_published else ""

    def hold(self, obj: ClauseVersion) -> None:
        hold_edition(obj.edition)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return self.only_these(objs, {})

    def tools(self, request: HttpRequest, obj: ClauseVersion | None) -> list[Tool]:
        if obj is None:
            return []
        # Translators: a link to the edition that a clause text belongs to
        tools = [Tool(self.address(obj.edition), _("Edition"))]
        address = [obj.edition_id, obj.clause.key]
        if not obj.edition.is_published and can_change(request.user):
            url = reverse("admin:documents_clause_edit", args=address)
            tools.append(Tool(url, _("All languages side by side")))
        if can_view(request.user):
            url = reverse("admin:documents_clause_record", args=address)
            tools.append(Tool(url, _("Record of changes")))
        return tools

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "POST" and object_id and can_change(request.user):
            is_there = self.get_object(request, unquote(object_id)) is not None
            if not is_there and (answer := text_is_gone(request, object_id)):
                return answer
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: ClauseVersion, form: Any, change: bool
    ) -> None:
        stored = ClauseVersion.objects.select_related("edition").get(pk=obj.pk)
        reword_clause(stored, ClauseContent.of(obj), revision=form.cleaned_data["seen"])

    def delete_model(self, request: HttpRequest, obj: ClauseVersion) -> None:
        remove_clause(obj)
