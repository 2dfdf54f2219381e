"""What a comment said in the course of its edits, as the database recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps

from commentary.models import Comment
from documents.comparing import Segment, redline


@dataclass(frozen=True, slots=True)
class Revision:
    """A text of a comment, against the one before; the first stands alone."""

    at: datetime
    segments: tuple[Segment, ...]


def revisions_of(comment: Comment) -> list[Revision]:
    """Return a comment's texts, the latest first; one query."""
    model: Any = apps.get_model("commentary", "CommentEvent")
    rows = model.objects.filter(pgh_obj=comment.pk).order_by("pgh_id")
    events = list(rows.values_list("pgh_created_at", "source"))
    told = [("", events[0])] if events else []
    told += [(old[1], new) for old, new in pairwise(events) if old[1] != new[1]]
    revisions = [
        Revision(at, redline(before or source, source, comment.language))
        for before, (at, source) in told
    ]
    return revisions[::-1]
