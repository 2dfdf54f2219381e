"""Instruments that a query finds by any of their names."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from documents.models import Instrument
from documents.models.instruments import NAMES
from documents.search.clauses import ASKED
from documents.search.named import Named, read_named
from documents.search.vector import matches

MOST_FOUND: Final = 50


def find_instruments(asked: str) -> list[Named]:
    """Return the instruments that match what `ask` gave; one query."""

    def build() -> QuerySet[Any, Any]:
        rows = Instrument.objects.filter(matches(ASKED)).order_by("date", "slug")
        return rows[:MOST_FOUND]

    return read_named("instruments", NAMES, build, asked=asked) if asked else []
