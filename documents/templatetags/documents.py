"""Template filters for documents."""

from __future__ import annotations

from django import template

from documents.models import Translated
from documents.presenters.localized import LocalizedText, localized_field

register = template.Library()


@register.simple_tag
def wording(source: Translated, field: str) -> LocalizedText:
    """Return a field as LocalizedText: in the interface language or another."""
    return localized_field(source, field)
