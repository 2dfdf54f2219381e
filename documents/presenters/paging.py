"""Paging through lists of any length: nothing is counted beyond a bound."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.core.paginator import Paginator

if TYPE_CHECKING:
    AnyPaginator: TypeAlias = Paginator[Any]
else:  # Django's class takes no parameters when it runs
    AnyPaginator = Paginator

MOST_COUNTED: Final = 10_000


class BoundedPaginator(AnyPaginator):
    """A paginator that counts, and leads to, so many rows at most.

    `is_bounded` says that there may be more: the page has to offer another way to them.
    """

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST_COUNTED].count())

    @property
    def is_bounded(self) -> bool:
        return self.count == MOST_COUNTED
