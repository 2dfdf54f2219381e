"""Which fields of commentary have a column a language."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from commentary.models import MessageTemplate
from documents.languages import CODES


@register(MessageTemplate)
class MessageTemplateTranslation(TranslationOptions):
    fields = ("title", "text")
    required_languages = CODES  # authors are written to in their own
