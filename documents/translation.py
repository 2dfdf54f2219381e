"""Translated fields of documents, and the models whose changes are recorded for audit.

Both stand here because of their order: a model tracked before its translated columns
exist would be recorded without them.
"""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models
from modeltranslation.translator import TranslationOptions, register

from documents.languages import LANGUAGES
from documents.models import (
    ClauseVersion,
    Derivation,
    Document,
    Edition,
    Instrument,
    InstrumentFact,
    LanguageVersion,
    Part,
    Relation,
    Term,
    Withdrawal,
)
from documents.models.metadata import METADATA


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = (
        "title",
        "short_title",
        "organs",
        "session",
        "subjects",
        "agenda_item",
    )


@register(Part)
class PartTranslation(TranslationOptions):
    fields = ("title",)


@register(Edition)
class EditionTranslation(TranslationOptions):
    fields = ("label", "note")


@register(LanguageVersion)
class LanguageVersionTranslation(TranslationOptions):
    fields = ("credit", "source")


@register(ClauseVersion)
class ClauseVersionTranslation(TranslationOptions):
    fields = ("number", "text", "digest", "page")


@register(Instrument)
class InstrumentTranslation(TranslationOptions):
    fields = (
        "title",
        "short_title",
        "official_name",
        "place",
        "cited_as",
        "referred_to_as",
    )


@register(InstrumentFact)
class InstrumentFactTranslation(TranslationOptions):
    fields = ("source",)


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "abbreviation", "forms", "source", "verified", "note")


@register(Withdrawal)
class WithdrawalTranslation(TranslationOptions):
    fields = ("reason", "undone_reason")


# --- Audit: who changed what in a draft, and when

# The columns an editor sets; the place also changes when another clause moves.
DECIDED = (
    "kind",
    "depth",
    *(f"{field}_{lang.suffix}" for field in ("number", "text") for lang in LANGUAGES),
)
# Base columns of translated fields are never read; digests come with publication, and
# pages with the file, whose digest is recorded.
UNRECORDED = {
    ClauseVersion: (
        "number",
        "text",
        "digest",
        "page",
        *(f"digest_{lang.suffix}" for lang in LANGUAGES),
        *(f"page_{lang.suffix}" for lang in LANGUAGES),
    ),
    LanguageVersion: ("credit", "source", "received"),
    # The slug of publication is in the manifest.
    Edition: ("label", "note", "published_slug"),
    # What is printed is recorded with the clauses that print it.
    Document: tuple(
        field.name
        for field in Document._meta.concrete_fields
        if field.name not in ("id", *METADATA)
    ),
}


def record(model: type[models.Model], *trackers: pghistory.Tracker) -> None:
    """Track a model's changes in an append-only event table (django-pghistory).

    The context (who did it) is in the event's own row: one in a table of its own could
    be changed.
    """
    options: Any = {
        "exclude": list(UNRECORDED.get(model, ())),
        "append_only": True,
        "context_field": pghistory.ContextJSONField(),
        "context_id_field": pghistory.ContextUUIDField(),
        "meta": {"default_permissions": ()},
    }
    pghistory.track(*trackers, **options)(model)


record(
    ClauseVersion,
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(*DECIDED)),
    pghistory.DeleteEvent(),
    pghistory.ManualEvent("move"),  # type: ignore[no-untyped-call] # theirs
)
for each in (LanguageVersion, Edition):
    record(
        each, pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    )
record(
    Document,
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(*METADATA)),
)
record(Relation, pghistory.InsertEvent(), pghistory.DeleteEvent())
record(Derivation, pghistory.InsertEvent(), pghistory.DeleteEvent())
