"""What a new edition does to cross-references: marked then, told before."""

from __future__ import annotations

from typing import Any

from commentary.services import mark_for_another_look
from documents.models import Edition
from documents.signals import edition_published


def connect() -> None:
    """Listen to what `documents` says of editions."""
    edition_published.connect(_look_again, dispatch_uid="commentary.references")


def _look_again(sender: object, *, edition: Edition, **_named: Any) -> None:
    mark_for_another_look(edition)
