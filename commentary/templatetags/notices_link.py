"""Template tag of the link to one's notices, in the head of every page."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString

from commentary.notices.unread import count_unread
from documents.presenters.personal import Own, Slot, Values, render_personal

register = template.Library()
LINK = "commentary/notices/includes/notices.html"


@register.simple_tag(takes_context=True)
def notices_link(context: Context) -> SafeString:
    """Render the link of who is signed in, with the number of unread notices."""
    return render_personal(context, Slot(LINK, {}, _read))


def _read(request: HttpRequest, _values: Values) -> Own:
    return {"unread_notices": count_unread(request)}
