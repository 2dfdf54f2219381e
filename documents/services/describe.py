"""Description of a document from its text: titles, masthead, original language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from documents.importing import Unit, original_language
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

    Fields that an editor has filled are kept.
    """
    suffix = BY_CODE[language].suffix
    _fill(document, _read_masthead(units, BY_CODE[language]))
    for part in document.parts.all():
        _describe_part(part, suffix, [u for u in units if u.part == part.key])


class _Printed(NamedTuple):
    """What a clause of an edition prints in one language, as a unit says it."""

    kind: Kind
    text: str
    part: str


def describe_as_printed(edition: Edition, versions: Sequence[ClauseVersion]) -> None:
    """Take the titles and the masthead of a document from an edition's clauses.

    What lists and notices call a document is what its current edition prints: called
    with each publication. What the edition does not print is kept.
    """
    parts = {version.clause.part for version in versions}
    for language in LANGUAGES:
        units = [
            _Printed(
                Kind(version.kind),
                version.in_language("text", language.code) or "",
                version.clause.part.key,
            )
            for version in versions
        ]
        _replace(edition.document, _read_masthead(units, language))
        for part in parts:
            own = [unit for unit in units if unit.part == part.key]
            _replace(part, {f"title_{language.suffix}": _first(own, Kind.TITLE)})


def _read_masthead(
    units: Sequence[Unit] | Sequence[_Printed], language: Language
) -> dict[str, str]:
    """Return a document's translated fields by column, "" where none is printed."""
    items = _texts(units, Kind.AGENDA_ITEM) + _texts(units, Kind.AGENDA_TITLE)
    return {
        f"title_{language.suffix}": _first(units, Kind.TITLE),
        f"organs_{language.suffix}": _joined(units, Kind.ORGAN, language),
        f"session_{language.suffix}": _joined(units, Kind.SESSION, language),
        f"agenda_item_{language.suffix}": "\n".join(items),
    }


def _describe_part(part: Part, suffix: str, units: Sequence[Unit]) -> None:
    values = {f"title_{suffix}": _first(units, Kind.TITLE)}
    # Of a published document only missing titles are filled.
    if not part.clauses.filter(
        versions__edition__state=Edition.State.PUBLISHED
    ).exists():
        note = _first(units, Kind.ORIGINAL_LANGUAGE)
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


def _fill(target: Document | Part, values: dict[str, str]) -> None:
    blank = {name: value for name, value in values.items() if not getattr(target, name)}
    _replace(target, blank)


def _replace(target: Document | Part, values: dict[str, str]) -> None:
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


def _texts(units: Sequence[Unit] | Sequence[_Printed], kind: Kind) -> list[str]:
    return [unit.text for unit in units if unit.kind is kind and unit.text]


def _first(units: Sequence[Unit] | Sequence[_Printed], kind: Kind) -> str:
    return next(iter(_texts(units, kind)), "")


def _joined(
    units: Sequence[Unit] | Sequence[_Printed], kind: Kind, language: Language
) -> str:
    return language.separator.join(_texts(units, kind))
