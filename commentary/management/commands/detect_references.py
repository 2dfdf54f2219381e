"""`manage.py detect_references`: detect cross-references in all published documents."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commentary.references.detect import detect_references
from documents.models import Document, DocumentSlug


class Command(BaseCommand):
    """Run it after instruments or names were added. Idempotent."""

    help = "Find in the current editions what their clauses refer to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="Documents; all without any.")

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        documents = Document.objects.order_by("slug")
        if slugs:
            documents = documents.filter(slugs__slug__in=slugs).distinct()
            names = DocumentSlug.objects.values_list("slug", flat=True)
            for slug in set(slugs) - set(names):
                raise CommandError(f"There is no document {slug}.")
        for document in documents:
            edition = document.editions.standing().latest_first().first()
            if edition is not None:
                made = detect_references(edition)
                self.stdout.write(f"{document.slug}: {len(made)} new")
