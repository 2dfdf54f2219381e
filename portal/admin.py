"""Admin site: its titles, and the admin of people and roles."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from commentary.models import Suspension, Visit
from documents.presenters.labels import enumerate_labels
from portal.mail.admin import QueuedMailAdmin
from portal.mail.models import QueuedMail
from portal.people.account_locks import lock_sender
from portal.people.accounts import (
    AccountChange,
    drop_second_factors,
    lock_administrators,
    replace_address,
    tell_of_change,
)
from portal.people.admin_forms import (
    PasswordChangeForm,
    PersonForm,
    UserCreationForm,
)
from portal.people.locking_admin import LockingAdmin
from portal.people.models import RoleGroup, User
from portal.people.roles import role_label, settle_staff

# In English only, and not for editors: `manage.py procrastinate shell` shows jobs.
admin.site.unregister(ProcrastinateJob)
admin.site.unregister(Group)  # RoleGroup below names them in every language
# Changed in the admin of the person, so that the two never differ.
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)
admin.site.register(QueuedMail, QueuedMailAdmin)

# Translators: the name of the administration's pages
admin.site.site_header = _("Clausebook administration")
# Translators: the same, in the window's title
admin.site.site_title = _("Clausebook administration")
# Translators: heading of the administration's first page
admin.site.index_title = _("What you can manage here")


class RoleFilter(admin.RelatedFieldListFilter):
    """Names roles in the interface language."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        groups = RoleGroup.objects.order_by("pk")
        return [(group.pk, str(group)) for group in groups]


class SuspendedFilter(admin.SimpleListFilter):
    # Translators: heading of a filter
    title = _("suspended")
    parameter_name = "suspended"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[User]
    ) -> QuerySet[User]:
        suspended = Exists(Suspension.objects.in_force().filter(person=OuterRef("pk")))
        match self.value():
            case "yes":
                return queryset.filter(suspended)
            case "no":
                return queryset.filter(~suspended)
            case _:
                return queryset


@admin.register(User)
class UserAdmin(LockingAdmin[User], DjangoUserAdmin[User]):
    """Django's UserAdmin for people with an e-mail address, no user name, and roles.

    Only superusers may make or change superusers.
    """

    form = PersonForm
    add_form = UserCreationForm
    change_password_form = PasswordChangeForm
    list_display = (
        "email",
        "display_name",
        "roles",
        "second_factor",
        "suspended",
        "last_seen",
        "is_active",
    )
    list_filter = (
        ("groups", RoleFilter),
        SuspendedFilter,
        "is_superuser",
        "is_active",
    )
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
        own = ("gives_up",) if obj == request.user else ()
        # The password is shown with a link to the page on which it is replaced.
        secret = ("password",) if self.has_change_permission(request, obj) else ()
        return (
            (None, {"fields": ("email", "display_name", *secret)}),
            (
                # Translators: heading of what a person may do
                _("Permissions"),
                {"fields": ("is_active", "groups", *own, "is_staff", *powers)},
            ),
            # Translators: heading: when a person joined and was last here
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if issubclass(form, PersonForm):
            form.changed_by = _person(request)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows = super().get_queryset(request).prefetch_related("groups")
        suspensions = Suspension.objects.in_force().filter(person=OuterRef("pk"))
        visits = Visit.objects.filter(person=OuterRef("pk")).order_by("-seen_at")
        return rows.annotate(
            has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
            is_suspended=Exists(suspensions),
            suspended_until=Subquery(suspensions.values("until")[:1]),
            seen_at=Greatest("last_login", Subquery(visits.values("seen_at")[:1])),
        )

    # Translators: heading of a column: the roles of a person
    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        names = [role_label(role.name) for role in person.groups.all()]
        return enumerate_labels(names) if names else ""

    # Translators: heading of a column: whether a person signs in with a second factor
    @admin.display(
        description=_("two-factor authentication"), boolean=True, ordering="has_factor"
    )
    def second_factor(self, person: Any) -> bool:
        return bool(person.has_factor)

    # Translators: heading of a column: until when an account is suspended
    @admin.display(description=_("suspended until"), ordering="suspended_until")
    def suspended(self, person: Any) -> Any:
        if not person.is_suspended:
            return ""
        # Translators: an account is suspended without an end
        return person.suspended_until or pgettext("suspended", "indefinitely")

    @admin.display(description=_("last seen"), ordering="seen_at")
    def last_seen(self, person: Any) -> Any:
        return person.seen_at

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        # One's own account is closed, on its own page; the last administrator's stays.
        return obj != request.user and super().has_delete_permission(request, obj)

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
        before = User.objects.filter(pk=id).first() if id.isdecimal() else None
        response = super().user_change_password(request, id, form_url)
        if before is not None:
            _tell_of_password(before)
        return response

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
        before = _read_rights(form.instance.pk)
        super().save_related(request, form, formsets, change)
        settle_staff(form.instance)
        is_other = "is_superuser" in form.changed_data
        if change and (is_other or before != _read_rights(form.instance.pk)):
            tell_of_change(form.instance, AccountChange.ROLES)


@admin.register(RoleGroup)
class RoleGroupAdmin(LockingAdmin[Group], GroupAdmin):
    """Groups as roles, with their permissions."""

    search_fields = ()
    ordering = ("pk",)


def _lock_both(request: HttpRequest, account: str | None) -> None:
    """On POST, lock an account and who changes it, in the one order of locks.

    With every administrator, so that the last two do not give up at once.
    """
    if request.method == "POST" and account and account.isdecimal():
        lock_administrators(int(account), _person(request).pk)


def _read_rights(person: int) -> tuple[set[int], set[int]]:
    """Return the roles and the single permissions of a person, as stored."""
    roles = User.groups.through.objects.filter(user=person)
    rights = User.user_permissions.through.objects.filter(user=person)
    return (
        set(roles.values_list("group", flat=True)),
        set(rights.values_list("permission", flat=True)),
    )


def _tell_of_password(before: User) -> None:
    now = User.objects.get(pk=before.pk)
    if now.password != before.password:
        tell_of_change(now, AccountChange.PASSWORD)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
