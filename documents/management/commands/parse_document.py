"""`manage.py parse_document`: print the units of a text; no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, ngettext

from documents.importing import (
    Doubt,
    ImportRefused,
    ParsedText,
    Unit,
    find_doubts,
    parse_file,
)
from documents.importing.refusals import SUSPICIONS
from documents.languages import CODES
from documents.management.clause_choices import read_file

BEGINNING: Final = 60  # characters of a doubted unit


class Command(BaseCommand):
    """Read the bytes, parse, print. Exit status 2 on a refusal.

    What looks misread and what is left out goes to the standard error.
    """

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
        for line in _doubts(parsed):
            self.stderr.write(line)


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


def _doubts(parsed: ParsedText) -> Iterator[str]:
    """Yield what the review of an import says about a text by itself."""
    found = find_doubts(parsed.units, parsed.language)
    if found:
        misread = ngettext(
            "%(count)s place in the text seems to have been misread.",
            "%(count)s places in the text seem to have been misread.",
            len(found),
        )
        yield misread % {"count": len(found)}
    for doubt in found:
        yield _line(doubt, parsed.units[doubt.place])
    if count := len(parsed.furniture):
        left_out = ngettext(
            "%(count)s line stands in no unit: a page number or a running head, or"
            " deleted or hidden text.",
            "%(count)s lines stand in no unit: page numbers and running heads, deleted"
            " and hidden text.",
            count,
        )
        yield left_out % {"count": count}
    for line in parsed.furniture:
        yield f"- {line}"


def _line(doubt: Doubt, unit: Unit) -> str:
    said = gettext("Unit %(number)s") % {"number": doubt.place + 1}
    words = " ".join(filter(None, (unit.number, unit.text.replace("\n", " / "))))
    return f"- {said}: {words[:BEGINNING]} — {SUSPICIONS[doubt.suspicion]}"
