"""What the forms about accounts need to be printed."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Return a field's control without the placeholder that repeats its label."""
    return field.as_widget(attrs={"placeholder": ""})
