"""`manage.py import_document`: store a text in a draft, or add a language to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext, ngettext

from documents.importing import Disagreement, ImportRefused, Unit, parse_file
from documents.importing.refusals import sentence
from documents.languages import BY_CODE, CODES
from documents.management.clause_choices import (
    cannot_follow,
    read_choices,
    read_file,
    to_be_chosen,
)
from documents.matching import BadChoice
from documents.models import Document, Edition, LanguageVersion
from documents.services import (
    CannotEdit,
    ImportResult,
    SourceFile,
    UncertainMatches,
    import_text,
    keep_file,
)


class Command(BaseCommand):
    """Read, parse, store, report. Exit status 2 on a refusal, with nothing stored."""

    help = "Store a UN document's text as a draft edition; report what disagrees."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="PDF, .docx, HTML or plain text; - for standard input"
        )
        parser.add_argument("--language", required=True, choices=CODES)
        parser.add_argument(
            "--document", required=True, metavar="SLUG", help="made when it is new"
        )
        parser.add_argument(
            "--standing",
            choices=LanguageVersion.Standing.values,
            default="",
            help="what the text is; default: as stored, at first unofficial",
        )
        parser.add_argument(
            "--choices",
            metavar="FILE",
            help="JSON: which clause each unit is whose clause is uncertain",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language: str = options["language"]
        data = read_file(options["file"])
        try:
            units = parse_file(data, language).units
        except ImportRefused as error:
            raise CommandError(error.message, returncode=2) from error
        file = SourceFile.of(Path(options["file"]).name, data)
        choices = read_choices(options["choices"]) if options["choices"] else {}
        result = _stored(
            options["document"],
            language,
            data,
            units,
            file=file,
            choices=choices,
            standing=options["standing"],
        )
        self.stdout.write("\n".join(_report(result, language, len(units))))


@transaction.atomic
def _stored(
    slug: str,
    language: str,
    data: bytes,
    units: Sequence[Unit],
    **told: Any,
) -> ImportResult:
    keep_file(data)
    try:
        return import_text(_document(slug), language=language, units=units, **told)
    except UncertainMatches as error:
        raise to_be_chosen(error, language) from error
    except BadChoice as error:
        raise cannot_follow(error) from error
    except CannotEdit as error:
        raise CommandError(str(error.message), returncode=2) from error


def _document(slug: str) -> Document:
    document = Document.objects.named(slug).first() or Document(slug=slug)
    try:
        document.clean_fields(
            exclude={field.name for field in Document._meta.fields} - {"slug"}
        )
    except ValidationError as error:
        message = " ".join(error.messages)
        raise CommandError(f"--document: {message}", returncode=2) from error
    if document.pk is None:
        document.save()
    return document


def _report(result: ImportResult, language: str, count: int) -> list[str]:
    edition = result.edition
    if not result.changed:
        message = gettext(
            "Nothing changed: edition %(number)s of %(document)s already contains"
            " this file."
        )
        return [message % _names(edition)]
    stored = ngettext(
        "%(count)s clause saved in %(language)s: edition %(number)s of"
        " %(document)s, a draft.",
        "%(count)s clauses saved in %(language)s: edition %(number)s of"
        " %(document)s, a draft.",
        count,
    )
    names = {**_names(edition), "count": count, "language": BY_CODE[language].name}
    found = result.alignment.disagreements
    lines = [stored % names, _standing(edition, language)]
    if not found:
        return lines
    disagreements = ngettext(
        "%(count)s mismatch with the other languages:",
        "%(count)s mismatches with the other languages:",
        len(found),
    )
    lines.append(disagreements % {"count": len(found)})
    for disagreement in found:
        lines += _lines_of(disagreement, language)
    return lines


def _standing(edition: Edition, language: str) -> str:
    """Return a sentence about the text's standing, which may be a default."""
    row = edition.languages.get(language=language)
    told = gettext(
        "Readers will see it described as: %(standing)s. Use --standing to change this."
    )
    return told % {"standing": row.get_standing_display()}


def _names(edition: Edition) -> dict[str, object]:
    return {"number": edition.number, "document": edition.document.slug}


def _lines_of(disagreement: Disagreement, language: str) -> list[str]:
    return [
        f"- {sentence(disagreement)}",
        f"    [=] {_shown(disagreement.base)}",
        f"    [{language}] {_shown(disagreement.other)}",
    ]


def _shown(unit: Unit | None) -> str:
    if unit is None:
        return "-"
    words = " ".join(filter(None, (unit.number, unit.text.replace("\n", " / "))))
    return f"{unit.part}, {unit.kind}, {unit.depth}: {words}"
