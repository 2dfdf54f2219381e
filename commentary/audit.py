"""Audit: the only reader of the event tables of comments and cross-references.

django-pghistory fills these tables by triggers. They are append-only, with one
exception: erasure (commentary/personal_data/erasure.py) blanks or rewrites recorded
texts.
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
    """Yield an event table's manager; within the context its rows may be changed."""
    with pgtrigger.ignore(f"{name}:append_only"):
        yield _record_of(name)


# --- Comments


def never_shown(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return the pending or rejected comments of `comments` that were never published.

    A comment that was published, then edited and held again, was shown.
    """
    shown = _record_of(COMMENTS).filter(
        pgh_obj=OuterRef("pk"), state=Comment.State.PUBLISHED
    )
    held = comments.filter(state__in=(Comment.State.PENDING, Comment.State.REJECTED))
    return held.exclude(Exists(shown))


def texts_of(comment: Comment, *, only_published: bool) -> QuerySet[Any, Any]:
    """Return rows of (time stored, previous text, text) of a comment, the latest first.

    `only_published` leaves out texts that were never published.
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
    """Return the times after `moment` at which a person edited comments, latest first.

    Only the first event of each revision counts, which is the edit; a moderator's
    decision is a later event of the same revision, or has a state that an edit never
    sets.
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
    """Yield every recorded text of a person's comments, the oldest first.

    As (comment, revision, kind, language, state, text, time). Comments whose present
    state is in `except_in` are left out.
    """
    rows = _record_of(COMMENTS).filter(pgh_obj__author=user)
    rows = rows.exclude(pgh_obj__state__in=except_in).order_by("pgh_id")
    yield from rows.values_list(
        "pgh_obj", "revision", "kind", "language", "state", "source", "pgh_created_at"
    )


def erase_texts(comments: QuerySet[Comment]) -> None:
    """Erase every recorded text of these comments."""
    with _open_record(COMMENTS) as record:
        record.filter(pgh_obj__in=comments).update(source="")


def rewrite_texts(texts: Q, rewrite: Callable[[str, str], str]) -> set[int]:
    """Rewrite the recorded texts matching `texts`; return whose comments they are.

    `rewrite` gets text and language.
    """
    with _open_record(COMMENTS) as record:
        found = list(record.filter(texts))
        for event in found:
            source = rewrite(event.source, event.language)
            record.filter(pk=event.pk).update(source=source)
    return {event.pgh_obj_id for event in found}


# --- Cross-references


def decisions_of(reference: CrossReference) -> QuerySet[Any, Any]:
    """Return the recorded events of a reference, the latest first.

    With `was_hidden`, `was_hidden_at` and `was_confirmed_at`, as of the event before;
    None before the first.
    """
    rows = _record_of(REFERENCES).filter(pgh_obj=reference.pk)
    events: QuerySet[Any, Any] = rows.annotate(
        was_hidden=Window(Lag("is_hidden"), order_by="pgh_id"),
        was_hidden_at=Window(Lag("hidden_at"), order_by="pgh_id"),
        was_confirmed_at=Window(Lag("confirmed_at"), order_by="pgh_id"),
    )
    return events.order_by("-pgh_id")


def decisions_since(user: Visitor, moment: datetime) -> QuerySet[Any, datetime]:
    """Return the times after `moment` at which a person decided about references.

    The latest first; confirming and hiding are decisions too. Each counts once: later
    events repeat what was decided before.
    """
    record = _record_of(REFERENCES).order_by()
    decided = record.filter(decided_by=user.pk, decided_at__gt=moment)
    confirmed = record.filter(confirmed_by=user.pk, confirmed_at__gt=moment)
    moments: QuerySet[Any, datetime] = decided.values_list("decided_at", flat=True)
    others = confirmed.values_list("confirmed_at", flat=True)
    hidden = record.filter(hidden_by=user.pk, hidden_at__gt=moment)
    hidings = hidden.values_list("hidden_at", flat=True)
    return moments.union(others, hidings).order_by("-decided_at")


def decisions_by(user: User) -> QuerySet[Any, Any]:
    """Return a person's decisions about references, the oldest first of each reference.

    As (reference, state, reason, whether it was hidden, whether it is now, time). The
    reason is the one recorded last: an erasure blanks it.
    """
    return _said_by(user, who="decided_by", what="reason", when="decided_at")


def confirmations_by(user: User) -> QuerySet[Any, Any]:
    """Return a person's confirmations of references, as decisions_by does."""
    return _said_by(user, who="confirmed_by", what="confirmation", when="confirmed_at")


def hidings_by(user: User) -> QuerySet[Any, Any]:
    """Return how a person hid references or showed them, as decisions_by does."""
    return _said_by(user, who="hidden_by", what="hidden_reason", when="hidden_at")


def _said_by(user: User, *, who: str, what: str, when: str) -> QuerySet[Any, Any]:
    rows = _record_of(REFERENCES).filter(**{who: user.pk})
    # Later events repeat what was said before.
    rows = rows.order_by("pgh_obj", when, "-pgh_id").distinct("pgh_obj", when)
    said: QuerySet[Any, Any] = rows.values_list(
        "pgh_obj", "state", what, "is_hidden", "pgh_obj__is_hidden", when
    )
    return said


def erase_reasons(references: Collection[int], user: Visitor) -> None:
    """Erase the recorded reasons that a person gave about these references."""
    with _open_record(REFERENCES) as record:
        about = record.filter(pgh_obj__in=references)
        about.filter(decided_by=user.pk).update(reason="")
        about.filter(confirmed_by=user.pk).update(confirmation="")
        about.filter(hidden_by=user.pk).update(hidden_reason="")


def erase_notes(references: Collection[int]) -> None:
    """Erase every recorded note of these references."""
    with _open_record(REFERENCES) as record:
        record.filter(pgh_obj__in=references).update(note="")
