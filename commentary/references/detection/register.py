"""Register and outline: the names of all instruments, and the places of one edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commentary.references.detection.name_index import Form, NameIndex
from documents.languages import BY_CODE
from documents.text.symbols import bare_number


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one instrument: full and short forms by language code, symbols."""

    slug: str
    forms: Mapping[str, tuple[str, ...]]
    short_forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()
    has_roman_articles: bool = False
    belongs_to: str = ""


@dataclass(frozen=True)
class Register:
    """The names of all instruments; build it once and use it for every text."""

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
        """Return the index of names in one language; cached."""
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

    `locators` of its clauses, `titles` of its parts by key and language code, and the
    document's own `symbols`.
    """

    locators: frozenset[str] = frozenset()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()

    @cached_property
    def own_symbols(self) -> frozenset[str]:
        return frozenset(map(bare_number, self.symbols))

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        """The keys of the parts that are annexes, in reading order."""
        return tuple(
            key
            for key in self.titles
            if key.partition("-")[0] == "annex" or f"{key}/annex" in self.locators
        )

    @cached_property
    def _indexes(self) -> dict[str, NameIndex]:
        return {}

    def index(self, language: str) -> NameIndex:
        """Return the index of the longer titles in one language; cached."""
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
    """The works a document has named so far, and their order."""

    _last: dict[str, int] = field(default_factory=dict)
    _unknown: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def name(self, slug: str) -> None:
        self._count += 1
        self._last[slug] = self._count

    def name_unknown(self, genus: str) -> None:
        """Note that a work without an instrument was named; the stem of its genus."""
        self._count += 1
        self._unknown[genus] = self._count

    def latest(self, owners: Iterable[str], register: Register, noun: str = "") -> str:
        """Return the owner named last, "" if none.

        Naming the instrument that an owner belongs to counts as naming the owner. A
        short form, of which the noun's stem is given, may also mean an unknown work of
        that genus: "" if such a work was named since.
        """
        named = [(self._when(slug, register), slug) for slug in owners]
        when, slug = max(named, default=(0, ""))
        unknown = [at for genus, at in self._unknown.items() if noun.endswith(genus)]
        return slug if when > max(unknown, default=0) else ""

    def _when(self, slug: str, register: Register) -> int:
        owner = register.by_slug[slug].belongs_to
        return max(self._last.get(slug, 0), self._last.get(owner, 0))
