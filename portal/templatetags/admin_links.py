"""Template tag of the administration: where an entry of the log leads its reader."""

from __future__ import annotations

from typing import cast

from django import template
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest

from portal.people.locking_admin import may_open

register = template.Library()


@register.simple_tag(takes_context=True)
def page_of_entry(context: template.Context, entry: LogEntry) -> str:
    """Return the page of what an entry is about; "" when the reader may not open it."""
    model = entry.content_type.model_class() if entry.content_type else None
    if model is None or entry.is_deletion():
        return ""
    request = cast(HttpRequest, context["request"])
    return (entry.get_admin_url() or "") if may_open(request, model) else ""
