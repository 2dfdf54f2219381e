"""What the record still knows of drafts that were discarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from documents.models import Document


@dataclass(frozen=True, slots=True)
class Discarded:
    """A draft that is no more: whose it was, and who discarded it, "" if unknown."""

    document: str
    number: int
    when: datetime
    who: str


def discarded_edition(pk: int) -> Discarded | None:
    """Return what is known of a draft that was deleted; None when there was none."""
    event = _deletion("edition", pk)
    if event is None:
        return None
    document = Document.objects.filter(pk=event.document_id).first()
    return Discarded(
        document=str(document or f"#{event.document_id}"),
        number=event.number,
        when=event.pgh_created_at,
        who=_who(event),
    )


def edition_of_text(pk: int) -> int | None:
    """Return the edition in which a clause's text was deleted; None if in none."""
    event = _deletion("clauseversion", pk)
    return event.edition_id if event else None


def _deletion(model: str, pk: int) -> Any:
    event: Any = apps.get_model("documents", f"{model}event")
    return event.objects.filter(pgh_label="delete", id=pk).order_by("pgh_id").last()


def _who(event: Any) -> str:
    pk = (event.pgh_context or {}).get("user")
    person = get_user_model()._default_manager.filter(pk=pk).first() if pk else None
    return str(person or "")
