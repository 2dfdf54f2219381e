"""Admin of moderation: the queue, the records, and the message templates.

Deciding is done on the site (commentary/moderation/views.py), where the thread stands
beside the comment; the queue leads there. Records are read, never changed: a decision
would otherwise be made without its reason and without telling the author.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.admin import TabbedTranslationAdmin

from commentary.models import (
    Appeal,
    Decision,
    MessageTemplate,
    Report,
    Suspension,
    Waiting,
)
from commentary.models.visibility import moderates
from commentary.moderation.queue import waiting
from documents.languages import BY_CODE
from documents.presenters.labels import full_label
from documents.presenters.localized import localized_field
from portal.people.locking_admin import LockingAdmin, ReadOnlyAdmin

# A type parameter would be new syntax: we run on Python 3.11.
Row = TypeVar("Row", bound=models.Model)
# Translators: link from the administration to the page where one decides
OPEN = pgettext_lazy("a comment to decide on", "Open")


class Narrowed(ChangeList):
    """Answers an address that no row can be looked for with as any that is wrong.

    Django does so for what it cannot read, not for a year that no calendar has.
    """

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error


class ForModerators(ReadOnlyAdmin[Row]):
    """Read by moderators, changed by nobody here."""

    list_per_page = 50
    list_display_links = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Narrowed

    def has_module_permission(self, request: HttpRequest) -> bool:
        return moderates(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return moderates(request.user)


@admin.register(Waiting)
class WaitingAdmin(ForModerators[Waiting]):
    """The queue; a comment's page is the one on the site."""

    list_display = ("place", "author", "language", "state", "since", "link")
    list_filter = ("state", "language")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Waiting]:
        pks = waiting(request.user).order_by().values("pk")
        rows = Waiting.objects.visible_to(request.user).filter(pk__in=pks)
        found: QuerySet[Waiting] = rows.with_place().defer("source", "html")  # type: ignore[assignment] # Comment's manager
        return found

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(_get_case_url(obj.pk))

    # Translators: heading of a column: where a comment stands
    @admin.display(description=pgettext_lazy("of a comment", "place"))
    def place(self, comment: Waiting) -> str:
        return full_label(comment.version.locator)

    # Translators: heading of a column: since when something is there
    @admin.display(description=_("since"), ordering="created_at")
    def since(self, comment: Waiting) -> Any:
        return comment.created_at

    @admin.display(description="")
    def link(self, comment: Waiting) -> SafeString:
        return format_html('<a href="{}">{}</a>', _get_case_url(comment.pk), OPEN)


class AboutComment(ForModerators[Row]):
    """A record with a link to the comment it is about."""

    @admin.display(description="")
    def link(self, record: Row) -> SafeString | str:
        pk = getattr(record, "comment_id", None)
        return format_html('<a href="{}">{}</a>', _get_case_url(pk), OPEN) if pk else ""


@admin.register(Report)
class ReportAdmin(AboutComment[Report]):
    list_display = ("created_at", "reporter", "reason", "words", "settled", "link")
    list_filter = ("reason", ("settled_by", admin.EmptyFieldListFilter))
    list_select_related = ("reporter", "settled_by")
    date_hierarchy = "created_at"

    # Translators: heading of a column: how a report was settled
    @admin.display(description=_("settled"))
    def settled(self, report: Report) -> str:
        decision = report.settled_by
        return decision.get_action_display() if decision else ""


@admin.register(Decision)
class DecisionAdmin(AboutComment[Decision]):
    list_display = (
        "made_at",
        "moderator",
        "action",
        "person",
        "reason",
        "message",
        "note",
        "link",
    )
    list_filter = ("action", "reason")
    list_select_related = ("moderator", "person")
    date_hierarchy = "made_at"


@admin.register(Appeal)
class AppealAdmin(ForModerators[Appeal]):
    list_display = ("created_at", "person", "words", "answered")
    list_filter = (("answer", admin.EmptyFieldListFilter),)
    list_select_related = ("decision__person", "answer")

    @admin.display(description=_("person"))
    def person(self, appeal: Appeal) -> str:
        return str(appeal.decision.person)

    @admin.display(description=_("answer"))
    def answered(self, appeal: Appeal) -> str:
        return appeal.answer.get_action_display() if appeal.answer else ""


@admin.register(Suspension)
class SuspensionAdmin(ForModerators[Suspension]):
    list_display = ("person", "until", "lifted_at", "link")
    list_select_related = ("person",)

    @admin.display(description="")
    def link(self, suspension: Suspension) -> SafeString:
        url = reverse("commentary:moderation-account", args=[suspension.person_id])
        return format_html('<a href="{}">{}</a>', url, OPEN)


@admin.register(MessageTemplate)
class MessageTemplateAdmin(
    LockingAdmin[MessageTemplate], TabbedTranslationAdmin[MessageTemplate]
):
    """The texts that moderators begin a message with, in every language."""

    list_display = ("name", "title_shown", "position")
    fields = ("name", "position", "title", "text")
    required_languages: ClassVar[tuple[str, ...]] = tuple(BY_CODE)

    class Media:
        # In this order: ours finishes what modeltranslation's begins.
        js = (
            "modeltranslation/js/tabbed_translation_fields.js",
            "portal/js/admin_tabs.js",
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return moderates(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return moderates(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return moderates(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return moderates(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return moderates(request.user)

    # Translators: heading of a column
    @admin.display(description=_("title"))
    def title_shown(self, template: MessageTemplate) -> str:
        return localized_field(template, "title").text


def _get_case_url(pk: int) -> str:
    return reverse("commentary:moderation-case", args=[pk])
