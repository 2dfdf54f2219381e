"""Base classes of admins: links that open for their reader, read only, locking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models, transaction
from django.http import HttpRequest

from portal.people.account_locks import lock_sender

# No type parameter syntax: we run on Python 3.11.
Row = TypeVar("Row", bound=models.Model)


def may_open(request: HttpRequest, model: type[models.Model]) -> bool:
    """Return whether the reader may open the administration's pages of a model."""
    found = (
        admin.site.get_model_admin(model) if admin.site.is_registered(model) else None
    )
    return found is not None and found.has_view_or_change_permission(request)


class PermittedLinksAdmin(admin.ModelAdmin[Row]):
    """ModelAdmin that links a related row only for readers who may open its page.

    To others a read-only field shows the row's name; Django would link it for all.
    """

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Row | None = None,
    ) -> Any:
        form = context["adminform"]
        plain = {
            name: self._build_plain_field(name)
            for name in form.readonly_fields
            if self._leads_nowhere(request, name)
        }
        form.readonly_fields = [plain.get(name, name) for name in form.readonly_fields]
        form.fieldsets = [
            (heading, {**options, "fields": _replace(options["fields"], plain)})
            for heading, options in form.fieldsets
        ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        """Return a row; a form that names the column "" means its key, as without."""
        return super().get_object(request, object_id, from_field or None)

    def _leads_nowhere(self, request: HttpRequest, name: Any) -> bool:
        fields = {field.name: field for field in self.opts.concrete_fields}
        model = fields[name].related_model if name in fields else None
        return isinstance(model, type) and not may_open(request, model)

    def _build_plain_field(self, name: str) -> Callable[[Row], str]:
        label = str(label_for_field(name, self.model))

        @admin.display(description=label)
        def show(row: Row) -> str:
            related = getattr(row, name)
            return str(related) if related else str(self.get_empty_value_display())

        return show


class ReadOnlyAdmin(PermittedLinksAdmin[Row]):
    """ModelAdmin of rows that nobody adds, changes or deletes in the administration."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Row | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Row | None = None
    ) -> bool:
        return False


def _replace(fields: Any, plain: dict[str, Any]) -> list[Any]:
    """Return a fieldset's fields, of which some stand together on a line."""
    return [
        _replace(each, plain)
        if isinstance(each, list | tuple)
        else plain.get(each, each)
        for each in fields
    ]


class LockingAdmin(PermittedLinksAdmin[Row]):
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
