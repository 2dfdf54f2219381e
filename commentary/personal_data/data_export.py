"""Data export: a person's contributions and the other data stored about them.

Plain data, ready for JSON; each function makes one query unless it states more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from commentary.audit import (
    confirmations_by,
    decisions_by,
    hidings_by,
    texts_by,
)
from commentary.models import (
    Appeal,
    Comment,
    CrossReference,
    Decision,
    Notice,
    Report,
    SavedSearch,
    Visit,
    Watch,
)
from commentary.permissions import moderates
from portal.people.models import User

# States whose text only moderators may read: it is not exported to its author either.
MODERATORS_ONLY = (Comment.State.HIDDEN, Comment.State.REJECTED)


def export_contributions(user: User) -> list[dict[str, Any]]:
    """Return the person's comments and references, oldest first; two queries."""
    rows = Comment.objects.by(user).with_quoted_words(user).with_place()
    return [_as_data(comment) for comment in rows.order_by("created_at", "pk")]


def _as_data(comment: Any) -> dict[str, Any]:
    is_open = comment.state not in MODERATORS_ONLY
    quote = comment.quote if is_open else None
    return {
        "id": comment.pk,
        "document": comment.clause.document.slug,
        "clause": comment.clause.key,
        "edition": comment.version.edition.number,
        "reply_to": comment.parent_id,
        "kind": comment.kind,
        "language": comment.language,
        "state": comment.state,
        "text": comment.source if is_open else None,
        "quote": quote and {"language": quote.language, "words": quote.exact},
        "quoted_from_answered": (is_open and comment.quoted_words) or None,
        "written_at": _time(comment.created_at),
        "edited_at": _time(comment.edited_at),
    }


def references_of(user: User) -> list[dict[str, Any]]:
    """Return the cross-references that a person proposed; one query.

    With the reasons of the latest decision and confirmation. What is written in a
    hidden one is None.
    """
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
            "hidden": row.is_hidden,
            "note": None if row.is_hidden else row.note,
            "reason": None if row.is_hidden else row.reason,
            "confirmation": None if row.is_hidden else row.confirmation,
            "written_at": _time(row.created_at),
        }
        for row in rows.order_by("pk")
    ]


def export_activity(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return the person's other data by kind (earlier texts, watches, notices, …).

    Nothing that others wrote except decisions about the person; one query for each
    kind.
    """
    return {
        "earlier_texts": list(_earlier_texts(user)),
        "watches": list(_watches(user)),
        "saved_searches": list(_saved_searches(user)),
        "notices": list(_notices(user)),
        "visits": list(_visits(user)),
        "reports": list(_reports(user)),
        "decisions": list(_decisions(user)),
        "reference_decisions": list(_reasons(user, decisions_by(user))),
        "reference_confirmations": list(_reasons(user, confirmations_by(user))),
        "reference_hidings": list(_reasons(user, hidings_by(user))),
        "appeals": list(_appeals(user)),
    }


def _earlier_texts(user: User) -> Iterator[dict[str, Any]]:
    """Yield the recorded texts of the person's comments; none of hidden comments."""
    names = ("comment", "revision", "kind", "language", "state", "text")
    for *values, at in texts_by(user, except_in=MODERATORS_ONLY):
        yield {**dict(zip(names, values, strict=True)), "at": _time(at)}


def _watches(user: User) -> Iterator[dict[str, Any]]:
    rows = Watch.objects.by(user).select_related("document", "clause", "part")
    for watch in rows.order_by("pk"):
        yield {
            "document": watch.document and watch.document.slug,
            "part": watch.part_id,
            "clause": watch.clause and watch.clause.key,
            "thread": watch.thread_id,
            "since": _time(watch.created_at),
        }


def _saved_searches(user: User) -> Iterator[dict[str, Any]]:
    rows = SavedSearch.objects.by(user).select_related("document")
    for search in rows.order_by("pk"):
        yield {**search.parameters, "saved_at": _time(search.created_at)}


def _notices(user: User) -> Iterator[dict[str, Any]]:
    rows = Notice.objects.filter(person=user).select_related("document", "edition")
    for notice in rows.order_by("pk"):
        yield {
            "kind": notice.kind,
            "document": notice.document.slug,
            "comment": notice.comment_id,
            "edition": notice.edition and notice.edition.number,
            "told_at": _time(notice.created_at),
            "read_at": _time(notice.read_at),
            "mailed_at": _time(notice.mailed_at),
        }


def _visits(user: User) -> Iterator[dict[str, Any]]:
    rows = Visit.objects.filter(person=user).select_related("document")
    for visit in rows.order_by("pk"):
        yield {
            "document": visit.document.slug,
            "seen_at": _time(visit.seen_at),
            "before": _time(visit.before),
        }


def _reports(user: User) -> Iterator[dict[str, Any]]:
    for report in Report.objects.filter(reporter=user).order_by("pk"):
        yield {
            "comment": report.comment_id,
            "revision": report.revision,
            "reason": report.reason,
            "words": report.words,
            "reported_at": _time(report.created_at),
        }


def _decisions(user: User) -> Iterator[dict[str, Any]]:
    for decision in Decision.objects.filter(person=user).order_by("pk"):
        yield {
            "id": decision.pk,
            "decision": decision.action,
            "comment": decision.comment_id,
            "revision": decision.revision,
            "reason": decision.reason,
            "message": decision.message,
            "until": _time(decision.until),
            "made_at": _time(decision.made_at),
        }


def _reasons(user: User, said: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Yield what the person decided about references, also about those of others.

    The reason, which may repeat what was hidden, is None of a reference that is hidden
    now, except for moderators.
    """
    reads_hidden = moderates(user)
    for reference, state, reason, hidden, is_hidden, at in said:
        yield {
            "reference": reference,
            "state": state,
            "hidden": hidden,
            "reason": reason if reads_hidden or not is_hidden else None,
            "decided_at": _time(at),
        }


def _appeals(user: User) -> Iterator[dict[str, Any]]:
    for appeal in Appeal.objects.filter(decision__person=user).order_by("pk"):
        yield {
            "decision": appeal.decision_id,
            "words": appeal.words,
            "answered_by": appeal.answer_id,
            "appealed_at": _time(appeal.created_at),
        }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
