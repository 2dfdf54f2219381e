"""Audit: the database's record of comments and references, and every query of it.

The only module of commentary that reads the event tables, which django-pghistory makes.
They are only added to, but for one reason: words that a person takes back for good go
from them too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import pgtrigger
from django.apps import apps
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Lag

from commentary.models import Comment, CrossReference
from portal.people.models import User, Visitor

COMMENTS: Final = "commentary.CommentEvent"
REFERENCES: Final = "commentary.CrossReferenceEvent"


def _record_of(name: str) -> Any:
    return apps.get_model(name)._default_manager


@contextmanager
def _open_record(name: str) -> Iterator[Any]:
    """Let the rows of a record be altered inside; gives its manager."""
    with pgtrigger.ignore(f"{name}:append_only"):
        yield _record_of(name)


# --- Comments


def never_shown(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return those that wait or were rejected, and that nobody else could ever read.

    One that was published once, and was held again when it was edited, was shown.
    """
    shown = _record_of(COMMENTS).filter(
        pgh_obj=OuterRef("pk"), state=Comment.State.PUBLISHED
    )
    held = comments.filter(state__in=(Comment.State.PENDING, Comment.State.REJECTED))
    return held.exclude(Exists(shown))


def texts_of(comment: Comment, *, only_published: bool) -> QuerySet[Any, Any]:
    """Return when each text was stored, the one before it, and the text itself.

    The latest first. `only_published` leaves out texts that never stood while the
    comment was published.
    """
    rows = _record_of(COMMENTS).filter(pgh_obj=comment.pk)
    if only_published:
        rows = rows.filter(state=Comment.State.PUBLISHED)
    rows = rows.annotate(before=Window(Lag("source"), order_by="pgh_id"))
    changed = rows.filter(Q(before=None) | ~Q(before=F("source")))
    texts: QuerySet[Any, Any] = changed.order_by("-pgh_id").values_list(
        "pgh_created_at", "before", "source"
    )
    return texts


def edits_since(user: Visitor, moment: datetime) -> QuerySet[Any, datetime]:
    """Return when a person edited comments since a moment, the latest edit first.

    What moderators decided is recorded with the same revision of the text, later, or
    with a state that no edit leaves behind.
    """
    rows = _record_of(COMMENTS).filter(
        pgh_obj__in=Comment.objects.by(user).filter(edited_at__gt=moment).values("pk"),
        revision__gt=0,
        state__in=(Comment.State.PUBLISHED, Comment.State.PENDING),
    )
    edits = rows.order_by().values("pgh_obj", "revision")
    edits = edits.annotate(at=Min("pgh_created_at")).order_by("-at")
    moments: QuerySet[Any, datetime] = edits.values_list("at", flat=True)
    return moments


def texts_by(user: User, *, except_in: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Yield each text that a person's comments had, the first first.

    As comment, revision, kind, language, state, text and moment; none of a comment
    that is now in one of the states given.
    """
    rows = _record_of(COMMENTS).filter(pgh_obj__author=user)
    rows = rows.exclude(pgh_obj__state__in=except_in).order_by("pgh_id")
    yield from rows.values_list(
        "pgh_obj", "revision", "kind", "language", "state", "source", "pgh_created_at"
    )


def erase_texts(comments: QuerySet[Comment]) -> None:
    """Blank every text that these comments ever had."""
    with _open_record(COMMENTS) as record:
        record.filter(pgh_obj__in=comments).update(source="")


def rewrite_texts(texts: Q, rewrite: Callable[[str, str], str]) -> None:
    """Rewrite recorded texts; `rewrite` takes a text and its language."""
    with _open_record(COMMENTS) as record:
        for event in record.filter(texts):
            source = rewrite(event.source, event.language)
            record.filter(pk=event.pk).update(source=source)


# --- Cross-references


def decisions_of(reference: CrossReference) -> list[tuple[Any, ...]]:
    """Return what was recorded of a reference, the latest first; one query.

    As moment, state, reason, who decided it, and whether it was hidden.
    """
    rows = _record_of(REFERENCES).filter(pgh_obj=reference.pk).order_by("-pgh_id")
    return list(
        rows.values_list("pgh_created_at", "state", "reason", "decided_by", "is_hidden")
    )


def erase_notes(references: Collection[int]) -> None:
    """Blank every note that these references ever had."""
    with _open_record(REFERENCES) as record:
        record.filter(pgh_obj__in=references).update(note="")
