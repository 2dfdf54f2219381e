"""Description of a document from its text: titles, masthead, original language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.importing import Unit, original_language
from documents.languages import BY_CODE
from documents.models import Document, Edition, LanguageVersion, Part
from documents.text.kinds import Kind


def describe_document(
    document: Document, *, language: str, units: Sequence[Unit]
) -> None:
    """Fill the blank fields of a document and its parts from a text's units.

    Fields that an editor has filled are kept.
    """
    suffix = BY_CODE[language].suffix
    _fill(
        document,
        {
            f"title_{suffix}": _first(units, Kind.TITLE),
            f"organs_{suffix}": _joined(units, Kind.ORGAN, language),
            f"session_{suffix}": _joined(units, Kind.SESSION, language),
            f"agenda_item_{suffix}": "\n".join(
                _texts(units, Kind.AGENDA_ITEM) + _texts(units, Kind.AGENDA_TITLE)
            ),
        },
    )
    for part in document.parts.all():
        _describe_part(part, suffix, [u for u in units if u.part == part.key])


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
    blank = [name for name, value in values.items() if value]
    blank = [name for name in blank if not getattr(target, name)]
    for name in blank:
        setattr(target, name, values[name])
    if blank:
        target.save(update_fields=blank)


def _texts(units: Sequence[Unit], kind: Kind) -> list[str]:
    return [unit.text for unit in units if unit.kind is kind]


def _first(units: Sequence[Unit], kind: Kind) -> str:
    return next(iter(_texts(units, kind)), "")


def _joined(units: Sequence[Unit], kind: Kind, language: str) -> str:
    return BY_CODE[language].separator.join(_texts(units, kind))
