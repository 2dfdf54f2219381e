"""How long a step at the import desk takes with 1,500 units; printed with `-s`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from documents.importing import ParsedText, Unit
from documents.models import Document, PendingImport
from documents.services import SourceFile, begin_import, import_text
from documents.text.kinds import Kind
from portal.people.models import User
from tests.documents.importing.test_aligning import long_text
from tests.documents.workbench.base import administrator
from tests.documents.workbench.test_import_wizard import fields_of

pytestmark = pytest.mark.django_db
SIZE = 1500
STEPS = ("split:500", "join:505", "drop:510", "none:512", "down:515", "undo")
MOST_SECONDS = 3  # of computing; a step takes less than one, and took five


def units(language: str) -> list[Unit]:
    """Clauses of which two in three are numbered."""
    return [
        replace(each, kind=Kind.OPERATIVE, number=f"{n - n // 3}.") if n % 3 else each
        for n, each in enumerate(long_text(language, SIZE))
    ]


def make_long_import(user: User) -> PendingImport:
    """An import in Chinese, beside the same text in English and Russian."""
    document = Document.objects.create(slug="long")
    for code in ("en", "ru"):
        file = SourceFile.of(code, code.encode())
        import_text(document, language=code, file=file, units=units(code), user=user)
    found = tuple(units("zh-hans"))
    received = "\n\n".join(unit.text for unit in found)
    return begin_import(
        slug="long",
        language="zh-hans",
        standing="unofficial",
        file=SourceFile.of("long", b"long"),
        parsed=ParsedText("zh-hans", found, received=received),
        user=user,
    )


def take(client: Client, address: str, step: str) -> tuple[Any, float, float]:
    """Take a step; return the page that follows, and the seconds it took.

    On the clock, and of computing: others may compute on the same machine.
    """
    table = client.get(address)
    name, _colon, own = step.partition(":")
    sent = {**fields_of(table), "do": step, "page": "6"}
    if name == "split":
        text = table.context["review"].units[int(own)].text
        sent[f"text-{own}"] = f"{text[:20]}\n\n{text[20:]}"
    began, computed = time.monotonic(), time.process_time()
    page = client.post(address.partition("?")[0], sent, follow=True)
    return page, time.monotonic() - began, time.process_time() - computed


def test_a_step_among_1500_units() -> None:
    client = administrator()
    pending = make_long_import(User.objects.get())
    address = f"/admin/documents/document/import/{pending.token}/?page=6"
    began = time.monotonic()
    client.get(address)
    sys.stdout.write(f"\nfirst page {time.monotonic() - began:.2f} s\n")
    for step in STEPS:
        page, seconds, computed = take(client, address, step)
        sys.stdout.write(f"{step:10} {seconds:.2f} s, computing {computed:.2f} s\n")
        assert page.status_code == 200
        assert computed < MOST_SECONDS
    sys.stdout.write(f"a page has {len(page.content) // 1024} KB\n")
