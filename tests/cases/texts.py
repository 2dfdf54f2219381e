"""Judge of redlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from documents.comparing import SegmentKind, redline


def judge_redline(case: Mapping[str, Any]) -> str:
    """Words must be within deletions or insertions, or in no deletion."""
    said, expected = case["input"], case["expected"]
    segments = redline(said["before"], said["after"], case["language"])
    deleted = [each.text for each in segments if each.kind is SegmentKind.DELETED]
    inserted = [each.text for each in segments if each.kind is SegmentKind.INSERTED]
    wrong = [w for w in expected.get("not_deleted", ()) if _is_within(w, deleted)]
    missing = [
        word
        for name, pieces in (("deleted", deleted), ("inserted", inserted))
        for word in expected.get(name, ())
        if not _is_within(word, pieces)
    ]
    if not wrong and not missing:
        return ""
    return f"deleted {deleted!r}, inserted {inserted!r}"


def _is_within(word: str, pieces: list[str]) -> bool:
    return any(word in piece for piece in pieces)
