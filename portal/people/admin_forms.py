"""Forms of the admin of people: adding one, and changing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.accounts import (
    LAST_ADMINISTRATOR,
    administers,
    is_last_administrator,
)
from portal.people.models import User
from portal.people.roles import Role

if TYPE_CHECKING:
    CreationForm = AdminUserCreationForm[User]
    ChangeForm = UserChangeForm[User]
    PasswordForm = AdminPasswordChangeForm[User]
else:  # generic for type checkers only
    CreationForm = AdminUserCreationForm
    ChangeForm = UserChangeForm
    PasswordForm = AdminPasswordChangeForm


class UserCreationForm(CreationForm):
    """Asks for an e-mail address instead of a user name."""

    class Meta:
        model = User
        fields = ("email", "display_name")


class PasswordChangeForm(PasswordForm):
    """Django's form, with its warning in the interface language.

    Django builds the help text when it is imported, in English.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("usable_password"):
            field.help_text = format_html(
                # The script of Django's page shows the warning by its id.
                '{}<ul id="id_unusable_warning" class="messagelist">'
                '<li class="warning">{}</li></ul>',
                UserCreationForm.usable_password_help_text,
                gettext("If you disable it, the current password is lost."),
            )


class PersonForm(ChangeForm):
    """Asks before people give up their own administration; refuses the last one."""

    changed_by: User  # set by the admin

    gives_up = forms.BooleanField(
        label=_("I give up administering the portal"),
        required=False,
        help_text=_(
            "Tick this to take the administrator role from yourself or to deactivate"
            " your own account."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk == self.changed_by.pk and self._drops_administration():
            if is_last_administrator(self.instance):
                raise ValidationError(LAST_ADMINISTRATOR)
            if not cleaned.get("gives_up"):
                text = gettext(
                    "You would no longer be an administrator. If you want this, tick"
                    " the box to confirm it."
                )
                self.add_error("gives_up", text)
        return cleaned

    def _drops_administration(self) -> bool:
        """Return whether the form takes administration from who has it."""
        said, person = self.cleaned_data, self.instance
        if not administers(person):
            return False
        stays_superuser = said.get("is_superuser", person.is_superuser)
        roles = {role.name for role in said.get("groups", ())}
        stays = stays_superuser or (
            Role.ADMINISTRATOR in roles and not person.is_superuser
        )
        return not (stays and said.get("is_active"))
