"""`manage.py backup`: write a dump into a folder, and see that it can be restored."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.dumps import DumpError, backing_up, check_dump, write_dump

NAMED = "clausebook-%Y-%m-%d-%H%M%S.dump"  # in UTC; sorts by time
NAMES = "clausebook-*.dump"
UNCHECKED = ".unchecked"  # at the end of the name of what did not pass, or not yet


class Command(BaseCommand):
    """Dump, restore beside the database, verify every edition there; drop that.

    Exit status 1 when any of it fails, or while another backup runs; no older dump is
    removed then, and the new one does not count as one: it keeps a name of its own
    until the next.
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
        try:
            with backing_up():
                self._back_up(folder, keep=options["keep"])
        except DumpError as error:
            raise CommandError(str(error)) from error

    def _back_up(self, folder: Path, *, keep: int) -> None:
        for failed in folder.glob(f"{NAMES}{UNCHECKED}"):
            failed.unlink()
        file = folder / f"{timezone.now():{NAMED}}"
        draft = file.with_name(file.name + UNCHECKED)
        write_dump(draft)
        said = check_dump(draft)
        draft.rename(file)
        self.stdout.write(said)
        self.stdout.write(f"Written and checked: {file} ({file.stat().st_size} bytes)")
        for old in sorted(folder.glob(NAMES))[:-keep]:
            old.unlink()
            self.stdout.write(f"Removed: {old}")
