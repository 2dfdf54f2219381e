"""Description of a document from its text: titles, masthead, original language.

What is printed (the titles, the agenda item) follows each edition. What describes the
document (documents/models/metadata.py) is read from a text while nothing is published;
afterwards it is corrected, with a reason, by documents/services/metadata.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from documents.importing import (
    Unit,
    original_language,
    propose_short_title,
    read_masthead,
)
from documents.integrity.printed import first_text, read_units
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import (
    ClauseVersion,
    Document,
    Edition,
    LanguageVersion,
    Part,
)
from documents.text.kinds import Kind


def describe_document(
    document: Document, *, language: str, units: Sequence[Unit]
) -> None:
    """Fill the blank fields of a document and its parts from a text's units.

    Fields that an editor has filled are kept. Of a published document only what is
    printed is filled.
    """
    spoken = BY_CODE[language]
    values = _read_printed(units, spoken)
    if not document.is_published:
        values |= read_metadata(units, spoken)
    _fill(document, values)
    for part in document.parts.all():
        own = [unit for unit in units if unit.part == part.key]
        _describe_part(part, spoken, own)


def describe_as_printed(edition: Edition, versions: Sequence[ClauseVersion]) -> None:
    """Take the titles and the agenda item of a document from an edition's clauses.

    What lists and notices call a document is what its current edition prints: called
    with each publication. What the edition does not print is kept.
    """
    _replace(edition.document, read_printed(versions))
    for part in {version.clause.part for version in versions}:
        own = [each for each in versions if each.clause.part_id == part.pk]
        titles = {
            f"title_{language.suffix}": first_text(
                read_units(own, language), Kind.TITLE
            )
            for language in LANGUAGES
        }
        _replace(part, titles)


def read_printed(versions: Sequence[ClauseVersion]) -> dict[str, str]:
    """Return a document's printed columns, of all languages, from an edition."""
    values: dict[str, str] = {}
    for language in LANGUAGES:
        values |= _read_printed(read_units(versions, language), language)
    return values


def _read_printed(units: Sequence[Unit], language: Language) -> dict[str, str]:
    """Return a document's printed columns in one language, "" where none is printed."""
    item = (Kind.AGENDA_ITEM, Kind.AGENDA_TITLE)
    items = [unit.text for kind in item for unit in units if unit.kind is kind]
    return {
        f"title_{language.suffix}": first_text(units, Kind.TITLE),
        f"agenda_item_{language.suffix}": "\n".join(filter(None, items)),
    }


def read_metadata(units: Sequence[Unit], language: Language) -> dict[str, Any]:
    """Return the metadata that a text's masthead states, by column."""
    masthead = read_masthead(units, language)
    return {
        "symbol": masthead.symbol,
        "issued_on": masthead.issued_on,
        "document_type": masthead.document_type,
        "original_language": masthead.original_language,
        f"organs_{language.suffix}": masthead.organs,
        f"session_{language.suffix}": masthead.session,
        f"short_title_{language.suffix}": propose_short_title(
            first_text(units, Kind.TITLE), language
        ),
    }


def _describe_part(part: Part, language: Language, units: Sequence[Unit]) -> None:
    values = {f"title_{language.suffix}": first_text(units, Kind.TITLE)}
    # Of a published document only missing titles are filled.
    if not part.clauses.filter(
        versions__edition__state=Edition.State.PUBLISHED
    ).exists():
        note = first_text(units, Kind.ORIGINAL_LANGUAGE)
        values["original_language"] = original_language(note)
    _fill(part, values)


def describe_language(
    edition: Edition, language: str, **values: Any
) -> LanguageVersion:
    """Store fields of one language of an edition, such as its standing."""
    row, _created = LanguageVersion.objects.update_or_create(
        edition=edition, language=language, defaults=values
    )
    return row


def _fill(target: Document | Part, values: Mapping[str, Any]) -> None:
    blank = {name: value for name, value in values.items() if not getattr(target, name)}
    _replace(target, blank)


def _replace(target: Document | Part, values: Mapping[str, Any]) -> None:
    """Store the values that say something and differ."""
    changed = {
        name: value
        for name, value in values.items()
        if value and value != getattr(target, name)
    }
    for name, value in changed.items():
        setattr(target, name, value)
    if changed:
        target.save(update_fields=list(changed))
