"""What the detector knows of the world: names, and the places of one document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commentary.references.detection.name_index import Form, NameIndex
from documents.languages import BY_CODE
from documents.text.symbols import bare_number


@dataclass(frozen=True, slots=True)
class Names:
    """How texts name one instrument: forms by language code."""

    slug: str
    forms: Mapping[str, tuple[str, ...]]
    short_forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()
    has_roman_articles: bool = False
    belongs_to: str = ""


@dataclass(frozen=True)
class Register:
    """Every instrument whose names are known; made once, asked for every text."""

    instruments: tuple[Names, ...] = ()

    @cached_property
    def by_slug(self) -> dict[str, Names]:
        return {names.slug: names for names in self.instruments}

    @cached_property
    def by_symbol(self) -> dict[str, str]:
        return {
            bare_number(symbol): names.slug
            for names in self.instruments
            for symbol in names.symbols
        }

    @cached_property
    def _indexes(self) -> dict[str, NameIndex]:
        return {}

    def index(self, language: str) -> NameIndex:
        """Return the names in one language, made ready for being found."""
        if language not in self._indexes:
            self._indexes[language] = NameIndex(
                Form.of(words, language, names.slug, is_short=is_short)
                for names in self.instruments
                for is_short, forms in (
                    (False, names.forms),
                    (True, names.short_forms),
                )
                for words in forms.get(language, ())
            )
        return self._indexes[language]


@dataclass(frozen=True)
class Outline:
    """The places of one edition that its own text can refer to.

    `locators` are those of its clauses, `titles` those of its parts by key and
    language code, `symbols` the document's own.
    """

    locators: frozenset[str] = frozenset()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()

    @cached_property
    def own_symbols(self) -> frozenset[str]:
        return frozenset(map(bare_number, self.symbols))

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        """The keys of the parts that are annexes, in the order of the document."""
        return tuple(
            key
            for key in self.titles
            if key.partition("-")[0] == "annex" or f"{key}/annex" in self.locators
        )

    @cached_property
    def _indexes(self) -> dict[str, NameIndex]:
        return {}

    def index(self, language: str) -> NameIndex:
        """Return the titles in one language that are long enough to be told."""
        if language not in self._indexes:
            least = BY_CODE[language].names.shortest_title
            forms = [
                Form.of(title.get(language) or "", language, key, is_short=False)
                for key, title in self.titles.items()
            ]
            self._indexes[language] = NameIndex(
                f for f in forms if len(f.steps) >= least
            )
        return self._indexes[language]


@dataclass(slots=True)
class Recall:
    """Which instruments a document has named so far, and which of them last."""

    _last: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def name(self, slug: str) -> None:
        self._count += 1
        self._last[slug] = self._count

    def latest(self, owners: Iterable[str], register: Register) -> str:
        """Return the one named last; something is named with what it belongs to."""
        named = [(self._when(slug, register), slug) for slug in owners]
        when, slug = max(named, default=(0, ""))
        return slug if when else ""

    def _when(self, slug: str, register: Register) -> int:
        owner = register.by_slug[slug].belongs_to
        return max(self._last.get(slug, 0), self._last.get(owner, 0))
