"""`manage.py backup`: write a dump into a folder, and see that it can be restored."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.dumps import DumpError, check_dump, write_dump

NAMED = "clausebook-%Y-%m-%d-%H%M%S.dump"  # in UTC; sorts by time
NAMES = "clausebook-*.dump"


class Command(BaseCommand):
    """Dump, restore beside the database, verify every edition there; drop that.

    Exit status 1 when any of it fails; nothing older is removed then.
    """

    help = "Back up the database into FOLDER and check that the dump can be restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep", type=int, default=14, help="How many dumps are kept (14)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if options["keep"] < 1:
            raise CommandError("--keep must be 1 or more.")
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        file = folder / f"{timezone.now():{NAMED}}"
        try:
            write_dump(file)
            said = check_dump(file)
        except DumpError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(said)
        self.stdout.write(f"Written and checked: {file} ({file.stat().st_size} bytes)")
        for old in sorted(folder.glob(NAMES))[: -options["keep"]]:
            old.unlink()
            self.stdout.write(f"Removed: {old}")
