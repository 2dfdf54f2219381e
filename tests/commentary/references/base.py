"""What the tests of the letter's delivered references share."""

from __future__ import annotations

import io
import tomllib
from collections import Counter
from typing import TypeAlias

from django.core.management import call_command

from commentary.management.commands.load_references import TEXTS
from commentary.models import CrossReference, Mention
from commentary.references.detect import name_of
from documents.languages import CODES
from documents.models import Edition
from tests.base import LETTER

from .detection.base import DATA

FILE = TEXTS / f"{LETTER}.toml"
# Locator of the clause, language, and the words that name the target.
Named: TypeAlias = Counter[tuple[str, str, str]]


def load() -> str:
    said = io.StringIO()
    call_command("load_instruments", stdout=io.StringIO())
    call_command("load_references", stdout=said)
    return said.getvalue()


def stored() -> set[tuple[str, str]]:
    rows = CrossReference.objects.accepted().with_ends()
    return {(row.clause.key, name_of(row)) for row in rows}


def listed() -> set[tuple[str, str]]:
    clauses = tomllib.loads(FILE.read_text("utf-8"))["clauses"]
    return {(key, name) for key, names in clauses.items() for name in names}


def words_named_in(edition: Edition) -> Named:
    """The words of an edition's texts that its stored mentions lie over."""
    rows = Mention.objects.filter(version__edition=edition).select_related("version")
    return Counter(
        (
            row.version.locator,
            row.language,
            row.version.in_language("text", row.language)[row.start : row.end],
        )
        for row in rows
    )


def words_to_be_named_in(edition: Edition) -> Named:
    """What a reader marks in an edition of the letter."""
    read = tomllib.loads((DATA / "letter.toml").read_text("utf-8"))["reference"]
    return Counter(
        (row["place"], code, row.get(f"e{edition.number}", {}).get(code, row[code]))
        for row in read
        for code in CODES
    )
