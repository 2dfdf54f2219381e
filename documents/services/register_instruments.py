"""Loading of the delivered instruments: documents/texts/instruments.toml.

The file has a table for each source, then one for each instrument, in which `facts`
maps each fact ("title.ru", "date") to its source, and `formerly` maps a fact that was
mended to its `value` and `source` in an earlier release (and a date to its `precision`;
what is absent was blank).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from documents.languages import BY_CODE, LANGUAGES
from documents.models import Instrument, InstrumentFact

LISTS = ("cited_as", "referred_to_as")
NAMES = ("title", "short_title", "official_name", "place", *LISTS)
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoadedInstruments:
    """Instruments that were entered, mended, or left out, the last with the reason."""

    entered: list[Instrument] = field(default_factory=list)
    mended: list[Instrument] = field(default_factory=list)
    # By the slug left out: the instrument that has one of its names.
    known: dict[str, Instrument] = field(default_factory=dict)


@transaction.atomic
def load_instruments(file: Path) -> LoadedInstruments:
    """Bring the register up to date with a file.

    Enters the instruments that it lacks, except those that editors registered under
    another slug. Of an existing one, replaces a fact only when value and source are
    still those of an earlier release: anything else is the editors'.
    """
    tables: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    sources = tables.pop("sources")
    present = {row.slug: row for row in Instrument.objects.with_facts()}
    named = _names_of_others(present, tables)
    done = LoadedInstruments()
    # An instrument's owner precedes it in the file.
    for slug, about in tables.items():
        if slug in present:
            if _mend(present[slug], about, sources):
                done.mended.append(present[slug])
        elif namesake := _find_namesake(about, named):
            done.known[slug] = namesake
        else:
            present[slug] = _enter(slug, about, sources, present)
            done.entered.append(present[slug])
    return done


def _names_of_others(
    present: Mapping[str, Instrument], tables: Table
) -> dict[tuple[str, str], Instrument]:
    """Return the instruments that are not in the file, by language and name."""
    return {
        (code, name.strip().casefold()): row
        for row in present.values()
        if row.slug not in tables
        for code in BY_CODE
        for name in row.in_language("cited_as", code).splitlines()
    }


def _find_namesake(
    about: Table, named: Mapping[tuple[str, str], Instrument]
) -> Instrument | None:
    keys = (
        (code, name.casefold())
        for code, names in about["cited_as"].items()
        for name in names
    )
    return next((named[key] for key in keys if key in named), None)


def _enter(
    slug: str, about: Table, sources: Table, present: Mapping[str, Instrument]
) -> Instrument:
    owner = about.get("belongs_to")
    instrument = Instrument(slug=slug, **_columns(about))
    instrument.belongs_to = present.get(owner) if owner else None
    instrument.full_clean()
    instrument.save()
    for fact, source in about["facts"].items():
        _record(instrument, fact, sources[source])
    return instrument


def _columns(about: Table) -> dict[str, Any]:
    """Return the values of an instrument's table by column."""
    names = {
        _column(f"{name}.{code}"): _as_stored(said)
        for name in NAMES
        for code, said in about.get(name, {}).items()
    }
    others = {"facts", "formerly", "belongs_to", *NAMES}
    return {key: about[key] for key in about if key not in others} | names


def _column(fact: str) -> str:
    name, _dot, code = fact.partition(".")
    return f"{name}_{BY_CODE[code].suffix}" if code else name


def _as_stored(said: Any) -> Any:
    return "\n".join(said) if isinstance(said, list) else said


def _mend(instrument: Instrument, about: Table, sources: Table) -> bool:
    """Replace the facts that are still as an earlier release had them."""
    wanted, blank = _columns(about), Instrument()
    due = [
        fact
        for fact, former in about.get("formerly", {}).items()
        if _is_as_delivered(instrument, fact, former, sources)
    ]
    for fact in due:
        for column in _columns_of(fact):
            value = wanted.get(column, getattr(blank, column))
            setattr(instrument, column, value)
    if due:
        instrument.full_clean()
        instrument.save(update_fields=[c for fact in due for c in _columns_of(fact)])
    for fact in due:
        for row in _facts_of(instrument, fact):
            row.delete()
        if source := about["facts"].get(fact):
            _record(instrument, fact, sources[source])
    return bool(due)


def _columns_of(fact: str) -> list[str]:
    """Return the columns that make a fact; a date is one with its precision."""
    return ["date", "precision"] if fact == "date" else [_column(fact)]


def _is_as_delivered(
    instrument: Instrument, fact: str, former: Table, sources: Table
) -> bool:
    values = [former.get("value", ""), former.get("precision", "day")]
    for column, value in zip(_columns_of(fact), values, strict=False):
        if (getattr(instrument, column) or "") != _as_stored(value):
            return False
    stored = [_source_of(row) for row in _facts_of(instrument, fact)]
    name = former.get("source")
    return stored == ([_source_columns(sources[name])] if name else [])


def _facts_of(instrument: Instrument, fact: str) -> list[InstrumentFact]:
    name, _dot, language = fact.partition(".")
    rows = instrument.facts.all()
    return [row for row in rows if (row.fact, row.language) == (name, language)]


def _source_columns(source: Table) -> dict[str, Any]:
    words = {f"source_{lang.suffix}": source[code] for code, lang in BY_CODE.items()}
    return {
        "link": source.get("link", ""),
        "verified": source.get("verified", True),
        **words,
    }


def _source_of(row: InstrumentFact) -> dict[str, Any]:
    columns = ("link", "verified", *(f"source_{lang.suffix}" for lang in LANGUAGES))
    return {column: getattr(row, column) for column in columns}


def _record(instrument: Instrument, fact: str, source: Table) -> None:
    name, _dot, language = fact.partition(".")
    row = InstrumentFact(
        instrument=instrument, fact=name, language=language, **_source_columns(source)
    )
    row.full_clean()
    row.save()
