"""What becomes of a person's contributions when the person asks for them, or leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import Q

from commentary.models import (
    Appeal,
    Comment,
    CrossReference,
    Notice,
    Quote,
    Report,
    Visit,
    Watch,
)
from commentary.services.forgetting import forget_mentions

if TYPE_CHECKING:
    from portal.models import User

RECORD = "commentary.CommentEvent"
NOT_HANDED_OUT = (Comment.State.HIDDEN, Comment.State.REJECTED)
REFERENCE_RECORD = "commentary.CrossReferenceEvent"


def contributions_of(user: User) -> list[dict[str, Any]]:
    """Return everything a person said, the first first, as plain data; two queries."""
    rows = Comment.objects.by(user).with_place().order_by("created_at", "pk")
    return [_as_data(comment) for comment in rows]


def _as_data(comment: Comment) -> dict[str, Any]:
    quote = comment.quote
    return {
        "id": comment.pk,
        "document": comment.clause.document.slug,
        "clause": comment.clause.key,
        "edition": comment.version.edition.number,
        "reply_to": comment.parent_id,
        "kind": comment.kind,
        "language": comment.language,
        "state": comment.state,
        # Hidden text is for moderators, and a file can be handed on.
        "text": None if comment.state in NOT_HANDED_OUT else comment.source,
        "quote": quote and {"language": quote.language, "words": quote.exact},
        "written_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at and comment.edited_at.isoformat(),
    }


def references_of(user: User) -> list[dict[str, Any]]:
    """Return the cross-references that a person proposed, as plain data; one query."""
    rows = CrossReference.objects.filter(author=user).select_related(
        "clause__document", "target_clause__document", "instrument", "part__document"
    )
    return [
        {
            "id": row.pk,
            "document": row.clause.document.slug,
            "clause": row.clause.key,
            "relation": row.relation,
            "target": str(row.target_clause or row.part or row.instrument),
            "locator": row.locator,
            "state": row.state,
            "note": row.note,
            "written_at": row.created_at.isoformat(),
        }
        for row in rows.order_by("pk")
    ]


@transaction.atomic
def give_up_contributions(user: User, *, erase: bool) -> None:
    """Take a person's name off everything they said; with `erase`, the words as well.

    Replies of others stay where they are; with `erase` they call the person a former
    participant where they mentioned the name. Erased words go from the record of edits
    too: it is otherwise never altered.
    """
    Visit.objects.filter(person=user).delete()
    Watch.objects.by(user).delete()
    Notice.objects.filter(person=user).delete()
    own = Comment.objects.by(user)
    if erase:
        _erase(own.values_list("pk", flat=True))
        _erase_requests(user)
        forget_mentions(user)
    own.update(author=None)
    _give_up_references(user, erase=erase)


def _give_up_references(user: User, *, erase: bool) -> None:
    """Take the name off references; with `erase` the notes go, and what nobody took up.

    What editors accepted stays: it is the portal's by then.
    """
    own = CrossReference.objects.filter(author=user)
    if erase:
        pks = list(own.values_list("pk", flat=True))
        quotes = list(own.exclude(quote=None).values_list("quote", flat=True))
        own.filter(state=CrossReference.State.PROPOSED).update(
            state=CrossReference.State.WITHDRAWN
        )
        own.update(note="", html="", quote=None)
        Quote.objects.filter(pk__in=quotes).delete()
        with pgtrigger.ignore(f"{REFERENCE_RECORD}:append_only"):
            record = apps.get_model(REFERENCE_RECORD)._default_manager
            record.filter(pgh_obj__in=pks).update(note="")
    CrossReference.objects.filter(decided_by=user).update(decided_by=None)
    own.update(author=None)


def _erase(pks: Any) -> None:
    comments = Comment.objects.filter(pk__in=list(pks))
    quotes = list(comments.exclude(quote=None).values_list("quote", flat=True))
    # What nobody could read leaves no trace; of the rest, the place stays.
    unseen = list(comments.never_shown().values_list("pk", flat=True))
    gone = Q(pk__in=unseen) | Q(state=Comment.State.REJECTED)
    nothing = {"source": "", "html": "", "quote": None, "edited_at": None}
    comments.exclude(gone).update(state=Comment.State.WITHDRAWN, **nothing)
    comments.filter(gone).update(state=Comment.State.REJECTED, **nothing)
    Quote.objects.filter(pk__in=quotes).delete()
    with pgtrigger.ignore(f"{RECORD}:append_only"):
        record = apps.get_model(RECORD)._default_manager
        record.filter(pgh_obj__in=comments).update(source="")


def _erase_requests(user: User) -> None:
    """Blank what a person told moderators; what was decided stays as it is."""
    Report.objects.filter(reporter=user).update(words="", reporter=None)
    Appeal.objects.filter(decision__person=user).update(words="")
