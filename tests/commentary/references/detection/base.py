"""The letter, its register and its outline, without a database."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from commentary.references.detection import Names, Outline, Passage, Register, detect
from documents.languages import CODES
from documents.management.commands.load_documents import TEXTS
from documents.text.locators import locators
from tests.documents.importing.base import units_of

DATA = Path(__file__).parent / "data"


@cache
def register() -> Register:
    """The instruments that come with the portal, as the detector sees them."""
    tables: dict[str, Any] = tomllib.loads(
        (TEXTS / "instruments.toml").read_text("utf-8")
    )
    del tables["sources"]
    return Register(tuple(names(slug, about) for slug, about in tables.items()))


def names(slug: str, about: dict[str, Any]) -> Names:
    symbols = [part.strip() for part in about.get("symbol", "").split(";")]
    return Names(
        slug=slug,
        forms=about["cited_as"],
        short_forms=about.get("referred_to_as", {}),
        symbols=tuple(filter(None, symbols)),
        has_roman_articles=about.get("numerals") == "roman",
        belongs_to=about.get("belongs_to", ""),
    )


@cache
def letter(language: str) -> tuple[Passage, ...]:
    units = units_of(language)
    places = locators(units)
    return tuple(
        Passage(place, unit.text) for place, unit in zip(places, units, strict=True)
    )


@cache
def outline() -> Outline:
    titles: dict[str, dict[str, str]] = {}
    for code in CODES:
        for passage in letter(code):
            part, _slash, place = passage.place.partition("/")
            if place == "title":
                titles.setdefault(part, {})[code] = passage.text
    return Outline(frozenset(p.place for p in letter("en")), titles)


def found(text: str, language: str, **known: Any) -> list[tuple[str, str, str]]:
    """Return target, locator and words of what a text mentions."""
    mentions = detect(text, language, known.pop("names", register()), **known)
    return [(m.target.key, m.locator, text[m.start : m.end]) for m in mentions]
