"""Every format of an edition is at its address, and the list leads there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from documents.exports import FORMATS, ExportFormat
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_is_given_and_linked(client: Client, form: ExportFormat) -> None:
    make_edition()
    address = reverse(f"documents:{form.url_name}", args=["memo", 1])
    assert address == f"/en/documents/memo/editions/1/{form.name}"
    response = client.get(address)
    assert response.content
    assert response.headers["Content-Type"] == form.content_type
    named = 'attachment; filename="memo-e1.zip"' if form.name == "texts.zip" else None
    assert response.headers.get("Content-Disposition") == named
    listed = client.get(reverse("documents:edition-list", args=["memo"])).text
    assert f'href="{address}"' in listed


def test_addresses_and_names_are_one_for_each() -> None:
    for name in ("name", "url_name"):
        assert len({getattr(form, name) for form in FORMATS}) == len(FORMATS)
