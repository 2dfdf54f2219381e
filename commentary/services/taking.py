"""What else is kept of a person than what they said, for them to take along.

Plain data, ready for JSON; each function makes one query.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps

from commentary.models import Appeal, Decision, Notice, Report, Visit, Watch

if TYPE_CHECKING:
    from portal.models import User

RECORD = "commentary.CommentEvent"


def kept_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return everything by kind; nothing that others said, and no notes on a case."""
    return {
        "earlier_texts": list(_earlier_texts(user)),
        "watches": list(_watches(user)),
        "notices": list(_notices(user)),
        "visits": list(_visits(user)),
        "reports": list(_reports(user)),
        "decisions": list(_decisions(user)),
        "appeals": list(_appeals(user)),
    }


def _earlier_texts(user: User) -> Iterator[dict[str, Any]]:
    record: Any = apps.get_model(RECORD)._default_manager
    for event in record.filter(pgh_obj__author=user).order_by("pgh_id"):
        yield {
            "comment": event.pgh_obj_id,
            "revision": event.revision,
            "kind": event.kind,
            "language": event.language,
            "state": event.state,
            "text": event.source,
            "at": _time(event.pgh_created_at),
        }


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
