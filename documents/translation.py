"""Which fields have a column a language, and what is recorded of drafts.

Recording stands here because it must see the columns that registering makes: a model
tracked before that would be recorded without its texts.
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
)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "organs", "session", "agenda_item")


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
    fields = ("number", "text", "digest")


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


# --- Records: who changed what in a draft, and when

# What an editor decides; a place changes as well when another clause moves.
DECIDED = (
    "kind",
    "depth",
    *(f"{field}_{lang.suffix}" for field in ("number", "text") for lang in LANGUAGES),
)
# A translated field's base column is never read; digests come with publication.
UNRECORDED = {
    ClauseVersion: (
        "number",
        "text",
        "digest",
        *(f"digest_{lang.suffix}" for lang in LANGUAGES),
    ),
    LanguageVersion: ("credit", "source"),
    Edition: ("label", "note"),
}


def record(model: type[models.Model], *trackers: pghistory.Tracker) -> None:
    """Let the database record what becomes of a model's rows, for good.

    Who did it stands in the record itself, which cannot be altered: a context in a
    table of its own could be.
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
record(Derivation, pghistory.InsertEvent(), pghistory.DeleteEvent())
