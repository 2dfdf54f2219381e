"""Locators: the place of a unit, independent of language: statement/op3/a.

A locator is the part's key and one step for each level. A step is a code of the kind
and the printed number or, without one, the portal's count within the part (or within
the parent unit). A clause's first locator gives its key; an edition's locators give its
labels (documents/presenters/labels.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from documents.text.kinds import Kind
from documents.text.numerals import normalise_number

CODES: dict[str, str] = {
    Kind.ORGAN: "organ",
    Kind.SESSION: "session",
    Kind.AGENDA_ITEM: "item",
    Kind.AGENDA_TITLE: "item_title",
    Kind.TITLE: "title",
    Kind.PARAGRAPH: "p",
    Kind.SIGNATURE: "sig",
    Kind.ANNEX_HEADING: "annex",
    Kind.ORIGINAL_LANGUAGE: "original",
    Kind.OPENING: "opening",
    Kind.PREAMBULAR: "pre",
    Kind.OPERATIVE: "op",
    Kind.SUBPARAGRAPH: "",
    Kind.ARTICLE: "art",
    Kind.HEADING: "h",
    Kind.PLACE_DATE: "place_date",
    Kind.NOTE: "note",
}
# Kinds of which a part usually has one: the first has no count.
SINGLE = {
    Kind.AGENDA_ITEM,
    Kind.AGENDA_TITLE,
    Kind.TITLE,
    Kind.ANNEX_HEADING,
    Kind.ORIGINAL_LANGUAGE,
    Kind.OPENING,
    Kind.PLACE_DATE,
}
# Kinds whose locator is the prefix of the units below them.
PARENTS = {
    Kind.ARTICLE,
    Kind.OPERATIVE,
    Kind.PARAGRAPH,
    Kind.PREAMBULAR,
    Kind.SUBPARAGRAPH,
}


class Numbered(Protocol):
    """A unit or row from which a locator is made."""

    @property
    def part(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def depth(self) -> int: ...


@dataclass(slots=True)
class _Counting:
    """The counters of one pass over an edition."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    above: list[tuple[int, str]] = field(default_factory=list)

    def locate(self, unit: Numbered) -> str:
        parent = self._parent(unit)
        locator = self._unused(f"{parent}/{self._step(unit, parent)}")
        self.taken.add(locator)
        if unit.kind in PARENTS:
            self.above.append((unit.depth, locator))
        return locator

    def _parent(self, unit: Numbered) -> str:
        """Close the levels that this unit ends; return the locator of its parent."""
        while self.above and not (
            self.above[-1][0] < unit.depth
            and self.above[-1][1].startswith(f"{unit.part}/")
        ):
            self.above.pop()
        return self.above[-1][1] if self.above else unit.part

    def _step(self, unit: Numbered, parent: str) -> str:
        code = CODES[unit.kind]
        self.counts[parent, code] += 1
        count = self.counts[parent, code]
        if number := normalise_number(unit.number):
            return f"{code}{number}"
        if unit.kind in SINGLE:
            return code if count == 1 else f"{code}{count}"
        return f"{code or 'item'}{count}"

    def _unused(self, locator: str) -> str:
        """Return the locator, with a counter when it was used before ("3_2")."""
        candidate, copy = locator, 1
        while candidate in self.taken:
            copy += 1
            candidate = f"{locator}_{copy}"
        return candidate


def locators(units: Iterable[Numbered]) -> list[str]:
    """Return the locator of each unit of an edition, in order; all are distinct."""
    counting = _Counting()
    return [counting.locate(unit) for unit in units]


def key_for(locator: str) -> str:
    """Return the key of a clause that is created at this locator."""
    return locator.replace("/", "-")
