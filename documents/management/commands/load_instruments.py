"""`manage.py load_instruments`: enter the delivered instruments into the register."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.management.commands.load_documents import TEXTS
from documents.services import load_instruments


class Command(BaseCommand):
    """Idempotent: what editors changed stays as they left it."""

    help = "Enter the instruments that come with the portal into the register."

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_instruments(TEXTS / "instruments.toml")
        for instrument in done.entered:
            self.stdout.write(f"{instrument.slug}: entered")
        for instrument in done.mended:
            self.stdout.write(f"{instrument.slug}: mended")
        for slug, namesake in done.known.items():
            self.stdout.write(f"{slug}: left out, in the register as {namesake.slug}")
        if not (done.entered or done.mended):
            self.stdout.write("Every instrument is there already.")
