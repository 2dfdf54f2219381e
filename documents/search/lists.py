"""Lists of the administration: found by any form of a word, as by a search."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from documents.search.query import read_both_ways
from documents.search.vector import ask, matches


class SearchedLists:
    """A mixin of ModelAdmins whose rows, or what they refer to, have search vectors.

    `searched` are the fields of a row that lead to what has the vector, and its model.
    What `search_fields` find, such as a part of a symbol, is found as well.
    """

    searched: ClassVar[tuple[tuple[str, Any], ...]] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        rows, may_repeat = super().get_search_results(  # type: ignore[misc] # ModelAdmin's, beside us in the bases
            request, queryset, search_term
        )
        for query in read_both_ways(search_term):
            if asked := ask(query):
                either = Q(pk__in=rows.order_by().values("pk")) | self._matching(asked)
                found = queryset.filter(either)
                if not query.has_acronyms or found.exists():
                    return found, False
        return rows, may_repeat

    def _matching(self, asked: str) -> Q:
        condition = Q()
        for field, model in self.searched:
            found = model._default_manager.filter(matches(asked)).order_by()
            condition |= Q(**{f"{field}__in": found.values("pk")})
        return condition
