"""Template tags and filters of the account pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

register = template.Library()

# The sections of the account: (URL name of the first page, label).
PLACES = (
    # Translators: a part of one's account: name, languages, mails
    ("account-profile", _("Profile")),
    # Translators: a part of one's account
    ("account_email", _("E-mail address")),
    # Translators: a part of one's account
    ("account_change_password", pgettext_lazy("section of the account", "Password")),
    # Translators: a part of one's account: app, keys, recovery codes
    ("mfa_index", _("Two-factor authentication")),
    # Translators: a part of one's account: taking it away, closing the account
    ("account-data", _("My data")),
)


@register.filter
def control(field: BoundField) -> SafeString:
    """Return a field's widget without the placeholder that repeats its label."""
    return field.as_widget(attrs={"placeholder": ""})


@register.inclusion_tag("account/includes/places.html", takes_context=True)
def account_places(context: RequestContext) -> dict[str, Any]:
    """Render the sections of the account, the current one marked."""
    here = context["request"].path
    urls = [(reverse(name), label) for name, label in PLACES]
    return {
        "places": [
            {"url": url, "label": label, "is_here": here.startswith(url)}
            for url, label in urls
        ]
    }
