"""Template words about documents."""

from __future__ import annotations

from django import template

from documents.models import Translated
from documents.presenters.localized import LocalizedText, localized_field

register = template.Library()


@register.simple_tag
def wording(source: Translated, field: str) -> LocalizedText:
    """Return a field in the interface language, else in another one and its tag."""
    return localized_field(source, field)
