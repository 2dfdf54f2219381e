"""Admin of mail: what did not go out, why, and trying it again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.mail.models import QueuedMail, QueuedMailQuerySet
from portal.mail.queue import try_again
from portal.people.locking_admin import ReadOnlyAdmin


class QueuedMailAdmin(ReadOnlyAdmin[QueuedMail]):
    """Lists failed mail for those who may change accounts; a message is never shown.

    It may have a sign-in code.
    """

    list_display = ("created_at", "written_to", "failed_at", "failure", "is_given_up")
    list_display_links = None
    list_filter = ("is_given_up",)
    ordering = ("-failed_at",)
    actions = ("deliver_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueuedMail]:
        return super().get_queryset(request).filter(failed_at__isnull=False)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow none that would tell of what a message says."""
        is_of_message = lookup.startswith("message")
        return not is_of_message and super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("recipients"))
    def written_to(self, mail: QueuedMail) -> str:
        return ", ".join(mail.recipients)

    @admin.action(description=_("Try again to deliver"), permissions=["view"])
    def deliver_again(self, request: HttpRequest, mails: QueuedMailQuerySet) -> None:
        count = try_again(mails)
        message = ngettext(
            "%(count)s e-mail will be tried again at once.",
            "%(count)s e-mails will be tried again at once.",
            count,
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and request.user.has_perm("portal.change_user")
