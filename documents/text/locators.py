"""Locators: the place of a unit, independent of language: statement/op3/a.

A locator is the part's key and one step for each level. A step is a code of the kind
and the printed number, which always decides. What has none among numbered siblings is a
continuation of the one before it (op2_cont, op2_cont2), which the units below it belong
to as before, or stands before them all (p_un1). Where no sibling has a number, the step
has the portal's count. A clause's first locator gives its key; an edition's locators
give its labels (documents/presenters/labels.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

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

# What is added to the number of a unit without one. Printed numbers have no "_".
CONTINUED: Final = "_cont"
UNNUMBERED: Final = "_un"
# The code of a subparagraph that stands below nothing.
LOOSE: Final = "sub"


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


class Family(NamedTuple):
    """What is numbered together: the part, the index of the parent, the kind's code."""

    part: str
    parent: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The place of a unit among the others, by their indexes."""

    family: Family
    continues: int | None = None  # the numbered unit that it is a continuation of


def standings(units: Sequence[Numbered]) -> list[Standing]:
    """Return the place of each unit of an edition among the others."""
    above: list[tuple[int, int]] = []
    last: dict[Family, int] = {}
    found: list[Standing] = []
    for index, unit in enumerate(units):
        while above and not _is_below(unit, above[-1][0], units[above[-1][1]]):
            above.pop()
        parent = above[-1][1] if above else None
        family = Family(unit.part, parent, _code(unit, parent))
        is_piece = unit.kind in PARENTS and not unit.number.strip()
        found.append(Standing(family, last.get(family) if is_piece else None))
        if normalise_number(unit.number):
            last[family] = index
        if unit.kind in PARENTS:
            # What stands below a continuation belongs to the unit it continues.
            head = found[-1].continues
            above.append((unit.depth, index if head is None else head))
    return found


def families(places: Sequence[Standing]) -> dict[Family, list[int]]:
    """Return the indexes of the units that are numbered together."""
    found: defaultdict[Family, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        found[place.family].append(index)
    return dict(found)


def loose_units(units: Sequence[Numbered]) -> list[int]:
    """Return the indexes of units of a level that have nothing above them."""
    return [
        index
        for index, standing in enumerate(standings(units))
        if standing.family.parent is None
        and (units[index].depth or units[index].kind == Kind.SUBPARAGRAPH)
    ]


def _is_below(unit: Numbered, depth: int, other: Numbered) -> bool:
    return depth < unit.depth and other.part == unit.part


def _code(unit: Numbered, parent: int | None) -> str:
    is_loose = unit.kind == Kind.SUBPARAGRAPH and parent is None
    return LOOSE if is_loose else CODES[unit.kind]


def locators(units: Iterable[Numbered]) -> list[str]:
    """Return the locator of each unit of an edition, in order; all are distinct."""
    listed = list(units)
    return _Locating(listed).run()


class _Locating:
    """One pass over the units of an edition."""

    def __init__(self, units: Sequence[Numbered]) -> None:
        self.units = units
        self.standings = standings(units)
        self.numbered = {
            standing.family
            for unit, standing in zip(units, self.standings, strict=True)
            if normalise_number(unit.number)
        }
        self.counts: defaultdict[Family, Counter[bool]] = defaultdict(Counter)
        self.continued: Counter[int] = Counter()
        self.taken: set[str] = set()
        self.found: list[str] = []

    def run(self) -> list[str]:
        for unit, standing in zip(self.units, self.standings, strict=True):
            locator = self._unused(self._locate(unit, standing))
            self.taken.add(locator)
            self.found.append(locator)
        return self.found

    def _locate(self, unit: Numbered, standing: Standing) -> str:
        head = standing.continues
        number = normalise_number(unit.number)
        self.counts[standing.family][bool(number)] += 1
        if head is not None:
            self.continued[head] += 1
            return f"{self.found[head]}{CONTINUED}{_again(self.continued[head])}"
        above = (
            unit.part
            if standing.family.parent is None
            else self.found[standing.family.parent]
        )
        code = standing.family.code
        step = f"{code}{number}" if number else self._counted(unit, standing.family)
        return f"{above}/{step}"

    def _counted(self, unit: Numbered, family: Family) -> str:
        """Return the step of a unit that has no number and continues none."""
        code, count = family.code, self.counts[family]
        if unit.kind in SINGLE and count.total() == 1:
            return code
        if not code:
            return f"item{count.total()}"
        if family in self.numbered:
            return f"{code}{UNNUMBERED}{count[False]}"
        return f"{code}{count.total()}"

    def _unused(self, locator: str) -> str:
        """Return the locator, with a counter when it was used before ("3_2")."""
        candidate, copy = locator, 1
        while candidate in self.taken:
            copy += 1
            candidate = f"{locator}_{copy}"
        return candidate


def _again(count: int) -> str:
    return "" if count == 1 else str(count)


def key_for(locator: str) -> str:
    """Return the key of a clause that is created at this locator."""
    return locator.replace("/", "-")
