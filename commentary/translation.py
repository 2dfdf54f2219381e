"""Translated fields of commentary: which have a column for each language."""

from __future__ import annotations

from django.conf import settings
from modeltranslation.translator import TranslationOptions, register

from commentary.models import MessageTemplate


@register(MessageTemplate)
class MessageTemplateTranslation(TranslationOptions):
    fields = ("title", "text")
    # Moderators write to authors in the author's interface language.
    required_languages = tuple(code for code, _name in settings.LANGUAGES)
