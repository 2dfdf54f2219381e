"""`manage.py load_terms`: enter terms into the register."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.importing.refusals import ImportRefused
from documents.importing.term_files import read_terms
from documents.management.commands.load_documents import TEXTS
from documents.services import load_terms


class Command(BaseCommand):
    """Idempotent: without a file, what editors changed stays as they left it."""

    help = "Enter the terms of a CSV or TBX file into the register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="Replaces terms that are there; default: those that come with the"
            " portal, which replace none.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        try:
            entries = read_terms((file or TEXTS / "terms.csv").read_bytes())
            done = load_terms(entries, replaces=file is not None)
        except OSError as error:
            raise CommandError(str(error)) from error
        except ImportRefused as refusal:
            raise CommandError(f"{file}: {refusal.message}", returncode=2) from refusal
        self.stdout.write(f"{len(done.entered)} entered, {len(done.replaced)} replaced")
