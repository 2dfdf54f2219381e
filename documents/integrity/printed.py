"""What an edition prints about itself: its titles and masthead, from its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.importing import Unit, original_language
from documents.languages import LANGUAGES, Language
from documents.models import ClauseVersion, Part
from documents.text.content import ClauseContent, ClauseRow
from documents.text.kinds import Kind


def read_unit(row: ClauseVersion, code: str) -> Unit:
    """Return a clause in one language as a unit; its clause and part are loaded."""
    content = ClauseContent.of(row)
    return Unit(
        part=row.clause.part.key,
        kind=Kind(content.kind),
        number=content.number(code),
        depth=content.depth,
        text=content.text(code),
    )


def read_units(rows: Iterable[ClauseVersion], language: Language) -> list[Unit]:
    """Return the clauses that have a text in a language, as units in their order."""
    units = (read_unit(row, language.code) for row in rows)
    return [unit for unit in units if unit.text]


def first_text(units: Iterable[Unit], kind: Kind) -> str:
    """Return the text of the first unit of a kind; "" if there is none."""
    return next((unit.text for unit in units if unit.kind is kind and unit.text), "")


def original_of(part: Part, versions: Sequence[ClauseVersion]) -> str:
    """Return the code of the original language that an edition prints for a part.

    "" if it prints none.
    """
    return original_named(
        row
        for row in versions
        if row.kind == Kind.ORIGINAL_LANGUAGE and row.clause.part_id == part.pk
    )


def original_named(notes: Iterable[ClauseRow]) -> str:
    """Return the code of the original language that notes of it name; "" if none does.

    The first language whose note names one decides.
    """
    notes = list(notes)
    said = (
        next(filter(None, (note.in_language("text", each.code) for note in notes)), "")
        for each in LANGUAGES
    )
    return next(filter(None, map(original_language, said)), "")
