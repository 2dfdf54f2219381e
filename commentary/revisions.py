"""What a comment said in the course of its edits, as the database recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.apps import apps

from commentary.models import Comment
from commentary.querysets import moderates
from documents.comparing import Segment, redline

if TYPE_CHECKING:
    from commentary.querysets import Visitor


@dataclass(frozen=True, slots=True)
class Revision:
    """A text of a comment, against the one before; the first stands alone."""

    at: datetime
    segments: tuple[Segment, ...]


def revisions_of(comment: Comment, user: Visitor) -> list[Revision]:
    """Return the texts of a comment that this person may read, the latest first.

    Those that never stood while it was published, as no moderator approved them, are
    for moderators and the author. One query, besides those for permissions.
    """
    model: Any = apps.get_model("commentary", "CommentEvent")
    rows = model.objects.filter(pgh_obj=comment.pk).order_by("pgh_id")
    is_own = user.is_authenticated and comment.author_id == user.pk
    if not is_own and not moderates(user):
        rows = rows.filter(state=Comment.State.PUBLISHED)
    events = list(rows.values_list("pgh_created_at", "source"))
    told = [("", events[0])] if events else []
    told += [(old[1], new) for old, new in pairwise(events) if old[1] != new[1]]
    revisions = [
        Revision(at, redline(before or source, source, comment.language))
        for before, (at, source) in told
    ]
    return revisions[::-1]
