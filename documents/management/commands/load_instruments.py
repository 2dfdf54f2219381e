"""`manage.py load_instruments`: enter the delivered instruments into the register."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.management.commands.load_documents import TEXTS
from documents.services import load_instruments


class Command(BaseCommand):
    """Idempotent: existing instruments stay as editors left them."""

    help = "Enter the instruments that come with the portal into the register."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_instruments(TEXTS / "instruments.toml")
        for instrument in added:
            self.stdout.write(f"{instrument.slug}: entered")
        if not added:
            self.stdout.write("Every instrument is there already.")
