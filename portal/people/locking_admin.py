"""Admin that locks the account of whoever sends a form, before anything is written."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from portal.people.account_locks import lock_sender

# No type parameter syntax: we run on Python 3.11.
Row = TypeVar("Row", bound=models.Model)


class LockingAdmin(admin.ModelAdmin[Row]):
    """ModelAdmin whose permissions are asked again under the lock of the sender.

    Each page is one transaction. Views of its own are locked by themselves.
    """

    @transaction.atomic
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        lock_sender(request)
        return super().changelist_view(request, extra_context)

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        lock_sender(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @transaction.atomic
    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        lock_sender(request)
        return super().delete_view(request, object_id, extra_context)
