"""Forms of allauth that are extended."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# Translators: label of a field: what a person calls a security key
KEY_NAME = _("Key name")


class SignupForm(account.SignupForm):  # type: ignore[misc] # allauth is untyped
    """With a field that nobody sees: what fills in every field gives itself away."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        trap = self.fields["website"]
        trap.label = _("Leave this field empty")
        trap.widget.attrs.pop("style")  # the policy forbids it; shell.css hides it
        trap.widget.attrs["autocomplete"] = "off"

    def try_save(self, request: HttpRequest) -> Any:
        """As allauth does, and as long for an address that has an account.

        Else the time of the answer would tell: hashing is most of it.
        """
        if self.account_already_exists and "password1" in self.cleaned_data:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class FirstSignupForm(SignupForm):
    """Signing up with a first comment: a name that others see, and no password yet."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["password1"]
        name = self.fields["display_name"]
        name.required, name.help_text = True, ""
        self.order_fields(["display_name", "email"])


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc] # allauth is untyped
    """Asks for the name in the reader's language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = KEY_NAME


class EditKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc] # allauth is untyped
    """Asks for the name in the reader's language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = KEY_NAME
