"""Template filters: the number of comments and of references of a clause."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import ngettext

from commentary.comments.comment_counts import CommentCounts

register = template.Library()


@register.filter
def said_on(counts: Mapping[int, CommentCounts], clause: int) -> str:
    """Return "3 comments · 1 question" for a clause; "" for none."""
    found = counts.get(clause)
    return found.sentence if found else ""


@register.filter
def tied_on(counts: Mapping[int, int], clause: int) -> str:
    """Return "2 references" for a clause, from and to it together; "" for none."""
    count = counts.get(clause, 0)
    text = ngettext("%(count)s reference", "%(count)s references", count)
    return text % {"count": count} if count else ""
