"""What a new edition does to cross-references: found, and asked to be looked at."""

from __future__ import annotations

from typing import Any

from commentary.services import detect_references, mark_for_another_look
from documents.models import Edition
from documents.signals import edition_published


def connect() -> None:
    """Listen to what `documents` says of editions."""
    edition_published.connect(_keep_up, dispatch_uid="commentary.references")


def _keep_up(sender: object, *, edition: Edition, **_named: Any) -> None:
    detect_references(edition)
    mark_for_another_look(edition)
