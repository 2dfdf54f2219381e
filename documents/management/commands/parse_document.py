"""`manage.py parse_document`: print the units of a text; no database."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.importing import ImportRefused, ParsedText, parse_file
from documents.languages import CODES
from documents.management.clause_choices import read_file


class Command(BaseCommand):
    """Read the bytes, parse, print. Exit status 2 on a refusal."""

    help = "Print the units of a UN document's text, as JSON or for reading."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="PDF, .docx, HTML or plain text; - for standard input"
        )
        parser.add_argument("--language", required=True, choices=CODES)
        parser.add_argument("--format", choices=("json", "text"), default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            parsed = parse_file(read_file(options["file"]), options["language"])
        except ImportRefused as error:
            raise CommandError(error.message, returncode=2) from error
        printed = _as_json(parsed) if options["format"] == "json" else _as_text(parsed)
        # JSON is UTF-8 whatever the terminal's encoding is.
        if hasattr(self.stdout, "reconfigure"):
            self.stdout.reconfigure(encoding="utf-8")
        self.stdout.write(printed)


def _as_json(parsed: ParsedText) -> str:
    return json.dumps(parsed.records(), ensure_ascii=False, indent=2)


def _as_text(parsed: ParsedText) -> str:
    lines: list[str] = []
    for part in parsed.parts:
        lines.append(f"== {part}")
        for unit in parsed.units:
            if unit.part == part:
                indent = "  " * (unit.depth + 1)
                words = " ".join(filter(None, (unit.number, unit.text)))
                lines.append(
                    f"{indent}[{unit.kind}] {words}".replace("\n", f"\n{indent}  ")
                )
    return "\n".join(lines)
