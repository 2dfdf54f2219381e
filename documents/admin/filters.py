"""List filters of the admin: by edition, by missing language, by withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from documents.admin.base import name_with_document
from documents.languages import BY_CODE, LANGUAGES
from documents.models import ClauseVersion, Edition, Withdrawal
from documents.models.withdrawals import closing_kinds
from documents.workbench.conflict import number_in

DOCUMENT = "edition__document__id__exact"
FEW = 30


class EditionFilter(admin.SimpleListFilter):
    """Filter by edition: of the chosen document, or of all while there are few."""

    # Translators: heading of a filter
    title = _("edition")
    parameter_name = "edition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = number_in(self.used_parameters.get(self.parameter_name))
        document = number_in(request.GET.get(DOCUMENT))
        editions = Edition.objects.with_document().order_by("document", "-number")
        if chosen is not None:
            editions = editions.filter(document__editions=chosen)
        elif document is not None:
            editions = editions.filter(document=document)
        listed = list(editions[: FEW + 1])
        if len(listed) > FEW and chosen is None and document is None:
            return []
        return [(str(edition.pk), name_with_document(edition)) for edition in listed]

    def has_output(self) -> bool:
        return bool(self.lookup_choices) or self.value() is not None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        # A value that is not a number matches no edition.
        return queryset.filter(edition=number_in(self.value()) or 0)


class MissingTextFilter(admin.SimpleListFilter):
    # Translators: heading of a filter; then the languages follow
    title = _("missing text")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(language.code, language.name) for language in LANGUAGES]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ClauseVersion]
    ) -> QuerySet[ClauseVersion]:
        language = BY_CODE.get(self.value() or "")
        if language is None:
            return queryset
        shown = queryset.values("pk")
        missing = ClauseVersion.objects.without_text_in(language.suffix)
        return queryset.filter(pk__in=missing.filter(pk__in=shown).values("pk"))


def name_withdrawal(kind: str | None) -> str:
    """Return the name of a kind of withdrawal; "" for none."""
    return str(Withdrawal.Kind(kind).label) if kind else ""


class WithdrawnFilter(admin.SimpleListFilter):
    """Filter documents by the withdrawal in force of the whole document."""

    # Translators: heading of a filter
    title = _("withdrawal")
    parameter_name = "withdrawal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Withdrawal.Kind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in Withdrawal.Kind:
            return queryset
        return self.closed_as(queryset, self.value())

    def closed_as(self, queryset: QuerySet[Any], kind: str | None) -> QuerySet[Any]:
        rows = Withdrawal.objects.in_force().filter(edition=None, kind=kind)
        documents: QuerySet[Any] = queryset.filter(pk__in=rows.values("document"))
        return documents


class WithdrawnEditionFilter(WithdrawnFilter):
    """Filter editions by what withdraws them, or their whole document."""

    def closed_as(self, queryset: QuerySet[Any], kind: str | None) -> QuerySet[Any]:
        published = queryset.filter(state=Edition.State.PUBLISHED)
        closing = published.alias(closing=Subquery(closing_kinds()))
        editions: QuerySet[Any] = closing.filter(closing=kind)
        return editions
