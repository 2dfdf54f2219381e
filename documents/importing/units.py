"""Units: the result of parsing, in reading order and as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from documents.text.kinds import Kind


class Record(TypedDict):
    """A unit as `parse_document` prints it, in JSON."""

    part: str
    kind: str
    number: str
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph-like unit: part, kind, depth, printed number, text.

    `page` is the page of the file on which it begins, from 1; 0 where that is unknown.
    It does not make two units differ.
    """

    part: str
    kind: Kind
    number: str
    depth: int
    text: str
    page: int = field(default=0, compare=False)

    def record(self) -> Record:
        """Return the unit as a dict, in the order of printing."""
        return Record(
            part=self.part,
            kind=self.kind.value,
            number=self.number,
            depth=self.depth,
            text=self.text,
        )


@dataclass(slots=True)
class UnitNode:
    """A unit with its child units."""

    unit: Unit
    children: list[UnitNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A parsed text in one language: its units in reading order.

    `furniture` are the lines that stood in no unit: running heads, page numbers.
    `received` is the text as it was read, its pages divided by form feeds.
    """

    language: str
    units: tuple[Unit, ...]
    furniture: tuple[str, ...] = ()
    received: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys of the parts in reading order."""
        return tuple(dict.fromkeys(unit.part for unit in self.units))

    def records(self) -> list[Record]:
        """Return every unit as a dict."""
        return [unit.record() for unit in self.units]

    def tree(self) -> dict[str, list[UnitNode]]:
        """Return the units of each part as trees, by the part's key."""
        return {
            part: nest(unit for unit in self.units if unit.part == part)
            for part in self.parts
        }


def nest(units: Iterable[Unit]) -> list[UnitNode]:
    """Return trees of units: each is a child of the last unit of lower depth."""
    roots: list[UnitNode] = []
    path: list[UnitNode] = []
    for unit in units:
        while path and path[-1].unit.depth >= unit.depth:
            path.pop()
        node = UnitNode(unit)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots
