"""Comment history: the text before and after each edit, from the recorded events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, Window
from django.db.models.functions import Lag

from commentary.models import Comment
from commentary.models.visibility import moderates
from documents.comparing import Segment, bounded_redline, replaced
from portal.people.models import Visitor

# Each is a redline of texts that may be long.
REVISIONS_PER_PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class Revision:
    """A text of a comment, against the one before; the first stands alone.

    `is_whole` when too much changed for a redline: one text follows the other.
    """

    at: datetime
    segments: tuple[Segment, ...]
    is_whole: bool


def revisions_of(
    comment: Comment, user: Visitor, number: str | int | None = 1
) -> Page[Any]:
    """Return a page of the texts that this person may read, the latest first.

    Those that never stood while it was published, as no moderator approved them, are
    for moderators and the author. Two queries, besides those for permissions; only the
    texts of the page are loaded and compared.
    """
    page = Paginator(_read_texts(comment, user), REVISIONS_PER_PAGE).get_page(number)
    page.object_list = [
        _build_revision(at, before or source, source, comment.language)
        for at, before, source in page.object_list
    ]
    return page


def _read_texts(comment: Comment, user: Visitor) -> Any:
    """Return when each text was stored, the one before it, and the text itself."""
    model: Any = apps.get_model("commentary", "CommentEvent")
    rows = model.objects.filter(pgh_obj=comment.pk)
    is_own = user.is_authenticated and comment.author_id == user.pk
    if not is_own and not moderates(user):
        rows = rows.filter(state=Comment.State.PUBLISHED)
    rows = rows.annotate(before=Window(Lag("source"), order_by="pgh_id"))
    changed = rows.filter(Q(before=None) | ~Q(before=F("source")))
    return changed.order_by("-pgh_id").values_list("pgh_created_at", "before", "source")


def _build_revision(at: datetime, before: str, source: str, language: str) -> Revision:
    segments = bounded_redline(before, source, language)
    if segments is None:
        return Revision(at, replaced(before, source), is_whole=True)
    return Revision(at, segments, is_whole=False)
