"""Admin site: its titles, and the admin of people and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.people.account_locks import lock_people, lock_sender
from portal.people.accounts import drop_second_factors, replace_address
from portal.people.locking_admin import LockingAdmin
from portal.people.models import RoleGroup, User
from portal.people.roles import settle_staff

if TYPE_CHECKING:
    CreationForm = AdminUserCreationForm[User]
else:  # generic for type checkers only
    CreationForm = AdminUserCreationForm

# In English only, and not for editors: `manage.py procrastinate shell` shows jobs.
admin.site.unregister(ProcrastinateJob)
admin.site.unregister(Group)  # RoleGroup below names them in every language
# Changed in the admin of the person, so that the two never differ.
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)

# Translators: the name of the administration's pages
admin.site.site_header = _("Clausebook administration")
# Translators: the same, in the window's title
admin.site.site_title = _("Clausebook administration")
# Translators: heading of the administration's first page
admin.site.index_title = _("What you can manage here")


class UserCreationForm(CreationForm):
    """Asks for an e-mail address instead of a user name."""

    class Meta:
        model = User
        fields = ("email", "display_name")


class RoleFilter(admin.RelatedFieldListFilter):
    """Names roles in the interface language."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        groups = RoleGroup.objects.order_by("pk")
        return [(group.pk, str(group)) for group in groups]


@admin.register(User)
class UserAdmin(LockingAdmin[User], DjangoUserAdmin[User]):
    """Django's UserAdmin for people with an e-mail address, no user name, and roles.

    Only superusers may make or change superusers.
    """

    add_form = UserCreationForm
    list_display = ("email", "display_name", "is_staff", "is_active", "last_login")
    list_filter = (("groups", RoleFilter), "is_superuser", "is_active")
    search_fields = ("email", "display_name")
    ordering = ("email",)
    readonly_fields = ("is_staff", "last_login", "date_joined")
    actions = ("drop_factors",)
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

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        everything = ("is_superuser", "user_permissions")
        powers = everything if _person(request).is_superuser else ()
        # The password is shown with a link to the page on which it is replaced.
        secret = ("password",) if self.has_change_permission(request, obj) else ()
        return (
            (None, {"fields": ("email", "display_name", *secret)}),
            (
                # Translators: heading of what a person may do
                _("Permissions"),
                {"fields": ("is_active", "groups", "is_staff", *powers)},
            ),
            # Translators: heading: when a person joined and was last here
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        )

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is not None and obj.closed_at:
            return False
        above = obj is not None and obj.is_superuser
        return allowed and (not above or _person(request).is_superuser)

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Lock the account, so that one closed at the same time gets no rights back."""
        _lock_both(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @transaction.atomic
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> Any:
        """Lock the account: Django stores the whole of it with the password."""
        _lock_both(request, id)
        lock_sender(request)
        return super().user_change_password(request, id, form_url)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.name == "groups":
            options["queryset"] = RoleGroup.objects.order_by("pk")
        return super().formfield_for_manytomany(db_field, request, **options)

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            replace_address(obj)

    # Translators: an action on the chosen people
    @admin.action(
        description=_("Turn off two-factor authentication"), permissions=["change"]
    )
    def drop_factors(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Remove second factors of people who lost them and proved their identity."""
        allowed = [each for each in people if self.has_change_permission(request, each)]
        helped = [each for each in allowed if drop_second_factors(each)]
        for each in helped:
            self.log_change(
                request, each, gettext("Two-factor authentication has been turned off.")
            )
        message = ngettext(
            "Two-factor authentication was turned off for %(count)s person.",
            "Two-factor authentication was turned off for %(count)s people.",
            len(helped),
        )
        self.message_user(request, message % {"count": len(helped)})

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        settle_staff(form.instance)


@admin.register(RoleGroup)
class RoleGroupAdmin(LockingAdmin[Group], GroupAdmin):
    """Groups as roles, with their permissions."""

    search_fields = ()
    ordering = ("pk",)


def _lock_both(request: HttpRequest, account: str | None) -> None:
    """On POST, lock an account and who changes it, in the one order of locks."""
    if request.method == "POST" and account and account.isdecimal():
        lock_people([int(account), _person(request).pk])


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
