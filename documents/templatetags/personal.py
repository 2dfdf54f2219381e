"""Template tag of what is a person's own on a page."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from documents.presenters.personal import render_personal

register = template.Library()


@register.simple_tag(takes_context=True)
def personal(context: Context, include: str) -> SafeString:
    """Render an include about who is signed in; see documents.presenters.personal."""
    return render_personal(context, include)
