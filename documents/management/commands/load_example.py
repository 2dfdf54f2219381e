"""`manage.py load_example`: load the invented example document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from documents.models import Edition
from documents.services import load_example, open_example_draft

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "lighthouses"


class Command(BaseCommand):
    """In one transaction. Idempotent: an existing example stays."""

    help = (
        "Load an invented document of four editions, for trying the portal; every"
        " page of it says that it is invented. Its editions are published, and what"
        " is published is frozen: it cannot be removed again except by beginning a"
        " new database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--draft",
            action="store_true",
            help="also open a draft of a fifth edition, to go on editing",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        edition = load_example(FOLDER)
        self.stdout.write(f"{FOLDER.name}: {_done(edition, 'published')}")
        if options["draft"]:
            draft = open_example_draft(FOLDER)
            self.stdout.write(f"{FOLDER.name}: {_done(draft, 'left as a draft')}")


def _done(edition: Edition | None, how: str) -> str:
    if edition is None:
        return "there already"
    return f"edition {edition.number} of {edition.document.slug} {how}"
