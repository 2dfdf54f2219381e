"""Template words about documents."""

from __future__ import annotations

from django import template

from documents.models import Translated
from documents.wording import Wording, best_wording

register = template.Library()


@register.simple_tag
def wording(source: Translated, field: str) -> Wording:
    """Return a field in the interface language, else in another one and its tag."""
    return best_wording(source, field)
