"""Template tag of what changes beside the text by what is sent from the panel."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from commentary.reading.panel import Tab, updates_context

register = template.Library()


@register.simple_tag(takes_context=True)
def panel_updates(context: Context, tab: str) -> SafeString:
    """Render the tabs, the margin and the texts of a clause for htmx to lay in.

    Nothing unless this answers what was sent from the panel, which shows `tab`.
    """
    request, clause = context["request"], context["clause"]
    own = updates_context(request, clause, context["edition"], Tab(tab))
    if own is None:
        return mark_safe("")
    return render_to_string("commentary/reading/panel_updates.html", own)
