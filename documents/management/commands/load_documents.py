"""`manage.py load_documents`: import and publish the delivered documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from documents.models import Edition
from documents.services import EditorsEdition, load_document

TEXTS = Path(__file__).resolve().parents[2] / "texts"


class Command(BaseCommand):
    """Loads one folder after the other. Idempotent: existing editions stay."""

    help = "Import and publish the documents that come with the portal."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for description in sorted(TEXTS.glob("*/document.toml")):
            folder = description.parent
            try:
                done = _tell(load_document(folder))
            except EditorsEdition as refusal:
                self.stdout.write(f"{folder.name}: {_advise(folder, refusal)}")
            else:
                if verbosity:
                    self.stdout.write(f"{folder.name}: {done}")


def _tell(published: list[Edition]) -> str:
    numbers = ", ".join(str(edition.number) for edition in published)
    return f"published as edition {numbers}" if numbers else "there already"


def _advise(folder: Path, refusal: EditorsEdition) -> str:
    """Return what editors can do about an edition that their own one kept out."""
    edition, number = refusal.edition, refusal.edition.number
    if refusal.is_withdrawn:
        return (
            f"no delivered edition was added, because edition {number} has been"
            " withdrawn in the admin. Undo that and run load_documents again."
        )
    texts = f"documents/texts/{folder.name}/editions.toml"
    if edition.is_published:
        return (
            f"the delivered edition {number} was not added, because editors have"
            f" published an edition {number} of their own. To take over its wording,"
            f" make a new edition in the admin and copy the texts from {texts}."
        )
    return (
        f"the delivered edition {number} was not added, because a draft of edition"
        f" {number} is open. Discard the draft in the admin and run load_documents"
        f" again, or copy the texts from {texts} into it."
    )
