"""What reading a text gives: its units in order, and the tree they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from documents.text.kinds import Kind


class Record(TypedDict):
    """A unit as `parse_document` prints it."""

    part: str
    kind: str
    number: str
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph-like unit: its place, its number as printed, and its words."""

    part: str
    kind: Kind
    number: str
    depth: int
    text: str

    def record(self) -> Record:
        """Return the unit as plain values, in the order in which they are printed."""
        return Record(
            part=self.part,
            kind=self.kind.value,
            number=self.number,
            depth=self.depth,
            text=self.text,
        )


@dataclass(slots=True)
class UnitNode:
    """A unit with the units that stand under it."""

    unit: Unit
    children: list[UnitNode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text read in one language: its units in reading order."""

    language: str
    units: tuple[Unit, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts in reading order."""
        return tuple(dict.fromkeys(unit.part for unit in self.units))

    def records(self) -> list[Record]:
        """Return every unit as plain values."""
        return [unit.record() for unit in self.units]

    def tree(self) -> dict[str, list[UnitNode]]:
        """Return the units of each part, nested by depth."""
        return {
            part: nest(unit for unit in self.units if unit.part == part)
            for part in self.parts
        }


def nest(units: Iterable[Unit]) -> list[UnitNode]:
    """Nest units by depth: each stands under the last unit that is less deep."""
    roots: list[UnitNode] = []
    path: list[UnitNode] = []
    for unit in units:
        while path and path[-1].unit.depth >= unit.depth:
            path.pop()
        node = UnitNode(unit)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots
