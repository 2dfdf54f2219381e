"""The letter, its register and its outline, without a database."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from commentary.references.detection import Names, Outline, Passage, Register, detect
from documents.languages import CODES
from documents.management.commands.load_documents import TEXTS
from documents.text.locators import key_for, locators
from tests.documents.importing.base import TEXTS as LETTER
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
def letter(language: str, edition: int = 1) -> tuple[Passage, ...]:
    """The texts of an edition of the letter."""
    units = units_of(language)
    places = locators(units)
    reworded = rewordings(language, edition)
    return tuple(
        Passage(place, reworded.get(key_for(place), unit.text))
        for place, unit in zip(places, units, strict=True)
    )


def rewordings(language: str, edition: int) -> dict[str, str]:
    """The texts that the delivered editions up to this one changed, by key."""
    tables = tomllib.loads((LETTER / "editions.toml").read_text("utf-8"))["editions"]
    return {
        step["clause"]: step["texts"][language]
        for table in tables[1:edition]
        for step in table["steps"]
        if language in step["texts"]
    }


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
