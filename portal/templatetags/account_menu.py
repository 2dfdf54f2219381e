"""Template tags of the shell: the account menu and messages, which are one's own."""

from __future__ import annotations

from typing import cast

from django import template
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.context import Context
from django.utils.safestring import SafeString

from documents.presenters.personal import Own, Slot, Values, render_personal
from portal.people.models import User

register = template.Library()
MENU = "includes/account_menu.html"
MESSAGES = "includes/messages.html"


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> SafeString:
    """Render the menu of who is signed in."""
    return render_personal(context, Slot(MENU, {"is_replacing": False}, read_account))


def read_account(request: HttpRequest, _values: Values) -> Own:
    """Return what the account menu shows of who is signed in."""
    user = cast(User, request.user)
    return {"name": user.public_name or user.email, "is_staff": user.is_staff}


@register.simple_tag(takes_context=True)
def messages_shown(context: Context) -> SafeString:
    """Render what was said to this visitor in the course of their last steps."""
    return render_personal(context, Slot(MESSAGES, {}, _read_messages))


def _read_messages(request: HttpRequest, _values: Values) -> Own:
    said = get_messages(request)
    return {"messages": tuple((each.tags, str(each.message)) for each in said)}
