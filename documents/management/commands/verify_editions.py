"""`manage.py verify_editions`: verify every published edition against its digests."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.integrity.verify import Finding, verify_document
from documents.models import Document, DocumentSlug


class Command(BaseCommand):
    """One line for each edition. Exit status 1 when one does not verify."""

    help = "Compute the digests of published editions anew and compare them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("documents", nargs="*", metavar="SLUG", help="default: all")

    def handle(self, *args: Any, **options: Any) -> None:
        documents = Document.objects.order_by("slug")
        slugs = set(options["documents"])
        if slugs:
            documents = documents.filter(slugs__slug__in=slugs).distinct()
            names = DocumentSlug.objects.values_list("slug", flat=True)
            if unknown := slugs - set(names):
                raise CommandError(f"No such document: {', '.join(sorted(unknown))}.")
        faults = 0
        for document in documents:
            for finding in verify_document(document):
                self.stdout.write(_line(finding))
                faults += not finding.is_sound
        if faults:
            raise CommandError(f"Editions not as published: {faults}.", returncode=1)


def _line(finding: Finding) -> str:
    edition = finding.edition
    name = f"{edition.document.slug}, edition {edition.number}"
    if finding.is_sound:
        return f"{name}: as published, sha256 {edition.digest}"
    return f"{name}: NOT as published: {finding.fault}"
