"""Quote highlights: the words of a text that comments quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, TypeAlias

from django.utils.translation import ngettext

from commentary.models import Comment, QuotePlace
from documents.models import Clause, Edition
from documents.text.marks import Mark

Marks: TypeAlias = Mapping[tuple[str, str], list[Mark]]
MOST: Final = 30  # comments listed that quote the same word


def marks_in(edition: Edition, clause: Clause | None = None) -> Marks:
    """Return the quoted words of an edition, by clause key and language; one query.

    Quotes of the same words are one mark.
    """
    rows = QuotePlace.objects.placed_in(edition)
    if clause is not None:
        rows = rows.filter(version__clause=clause)
    ranges: dict[tuple[str, str, int, int], int] = defaultdict(int)
    for key, language, start, end in rows.values_list(
        "version__clause__key", "quote__language", "start", "end"
    ):
        if start is not None and end is not None:
            ranges[key, language, start, end] += 1
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for (key, language, start, end), count in ranges.items():
        mark = Mark(start, end, "quoted", count=count, word=_quoted_by)
        marks[key, language].append(mark)
    return marks


def _quoted_by(count: int) -> str:
    text = ngettext(
        "quoted in %(count)s comment", "quoted in %(count)s comments", count
    )
    return text % {"count": count}


def comments_quoting(
    edition: Edition, clause: Clause, language: str, at: int
) -> list[Comment]:
    """Return the comments that quote the character at an offset; the first MOST."""
    places = QuotePlace.objects.placed_in(edition).filter(
        version__clause=clause, quote__language=language, start__lte=at, end__gt=at
    )
    rows = Comment.objects.published().filter(quote__in=places.values("quote"))
    found = rows.select_related("root", "author", "quote")
    return list(found.order_by("created_at", "pk")[:MOST])
