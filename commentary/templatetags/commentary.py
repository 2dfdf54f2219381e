"""Template words about commentary."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import ngettext

from commentary.comments.comment_counts import CommentCounts

register = template.Library()


@register.filter
def said_on(tallies: Mapping[int, CommentCounts], clause: int) -> str:
    """Return "3 comments · 1 question", what is said of a clause; "" for nothing."""
    tally = tallies.get(clause)
    return " · ".join(_parts(tally)) if tally else ""


@register.filter
def tied_on(counts: Mapping[int, int], clause: int) -> str:
    """Return "2 references", those from and to a clause; "" for none."""
    count = counts.get(clause, 0)
    text = ngettext("%(count)s reference", "%(count)s references", count)
    return text % {"count": count} if count else ""


def _parts(tally: CommentCounts) -> list[str]:
    counted = (
        (
            tally.comments,
            ngettext("%(count)s comment", "%(count)s comments", tally.comments),
        ),
        (
            tally.questions,
            ngettext("%(count)s question", "%(count)s questions", tally.questions),
        ),
        (
            tally.discrepancies,
            ngettext(
                "%(count)s discrepancy",
                "%(count)s discrepancies",
                tally.discrepancies,
            ),
        ),
    )
    return [text % {"count": count} for count, text in counted if count]
