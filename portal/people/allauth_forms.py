"""Forms of allauth that are extended."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as webauthn
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# Translators: label of a field: what a person calls a security key
KEY_NAME = _("Key name")


class SignupForm(account.SignupForm):  # type: ignore[misc] # allauth is untyped
    """With a field that nobody sees: what fills in every field gives itself away."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        trap = self.fields["website"]
        trap.label = _("Leave this field empty")
        trap.widget.attrs.pop("style")  # the policy forbids it; shell.css hides it
        trap.widget.attrs["autocomplete"] = "off"

    def try_save(self, request: HttpRequest) -> Any:
        """As allauth does, with the same work for an address that has an account.

        Else the time of the answer would tell. What fills in every field makes no
        account, whatever the address.
        """
        if self.account_already_exists and not self.cleaned_data.get("website"):
            self._save_and_undo(request)
        return super().try_save(request)

    def _save_and_undo(self, request: HttpRequest) -> None:
        """Make an account with an address of nobody's, and take it back."""
        said = self.cleaned_data
        self.cleaned_data = {**said, "email": f"{uuid.uuid4()}@clausebook.invalid"}
        self.account_already_exists = False
        try:
            with transaction.atomic():
                self.save(request)
                transaction.set_rollback(True)
        finally:
            self.cleaned_data, self.account_already_exists = said, True


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
