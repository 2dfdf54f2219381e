"""Loading of the delivered instruments: documents/texts/instruments.toml.

The file has a table for each source, then one for each instrument, in which `facts`
maps each fact ("title.ru", "date") to its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from documents.languages import BY_CODE
from documents.models import Instrument, InstrumentFact

LISTS = ("cited_as", "referred_to_as")
NAMES = ("title", "short_title", "official_name", "place", *LISTS)


@transaction.atomic
def load_instruments(file: Path) -> list[Instrument]:
    """Create the instruments of a file that the register lacks; return them.

    Existing ones are kept, as an editor may have changed them.
    """
    tables: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    sources = tables.pop("sources")
    present = {row.slug: row for row in Instrument.objects.filter(slug__in=tables)}
    added = []
    # An instrument's owner precedes it in the file.
    for slug, about in tables.items():
        if slug in present:
            continue
        present[slug] = _enter(slug, about, sources, present)
        added.append(present[slug])
    return added


def _enter(
    slug: str,
    about: dict[str, Any],
    sources: Mapping[str, Any],
    present: Mapping[str, Instrument],
) -> Instrument:
    facts: dict[str, str] = about.pop("facts")
    owner = about.pop("belongs_to", None)
    names = {
        f"{field}_{BY_CODE[code].suffix}": "\n".join(said) if field in LISTS else said
        for field in NAMES
        for code, said in about.pop(field, {}).items()
    }
    instrument = Instrument(slug=slug, **about, **names)
    instrument.belongs_to = present[owner] if owner else None
    instrument.full_clean()
    instrument.save()
    for fact, source in facts.items():
        _record(instrument, fact, sources[source])
    return instrument


def _record(instrument: Instrument, fact: str, source: Mapping[str, Any]) -> None:
    name, _dot, language = fact.partition(".")
    words = {f"source_{lang.suffix}": source[code] for code, lang in BY_CODE.items()}
    row = InstrumentFact(
        instrument=instrument,
        fact=name,
        language=language,
        link=source.get("link", ""),
        verified=source.get("verified", True),
        **words,
    )
    row.full_clean()
    row.save()
