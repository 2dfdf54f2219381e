"""Folding: which comments a page of a discussion leaves out because it is long.

The rows are those of `Comment.objects.shown_to(user)`.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    RowRange,
    Sum,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Length

from commentary.models import Comment
from commentary.models.comments import CommentQuerySet

MOST_TEXT: Final = 200_000  # characters of HTML and quotes on a page
LONGEST_UNFOLDED: Final = 500  # characters of a comment that is never folded


def may_be_folded(comment: Comment, shown: CommentQuerySet) -> bool:
    """Return whether a comment is long enough to be folded; one query."""
    rows = _with_size(shown).filter(pk=comment.pk, size__gt=LONGEST_UNFOLDED)
    return rows.exists()


def fold_long(shown: CommentQuerySet, whole: int | None) -> QuerySet[Any, Any]:
    """Add `is_folded` to the rows of a page; folded texts stay in the database.

    A comment that is not short is folded when it and those written before it on the
    page exceed MOST_TEXT: what a page folds does not change when more is said. `whole`
    is not folded.
    """
    order = ("created_at", "pk")
    until_here = RowRange(start=None, end=0)
    rows = _with_size(shown).annotate(
        until=Window(Sum("size"), order_by=order, frame=until_here)
    )
    is_long = Q(until__gt=MOST_TEXT, size__gt=LONGEST_UNFOLDED) & ~Q(pk=whole or 0)
    folded = ExpressionWrapper(is_long, output_field=BooleanField())
    nothing = Value("", output_field=TextField())
    text = Case(When(is_long, then=nothing), default=F("shown_html"))
    folding: QuerySet[Any, Any] = rows.annotate(is_folded=folded, shown_html=text)
    return folding


def _with_size(shown: CommentQuerySet) -> QuerySet[Any, Any]:
    """Add `size`, the characters that a page shows of each; 0 for a tombstone."""
    of_clause = Coalesce(Length("quote__exact"), 0)
    of_comment = Coalesce(Length("reply_quote__exact"), 0)
    text = Length("shown_html") + of_clause + of_comment
    size = Case(When(shown_html="", then=Value(0)), default=text)
    return shown.annotate(size=size)
