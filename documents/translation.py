"""Which fields have a column a language."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from documents.models import (
    ClauseVersion,
    Document,
    Edition,
    Instrument,
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
    fields = ("title", "short_title", "place", "cited_as")
