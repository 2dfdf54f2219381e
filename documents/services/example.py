"""The invented example document: its import, and its editions.

document.toml is as for the delivered documents (documents/services/load.py), with the
slug added; editions.toml is described in documents/services/edition_steps.py.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from documents.models import Document, Edition
from documents.services.draft import begin_draft
from documents.services.edition_steps import (
    in_columns,
    prepare_draft,
    publish_next,
    publish_prepared,
    read_tables,
)
from documents.services.load import load_text


@transaction.atomic
def load_example(folder: Path) -> Edition | None:
    """Import the example and publish its editions; return the last one.

    None when the document exists. It is marked as invented before its first
    publication.
    """
    about = read_tables(folder / "document.toml")
    if Document.objects.named(about["slug"]).exists():
        return None
    document, is_new = Document.objects.get_or_create(
        slug=about["slug"],
        defaults={
            "date": about["date"],
            "is_invented": True,
            **in_columns("organs", about["organs"]),
        },
    )
    if not is_new:
        return None
    draft = [load_text(document, folder, text) for text in about["texts"]][-1]
    first, *later = read_tables(folder / "editions.toml")["editions"]
    edition = publish_prepared(draft, first)
    for table in later:
        edition = publish_next(edition, table)
    return edition


@transaction.atomic
def open_example_draft(folder: Path) -> Edition | None:
    """Open the example's draft on its last edition and return it.

    None when there is another edition, or the draft already.
    """
    table = read_tables(folder / "editions.toml")
    slug = read_tables(folder / "document.toml")["slug"]
    document = Document.objects.named(slug).get()
    latest = document.editions.latest_first()[0]
    if latest.number != len(table["editions"]):
        return None
    draft = begin_draft(latest, user=None)
    prepare_draft(draft, table["draft"])
    return draft
