"""What the register says of an instrument, each fact with where it was found."""

from __future__ import annotations

from dataclasses import dataclass

from documents.languages import LANGUAGES, Language
from documents.models import Instrument, InstrumentFact
from documents.presenters.localized import LocalizedText, localized_field

Fact = InstrumentFact.Fact
SHOWN = (Fact.OFFICIAL_NAME, Fact.KIND, Fact.DATE, Fact.PLACE, Fact.SYMBOL)


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact as the page says it: what, in which language, and who says so."""

    name: str
    value: str
    language: Language | None
    source: LocalizedText
    link: str
    is_verified: bool


def facts_of(instrument: Instrument) -> list[Statement]:
    """Return what is known of an instrument, read with its facts; no query."""
    sources = {(row.fact, row.language): row for row in instrument.facts.all()}
    said = []
    for fact in SHOWN:
        for language in LANGUAGES if fact in InstrumentFact.TRANSLATED else (None,):
            value = _value(instrument, fact, language)
            if value:
                code = language.code if language else ""
                row = sources.get((fact, code)) or sources.get((fact, ""))
                said.append(_statement(fact, value, language, row))
    return said


def _value(instrument: Instrument, fact: Fact, language: Language | None) -> str:
    if language is not None:
        return instrument.in_language(fact.value, language.code)
    match fact:
        case Fact.KIND:
            return str(instrument.get_kind_display())
        case Fact.DATE:
            return instrument.date_shown
        case _:
            return str(getattr(instrument, fact.value))


def _statement(
    fact: Fact, value: str, language: Language | None, row: InstrumentFact | None
) -> Statement:
    return Statement(
        name=str(fact.label),
        value=value,
        language=language,
        source=localized_field(row, "source") if row else LocalizedText("", None),
        link=row.link if row else "",
        is_verified=bool(row and row.verified),
    )
