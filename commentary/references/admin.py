"""Admin of cross-references: review one by one, or many at once by actions.

References are not edited here: every change is a decision with a reason, as on the
site, and is recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commentary.endpoints.endpoint import reference_row, source_of, target_of
from commentary.models import CrossReference, Mention
from commentary.models.reference_reasons import describe_reason
from commentary.models.references import CrossReferenceQuerySet
from commentary.permissions import may_review
from commentary.references.candidate_views import list_candidates
from commentary.references.review import (
    ReferenceConflict,
    accept_reference,
    confirm_reference,
    dispute_reference,
)
from documents.errors import Refused
from documents.languages import LANGUAGES
from documents.models import ClauseVersion, Instrument
from documents.presenters.labels import enumerate_labels, introduce
from documents.search.lists import SearchedLists
from portal.people.locking_admin import ReadOnlyAdmin


class ReasonForm(ActionForm):
    """Action form with a reason, which is recorded with each decision."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=1_000)


class LookAgainFilter(admin.SimpleListFilter):
    # Translators: heading of a filter
    title = _("to be reviewed")
    parameter_name = "again"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", gettext("Linked text changed"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[CrossReference]
    ) -> QuerySet[CrossReference]:
        if self.value() != "yes":
            return queryset
        again = CrossReference.objects.to_look_at_again()
        return queryset.filter(pk__in=again.values("pk"))


class SilentFilter(admin.SimpleListFilter):
    """Filter: references that one language's text names and another's does not.

    Such a difference is a sign of a fault in a text or in detection.
    """

    # Translators: heading of a filter; then the languages follow
    title = _("named, but not in the text in")
    parameter_name = "silent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(language.suffix, language.name) for language in LANGUAGES]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[CrossReference]
    ) -> QuerySet[CrossReference]:
        language = next(
            (each for each in LANGUAGES if each.suffix == self.value()), None
        )
        if language is None:
            return queryset
        mentions = Mention.objects.filter(reference=OuterRef("pk"))
        has_text = Q(**{f"version__text_{language.suffix}__gt": ""})
        return queryset.filter(
            has_text,
            Exists(mentions),
            ~Exists(mentions.filter(language=language.code)),
        )


@admin.register(CrossReference)
class CrossReferenceAdmin(SearchedLists, ReadOnlyAdmin[CrossReference]):
    """References; the site is where they are proposed, withdrawn and disputed."""

    list_display = (
        "source",
        "relation",
        "target",
        "state",
        "origin",
        "named_in",
        "look_again",
        "author",
        "created_at",
    )
    list_filter = (
        "state",
        LookAgainFilter,
        SilentFilter,
        "origin",
        "relation",
        "clause__document",
    )
    searched = (("version", ClauseVersion), ("instrument", Instrument))
    search_fields = (
        "clause__key",
        "target_clause__key",
        "instrument__slug",
        "note",
        "reason",
        *(f"instrument__title_{language.suffix}" for language in LANGUAGES),
        *(f"version__text_{language.suffix}" for language in LANGUAGES),
    )
    list_per_page = 50
    ordering = ("clause__document", "version__position", "pk")
    action_form = ReasonForm
    actions = ("accept", "dispute", "confirm")
    fields = (
        ("source", "relation", "target"),
        ("state", "origin", "look_again"),
        "named_in",
        "note",
        "shown_reason",
        ("author", "created_at"),
        ("decided_by", "decided_at"),
        "confirmation",
        ("confirmed_by", "confirmed_at"),
        "is_hidden",
        "hidden_reason",
        ("hidden_by", "hidden_at"),
    )

    def has_view_permission(
        self, request: HttpRequest, obj: CrossReference | None = None
    ) -> bool:
        return may_review(request.user) or super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_review(request.user) or super().has_module_permission(request)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return may_review(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(list_candidates)
        ours = [path("candidates/", view, name="commentary_candidates")]
        return [*ours, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CrossReference]:
        rows: CrossReferenceQuerySet = CrossReference.objects.visible_to(request.user)
        ends = rows.with_ends().with_details().with_mentions()
        return ends.select_related("look_again__document")

    # Translators: heading of a column: the clause that refers
    @admin.display(description=_("clause"), ordering="version__position")
    def source(self, reference: CrossReference) -> str:
        return introduce(str(reference.clause.document), source_of(reference).name)

    # Translators: heading of a column: what a clause refers to
    @admin.display(description=_("refers to"))
    def target(self, reference: CrossReference) -> SafeString:
        end = target_of(reference)
        return format_html('<a href="{}">{}</a>', end.url, end.words)

    @admin.display(description=_("reason"))
    def shown_reason(self, reference: CrossReference) -> str:
        return describe_reason(reference.reason)

    # Translators: heading of a column: the languages whose text names the target
    @admin.display(description=_("named in"))
    def named_in(self, reference: CrossReference) -> str:
        each = reference_row(reference)
        named = enumerate_labels(language.name for language in each.languages)
        if not each.silent:
            return named
        # Translators: languages that name something, and those that do not
        pattern = gettext("%(named)s (not in: %(silent)s)")
        silent = enumerate_labels(language.name for language in each.silent)
        return pattern % {"named": named, "silent": silent}

    @admin.action(description=_("Accept the selected"), permissions=["review"])
    def accept(self, request: HttpRequest, chosen: QuerySet[CrossReference]) -> None:
        self._decide(request, chosen, accept_reference)

    @admin.action(
        description=_("Dispute or reject the selected"), permissions=["review"]
    )
    def dispute(self, request: HttpRequest, chosen: QuerySet[CrossReference]) -> None:
        self._decide(request, chosen, dispute_reference)

    @admin.action(
        description=_("Confirm that the selected still hold"), permissions=["review"]
    )
    def confirm(self, request: HttpRequest, chosen: QuerySet[CrossReference]) -> None:
        self._decide(request, chosen, confirm_reference)

    def _decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[CrossReference],
        decide: Callable[..., CrossReference],
    ) -> None:
        reason, count = request.POST.get("reason", "")[:1_000], 0
        for reference in chosen:
            try:
                decide(
                    reference,
                    user=request.user,
                    revision=reference.revision,
                    reason=reason,
                )
            except Refused as refusal:
                text = introduce(source_of(reference).name, str(refusal.message))
                self.message_user(request, text, messages.ERROR)
            except ReferenceConflict:
                text = gettext("Someone has decided on this in the meantime.")
                text = introduce(source_of(reference).name, text)
                self.message_user(request, text, messages.ERROR)
            else:
                count += 1
        if count:
            said = ngettext(
                "%(count)s decision was recorded.",
                "%(count)s decisions were recorded.",
                count,
            )
            self.message_user(request, said % {"count": count}, messages.SUCCESS)
