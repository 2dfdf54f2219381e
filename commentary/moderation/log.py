"""Log of moderation decisions as files: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from commentary.models import Decision
from documents.exports.spreadsheets import csv_lines

COLUMNS: Final = (
    "id",
    "made_at",
    "moderator_id",
    "moderator",
    "action",
    "comment_id",
    "revision",
    "document",
    "clause",
    "person_id",
    "person",
    "reason",
    "template",
    "message",
    "note",
    "until",
)


def row_of(decision: Decision) -> dict[str, Any]:
    """Return a decision, read with `for_log`, as plain values; no query.

    Neither addresses of people nor texts of comments are in it.
    """
    comment, person, until = decision.comment, decision.person, decision.until
    return {
        "id": decision.pk,
        "made_at": decision.made_at.isoformat(),
        "moderator_id": decision.moderator_id,
        "moderator": decision.moderator.display_name,
        "action": decision.action,
        "comment_id": decision.comment_id,
        "revision": decision.revision if comment else None,
        "document": comment.clause.document.slug if comment else None,
        "clause": comment.clause.key if comment else None,
        "person_id": decision.person_id,
        "person": person.display_name if person else None,
        "reason": decision.reason,
        "template": decision.template,
        "message": decision.message,
        "note": decision.note,
        "until": until.isoformat() if until else None,
    }


def as_csv(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    rows = (row_of(decision).values() for decision in decisions)
    yield from csv_lines(chain([COLUMNS], rows))


def as_json(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the pieces of a JSON array of objects."""
    opening = "[\n"
    for decision in decisions:
        yield opening + json.dumps(row_of(decision), ensure_ascii=False)
        opening = ",\n"
    yield "\n]\n" if opening != "[\n" else "[]\n"
