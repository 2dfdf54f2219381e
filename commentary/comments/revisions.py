"""Comment history: the text before and after each edit, from the recorded events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator

from commentary.audit import texts_of
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
    is_own = user.is_authenticated and comment.author_id == user.pk
    texts = texts_of(comment, only_published=not is_own and not moderates(user))
    page = Paginator(texts, REVISIONS_PER_PAGE).get_page(number)
    page.object_list = [
        _build_revision(at, before or source, source, comment.language)
        for at, before, source in page.object_list
    ]
    return page


def _build_revision(at: datetime, before: str, source: str, language: str) -> Revision:
    segments = bounded_redline(before, source, language)
    if segments is None:
        return Revision(at, replaced(before, source), is_whole=True)
    return Revision(at, segments, is_whole=False)
