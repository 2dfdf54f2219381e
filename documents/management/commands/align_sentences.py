"""`manage.py align_sentences`: align the sentences of editions that have it not yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.services import align_missing


class Command(BaseCommand):
    """For editions of before; a new one is aligned when it is published. Idempotent."""

    help = "Find the counterparts of sentences in published editions without them."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        count = align_missing()
        if verbosity:
            self.stdout.write(f"{count} aligned.")
