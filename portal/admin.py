"""The administration's name, and the people in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.models import User

if TYPE_CHECKING:
    CreationForm = AdminUserCreationForm[User]
else:  # generic for type checkers only
    CreationForm = AdminUserCreationForm

# In English only, and no matter of editors: `manage.py procrastinate shell` shows jobs.
admin.site.unregister(ProcrastinateJob)

# Translators: the name of the administration's pages
admin.site.site_header = _("Clausebook administration")
# Translators: the same, in the window's title
admin.site.site_title = _("Clausebook administration")
# Translators: heading of the administration's first page
admin.site.index_title = _("What can be managed here")


class UserCreationForm(CreationForm):
    """Asks for the address that a person signs in with."""

    class Meta:
        model = User
        fields = ("email", "display_name")


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """Django's, for people who have an address and no user name."""

    add_form = UserCreationForm
    list_display = ("email", "display_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("email", "display_name")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        (
            # Translators: heading of what a person may do
            _("Permissions"),
            {
                "fields": (
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        # Translators: heading: when a person joined and was last here
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "email",
                    "display_name",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
