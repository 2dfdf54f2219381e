"""Enter the instruments that come with the portal into the register."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.management.commands.load_documents import TEXTS
from documents.services import load_instruments


class Command(BaseCommand):
    """Thin. Can be run again: what is there stays as editors have left it."""

    help = "Enter the instruments that come with the portal into the register."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_instruments(TEXTS / "instruments.toml")
        for instrument in added:
            self.stdout.write(f"{instrument.slug}: entered")
        if not added:
            self.stdout.write("Every instrument is there already.")
