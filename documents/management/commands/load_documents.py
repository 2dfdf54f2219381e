"""`manage.py load_documents`: import and publish the delivered documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from documents.services import load_document

TEXTS = Path(__file__).resolve().parents[2] / "texts"


class Command(BaseCommand):
    """Loads one folder after the other. Idempotent: existing documents stay."""

    help = "Import and publish the documents that come with the portal."

    def handle(self, *args: Any, **options: Any) -> None:
        for description in sorted(TEXTS.glob("*/document.toml")):
            folder = description.parent
            edition = load_document(folder)
            done = "there already" if edition is None else "imported and published"
            self.stdout.write(f"{folder.name}: {done}")
