"""Admin of editions and their language versions, with the publishing action."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from documents.admin.base import (
    Tool,
    TranslatedAdmin,
    TranslatedFields,
    TranslatedForm,
    name_with_document,
    wording,
)
from documents.admin.filters import WithdrawnEditionFilter, name_withdrawal
from documents.languages import LANGUAGES
from documents.models import Document, Edition, LanguageVersion
from documents.models.withdrawals import closing_kinds
from documents.permissions import find_withdrawal
from documents.presenters.withdrawal import read_withdrawal
from documents.services import (
    NotADraft,
    delete_edition,
    find_base,
    hold_edition,
    is_closed,
    remove_language,
)
from documents.workbench import publication, urls
from documents.workbench.drafts import can_view, person_of, workbench_url
from documents.workbench.withdrawal import withdrawal_tool

TITLES = tuple(f"document__title_{language.suffix}" for language in LANGUAGES)
NAMED = tuple(
    f"{field}_{language.suffix}"
    for field in ("label", "note")
    for language in LANGUAGES
)
DESCRIBED = ("language", "standing", "confirmed", "credit", "source")
IMPORTED = ("file_name", "file_sha256")


class LanguageVersionInline(  # type: ignore[misc] # its own generics are untyped
    TranslatedFields, TranslationStackedInline[LanguageVersion, Edition]
):
    """The languages of an edition; importing a text creates the row."""

    model = LanguageVersion
    form = TranslatedForm
    fields = (*DESCRIBED, *IMPORTED)
    readonly_fields = ("language", *IMPORTED)
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_published)


@admin.register(Edition)
class EditionAdmin(TranslatedAdmin[Edition]):
    list_display = (
        "edition_shown",
        "title_shown",
        "label_shown",
        "state_shown",
        "published_at",
        "clause_count",
        "workbench_link",
    )
    list_filter = ("state", WithdrawnEditionFilter, "document")
    date_hierarchy = "published_at"
    searched = (("document", Document),)
    search_fields = ("document__slug", "document__symbol", *TITLES)
    inlines = (LanguageVersionInline,)
    actions = ("publish",)
    fieldsets = (
        (None, {"fields": ("document", "number", "state", "label", "note")}),
        # Translators: heading: where an edition comes from and what proves it
        (_("History"), {"fields": ("based_on", "created_at", "created_by")}),
        (
            # Translators: heading: when and by whom an edition was published
            _("Publication"),
            {"fields": ("published_at", "published_by", "digest", "previous_digest")},
        ),
    )
    readonly_fields = (
        "document",
        "number",
        "state",
        "based_on",
        "created_at",
        "created_by",
        "published_at",
        "published_by",
        "digest",
        "previous_digest",
    )
    note = _(
        "Create a draft by importing a text, or from the page of the edition on"
        " which it is to be based."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        rows = super().get_queryset(request).select_related("document", "based_on")
        closing = Subquery(closing_kinds())
        return rows.annotate(versions_counted=Count("versions"), closed_as=closing)

    @admin.display(description=_("edition"), ordering="number")
    def edition_shown(self, edition: Edition) -> str:
        return name_with_document(edition)

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, edition: Edition) -> str:
        return wording(edition.document, "title")

    # Translators: heading of a column: the name an editor gave an edition
    # Translators: heading of a narrow column: the name of an edition
    @admin.display(description=pgettext_lazy("heading of a column", "label"))
    def label_shown(self, edition: Edition) -> str:
        return wording(edition, "label")

    # One column: what is withdrawn or superseded was published.
    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, edition: Any) -> str:
        closed = edition.closed_as if edition.is_published else None
        return name_withdrawal(closed) or str(edition.get_state_display())

    # Translators: heading of a column: how many clauses an edition has
    @admin.display(description=_("clauses"), ordering="versions_counted")
    def clause_count(self, edition: Any) -> int:
        count: int = edition.versions_counted
        return count

    # Translators: heading of a column: links to the pages on which drafts are edited
    @admin.display(description=_("workbench"))
    def workbench_link(self, edition: Edition) -> SafeString | str:
        if edition.is_published:
            return ""
        # Translators: a link to the page on which a draft is worked on
        name = gettext("Workbench")
        return format_html('<a href="{}">{}</a>', workbench_url(edition), name)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return publication.may_publish(request.user)

    # Translators: an action on the chosen editions
    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, rows: QuerySet[Edition]) -> HttpResponse:
        chosen = [("edition", pk) for pk in rows.values_list("pk", flat=True)]
        url = reverse("admin:documents_edition_publish")
        return HttpResponseRedirect(f"{url}?{urlencode(chosen)}")

    def tools(self, request: HttpRequest, obj: Edition | None) -> list[Tool]:
        if obj is None:
            return []
        texts = reverse("admin:documents_clauseversion_changelist")
        # Translators: a link to what an edition's clauses say
        tools = [Tool(f"{texts}?edition={obj.pk}", _("Clause texts"))]
        if can_view(request.user):
            record = reverse("admin:documents_edition_record", args=[obj.pk])
            tools.append(Tool(record, _("Record of changes")))
        if obj.is_published and (found := withdrawal_tool(request.user, obj)):
            tools.append(Tool(*found))
        return [*tools, *self._next_steps(request, obj)]

    def _next_steps(self, request: HttpRequest, edition: Edition) -> list[Tool]:
        if edition.is_published:
            if not publication.may_draft(request.user) or not _is_base(edition):
                return []
            url = reverse("admin:documents_edition_draft", args=[edition.pk])
            return [Tool(url, _("Make a new edition"))]
        steps = [Tool(workbench_url(edition), _("Workbench"))]
        if publication.may_publish(request.user):
            url = reverse("admin:documents_edition_publish")
            # Translators: a link that leads to the page on which it is confirmed
            steps.append(Tool(f"{url}?edition={edition.pk}", _("Publish")))
        return steps

    def explanation(self, obj: Edition) -> str:
        told = find_withdrawal(obj) if obj.is_published else None
        said = read_withdrawal(told).sentence if told else ""
        return " ".join(filter(None, (said, super().explanation(obj))))

    def frozen_because(self, obj: Edition) -> str:
        if not obj.is_published:
            return ""
        return gettext(
            "This edition has been published, so nothing in it can be changed any"
            " more. Make a new edition to change its text."
        )

    def hold(self, obj: Edition) -> None:
        hold_edition(obj)

    def kept_because(self, obj: Edition) -> str:
        if obj.is_published:
            return gettext("A published edition is never deleted.")
        if obj.bases.exists():
            return gettext(
                "Another edition is based on this one: delete that one first."
            )
        return ""

    def save_model(
        self, request: HttpRequest, obj: Edition, form: Any, change: bool
    ) -> None:
        # The editable fields only: simultaneous changes of others are kept.
        obj.save(update_fields=NAMED)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        [edition] = objs
        rows = (edition.versions.all(), edition.languages.all())
        counts = {str(r.model._meta.verbose_name_plural): r.count() for r in rows}
        return self.only_these(objs, counts)

    def delete_model(self, request: HttpRequest, obj: Edition) -> None:
        delete_edition(obj, user=person_of(request))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        ours = [
            path(
                "publish/",
                guarded(publication.publish_editions),
                name="documents_edition_publish",
            ),
            path(
                "<int:pk>/draft/",
                guarded(publication.make_draft),
                name="documents_edition_draft",
            ),
        ]
        return ours + urls.patterns(guarded) + super().get_urls()


def _is_base(edition: Edition) -> bool:
    """Return whether the next edition is made from this one."""
    document = edition.document
    return find_base(document).pk == edition.pk and not is_closed(document)


@admin.register(LanguageVersion)
class LanguageVersionAdmin(TranslatedAdmin[LanguageVersion]):
    list_display = (
        "edition_shown",
        "language",
        "standing",
        "confirmed",
        "credit_shown",
    )
    list_display_links = ("edition_shown", "language")
    list_filter = ("language", "standing", "confirmed", "edition__state")
    searched = (("edition__document", Document),)
    search_fields = (
        "edition__document__slug",
        *(f"credit_{language.suffix}" for language in LANGUAGES),
        *(f"source_{language.suffix}" for language in LANGUAGES),
        "file_name",
    )
    fields = ("edition", *DESCRIBED, *IMPORTED)
    readonly_fields = ("edition", "language", *IMPORTED)
    note = _("A language is added to an edition when its text is imported.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LanguageVersion]:
        return super().get_queryset(request).select_related("edition__document")

    @admin.display(description=_("edition"), ordering="edition")
    def edition_shown(self, row: LanguageVersion) -> str:
        return name_with_document(row.edition)

    # Translators: heading of a column: who made a text or a translation
    @admin.display(description=_("credit"))
    def credit_shown(self, row: LanguageVersion) -> str:
        return wording(row, "credit")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, row: LanguageVersion) -> str:
        return f"{row.edition.get_absolute_url()}?texts={row.language}"

    def frozen_because(self, obj: LanguageVersion) -> str:
        return str(NotADraft.message) if obj.edition.is_published else ""

    def hold(self, obj: LanguageVersion) -> None:
        hold_edition(obj.edition)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return self.only_these(objs, {})

    def delete_model(self, request: HttpRequest, obj: LanguageVersion) -> None:
        remove_language(obj, user=person_of(request))
