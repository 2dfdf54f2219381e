"""List filters of the admin of clause texts: by edition, by missing language."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from documents.admin.base import name_with_document
from documents.languages import BY_CODE, LANGUAGES
from documents.models import ClauseVersion, Edition
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
