"""Log of moderation decisions as files: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final

from commentary.models import Decision

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
# What a spreadsheet would take for a formula.
FORMULA: Final = tuple("=+-@＝＋－＠")


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
    """Yield the lines of a CSV file (RFC 4180) that spreadsheets read as UTF-8."""
    yield "\ufeff" + _build_line(COLUMNS)
    for decision in decisions:
        yield _build_line(_disarm(value) for value in row_of(decision).values())


def as_json(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the pieces of a JSON array of objects."""
    opening = "[\n"
    for decision in decisions:
        yield opening + json.dumps(row_of(decision), ensure_ascii=False)
        opening = ",\n"
    yield "\n]\n" if opening != "[\n" else "[]\n"


def _build_line(values: Iterable[Any]) -> str:
    line = StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def _disarm(value: Any) -> Any:
    """Return a value that no spreadsheet runs: a formula is made a text.

    Some spreadsheets pass over white space before it, others take it for a cell's end.
    """
    if not isinstance(value, str):
        return value
    is_formula = value.lstrip().startswith(FORMULA) or value.startswith(("\t", "\r"))
    return f"'{value}" if is_formula else value
