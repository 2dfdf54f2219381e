"""What the clauses of an edition mention: the register and the detector together."""

from __future__ import annotations

from dataclasses import dataclass

from commentary.references.detection import (
    Disagreement,
    Mention,
    Names,
    Outline,
    Passage,
    Register,
    detect_all,
    disagreements,
)
from documents.languages import CODES
from documents.models import ClauseVersion, Edition, Instrument, Part


@dataclass(frozen=True, slots=True)
class ClauseMentions:
    """What one clause of an edition mentions, for each language it has a text in."""

    version: ClauseVersion
    by_language: dict[str, tuple[Mention, ...]]

    @property
    def disagreements(self) -> list[Disagreement]:
        """What not all of its languages cite."""
        return disagreements(self.by_language)


def mentions_of_edition(edition: Edition) -> list[ClauseMentions]:
    """Return what each clause mentions, in the order of the edition; three queries."""
    rows = list(edition.versions.for_reading())
    register, outline = register_of_instruments(), outline_of(edition, rows)
    found: dict[int, dict[str, tuple[Mention, ...]]] = {row.pk: {} for row in rows}
    for code in CODES:
        said = [row for row in rows if row.in_language("text", code)]
        passages = [Passage(row.locator, row.in_language("text", code)) for row in said]
        detected = detect_all(passages, code, register, outline)
        for row, mentions in zip(said, detected, strict=True):
            found[row.pk][code] = mentions
    return [ClauseMentions(row, found[row.pk]) for row in rows]


def register_of_instruments() -> Register:
    """Return the names of every instrument; one query."""
    rows = Instrument.objects.select_related("belongs_to").order_by("slug")
    return Register(tuple(names_of(row) for row in rows))


def names_of(instrument: Instrument) -> Names:
    """Return what the detector is to know of an instrument."""
    owner = instrument.belongs_to
    return Names(
        slug=instrument.slug,
        forms={code: _lines(instrument, "cited_as", code) for code in CODES},
        short_forms={
            code: _lines(instrument, "referred_to_as", code) for code in CODES
        },
        symbols=_separate(instrument.symbol),
        has_roman_articles=instrument.numerals == Instrument.Numerals.ROMAN,
        belongs_to=owner.slug if owner else "",
    )


def _separate(symbols: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, symbols.split(";"))))


def _lines(instrument: Instrument, field: str, code: str) -> tuple[str, ...]:
    lines = instrument.in_language(field, code).splitlines()
    return tuple(filter(None, map(str.strip, lines)))


def outline_of(edition: Edition, rows: list[ClauseVersion]) -> Outline:
    """Return the places that the texts of an edition can refer to; one query."""
    parts = list(Part.objects.in_edition(edition).select_related("document"))
    return Outline(
        locators=frozenset(row.locator for row in rows),
        titles={
            part.key: {code: part.in_language("title", code) for code in CODES}
            for part in parts
        },
        symbols=_separate(parts[0].document.symbol) if parts else (),
    )
