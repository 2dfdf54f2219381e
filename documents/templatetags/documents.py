"""Template filters for documents."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from documents.models import Translated
from documents.presenters.labels import enumerate_labels
from documents.presenters.localized import LocalizedText, localized_field

register = template.Library()


@register.filter
def enumerated(labels: Iterable[str]) -> str:
    """Join labels as the active language does: "para. 1, para. 2"; 第1段、第2段."""
    return enumerate_labels(labels)


@register.simple_tag
def wording(source: Translated, field: str) -> LocalizedText:
    """Return a field as LocalizedText: in the interface language or another."""
    return localized_field(source, field)
