"""What tests of the administration share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from documents.models import (
    Clause,
    ClauseVersion,
    Document,
    Edition,
    Instrument,
    LanguageVersion,
    Part,
)
from portal.people.models import User
from tests.base import signed_in

TEXTS = Path(__file__).resolve().parents[3] / "documents/texts/letter-2006-09-08"
MODELS = (
    Document,
    Part,
    Clause,
    Edition,
    LanguageVersion,
    ClauseVersion,
    Instrument,
)
IMPORT = "/admin/documents/document/import/"
FROZEN = "This edition has been published, so its text can no longer be changed."


def administrator() -> Client:
    """Anna administers everything."""
    return signed_in(User.objects.create_superuser("anna@example.org", "pw"))


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:documents_{model._meta.model_name}_changelist")


def page_of(row: Model, step: str = "change") -> str:
    return reverse(f"admin:documents_{row._meta.model_name}_{step}", args=[row.pk])


def form_of(response: Any) -> dict[str, Any]:
    """Return what the browser would send back from a change page as it is."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]
