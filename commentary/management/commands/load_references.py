"""`manage.py load_references`: accept the checked references of delivered documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from commentary.references.detect import load_references

TEXTS = Path(__file__).resolve().parents[2] / "texts"


class Command(BaseCommand):
    """Idempotent; references decided by an editor keep their state."""

    help = "Find and accept the references of the documents that come with the portal."

    def handle(self, *args: Any, **options: Any) -> None:
        for file in sorted(TEXTS.glob("*.toml")):
            accepted = load_references(file)
            self.stdout.write(f"{file.stem}: {len(accepted)} accepted")
