"""Which fields of commentary have a column a language."""

from __future__ import annotations

from django.conf import settings
from modeltranslation.translator import TranslationOptions, register

from commentary.models import MessageTemplate


@register(MessageTemplate)
class MessageTemplateTranslation(TranslationOptions):
    fields = ("title", "text")
    # Authors are written to in the language of their interface.
    required_languages = tuple(code for code, _name in settings.LANGUAGES)
