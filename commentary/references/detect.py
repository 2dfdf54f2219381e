"""Detection of references in an edition: texts in, cross-references stored.

Brings together the register of instruments, the texts of an edition, the detector
(commentary/references/detection/) and storing (store_detected.py). Also loads the
checked references of delivered documents, and compares the languages of a clause.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from commentary.models import CrossReference
from commentary.models.reference_reasons import CHECKED
from commentary.references.detection import (
    Disagreement,
    Mention,
    Names,
    Outline,
    Passage,
    Refers,
    Register,
    detect_all,
    disagreements,
)
from commentary.references.store_detected import (
    FoundReference,
    store_found,
    store_mentions,
)
from commentary.references.target import Target
from documents.languages import CODES
from documents.models import ClauseVersion, Edition, Instrument, Part


def detect_references(edition: Edition) -> list[CrossReference]:
    """Detect the references in a published edition, store them, return the new ones."""
    return store_found(edition, list(found_in(edition)))


def found_in(edition: Edition) -> Iterator[FoundReference]:
    """Yield the references in the texts of an edition to known targets; six queries.

    Symbols of documents that are not in the register are left out.
    """
    clauses = mentions_of_edition(edition)
    targets = _Targets(edition, clauses)
    for clause in clauses:
        for language, mentions in clause.by_language.items():
            for mention in mentions:
                target = targets.of(mention)
                if target is not None:
                    yield FoundReference(
                        clause.version, language, mention.start, mention.end, target
                    )


class _Targets:
    """The possible targets of an edition's mentions, read once."""

    def __init__(self, edition: Edition, clauses: list[ClauseMentions]) -> None:
        self._edition = edition
        self._versions: Mapping[str, ClauseVersion] = {
            each.version.locator: each.version for each in clauses
        }
        parts = Part.objects.in_edition(edition)
        self._parts = {part.key: part for part in parts}
        self._instruments = {row.slug: row for row in Instrument.objects.all()}

    def of(self, mention: Mention) -> Target | None:
        key = mention.target.key
        match mention.target.refers:
            case Refers.INSTRUMENT if key in self._instruments:
                instrument = self._instruments[key]
                return Target(instrument=instrument, locator=mention.locator)
            case Refers.CLAUSE if key in self._versions:
                return Target(version=self._versions[key])
            case Refers.PART if key in self._parts:
                return Target(part=self._parts[key], edition=self._edition)
        return None


@transaction.atomic
def load_references(file: Path) -> list[CrossReference]:
    """Accept the detected references that a delivered file lists; return them.

    The file lists, for each clause, the targets checked by reading. References that an
    editor has decided about, and those not in the file, keep their state. They are
    found in the current edition; earlier ones get their mentions.
    """
    listed: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    editions = Edition.objects.standing().filter(
        document__slugs__slug=listed["document"]
    )
    current_first = list(editions.with_document().latest_first())
    for edition in current_first[:1]:
        detect_references(edition)
    for edition in current_first[1:]:
        store_mentions(edition, list(found_in(edition)))
    checked = {
        (key, name) for key, names in listed["clauses"].items() for name in names
    }
    waiting = CrossReference.objects.filter(
        clause__document__slugs__slug=listed["document"],
        origin=CrossReference.Origin.DETECTED,
        state=CrossReference.State.PROPOSED,
        revision=0,
    ).select_related("clause", "target_clause", "part", "instrument")
    accepted = [row for row in waiting if (row.clause.key, name_of(row)) in checked]
    CrossReference.objects.filter(pk__in=[row.pk for row in accepted]).update(
        state=CrossReference.State.ACCEPTED,
        reason=CHECKED,
        decided_at=timezone.now(),
        revision=1,
    )
    return accepted


def name_of(reference: CrossReference) -> str:
    """Return a target's name as in the files of delivered references."""
    if reference.target_clause is not None:
        return reference.target_clause.key
    if reference.part is not None:
        return f"part {reference.part.key}"
    slug = reference.instrument.slug if reference.instrument else ""
    return f"{slug}: {reference.locator}" if reference.locator else slug


@dataclass(frozen=True, slots=True)
class ClauseMentions:
    """The mentions in one clause of an edition, for each language it has a text in."""

    version: ClauseVersion
    by_language: dict[str, tuple[Mention, ...]]

    @property
    def disagreements(self) -> list[Disagreement]:
        """The targets that some of its languages cite and others do not."""
        return disagreements(self.by_language)


def mentions_of_edition(edition: Edition) -> list[ClauseMentions]:
    """Return the mentions of each clause, in reading order; three queries."""
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
    """Return the names of an instrument as the detector needs them."""
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
    """Return the places that texts of an edition can refer to; one query."""
    parts = list(Part.objects.in_edition(edition).select_related("document"))
    return Outline(
        locators=frozenset(row.locator for row in rows),
        titles={
            part.key: {code: part.in_language("title", code) for code in CODES}
            for part in parts
        },
        symbols=_separate(parts[0].document.symbol) if parts else (),
    )
