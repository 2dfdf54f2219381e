"""Honeypot: a form field that people do not see and programs fill in.

A browser that fills in forms may fill it too: so nothing is dropped silently. The form
comes back with everything that was typed, the field shown and explained.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NAME = "website"  # what a program expects to be asked for


class Honeypot(forms.Form):
    """Mixed into a form before its own base; see includes/honeypot.html."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        """Refuse what no person would send."""
        if self.cleaned_data[NAME]:
            field = self.fields[NAME]
            del field.widget.attrs["tabindex"]  # it is shown now, to be emptied
            raise forms.ValidationError(
                gettext(
                    "This field is a trap for spam programs. Clear it and submit"
                    " the form again; what you wrote has been kept."
                )
            )
        return ""
