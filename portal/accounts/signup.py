"""allauth's form for signing up, fit for a page that allows no inline style."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as TheirForm
from django.utils.translation import gettext_lazy as _


class SignupForm(TheirForm):  # type: ignore[misc] # allauth is untyped
    """With a field that nobody sees: what fills in every field gives itself away."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        trap = self.fields["website"]
        trap.label = _("Leave this field empty")
        trap.widget.attrs.pop("style")  # the policy forbids it; shell.css hides it
        trap.widget.attrs["autocomplete"] = "off"
