"""Numbering: the numbers of paragraphs, which Word keeps outside the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from documents.importing.list_numbers import count_in
from documents.importing.word.package import (
    W,
    child,
    is_on,
    name_of,
    number_of,
    value_of,
)
from documents.importing.word.styles import Styles

LEVELS: Final = 9
LONGEST_LABEL: Final = 60
PLACE: Final = re.compile(r"%([1-9])")
# Bullets of symbol fonts; Courier's small o is a ring.
BULLETS: Final = {"o": "◦", "\uf02d": "–", "-": "-", "–": "–", "—": "—", "*": "*"}
# Behind these no blank is printed.
WIDE_ENDS: Final = ("、", "．", "）", "。", "：")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it starts, how it counts, what is printed."""

    start: int
    style: str
    text: str
    is_legal: bool  # whether numbers of the levels above are in figures
    restarts_after: int  # 0: never
    blank: str
    paragraph_style: str

    @classmethod
    def of(cls, element: etree._Element) -> Level:
        """Read a `w:lvl`."""
        place = number_of(element, 0, "ilvl")
        suffix = value_of(child(element, "suff")) or "tab"
        return cls(
            start=number_of(child(element, "start"), 0),
            style=_count_style(element),
            text=value_of(child(element, "lvlText"))[:LONGEST_LABEL],
            is_legal=is_on(child(element, "isLgl")),
            restarts_after=number_of(child(element, "lvlRestart"), place),
            blank="" if suffix == "nothing" else " ",
            paragraph_style=value_of(child(element, "pStyle")),
        )


def _count_style(level: etree._Element) -> str:
    """Return the style of counting; what Word added later has an alternative."""
    found = level.find(f"{W}numFmt")
    if found is None:
        found = next((e for e in level.iter() if name_of(e) == "numFmt"), None)
    return value_of(found) or "decimal"


@dataclass(slots=True)
class List:
    """A list of the document (`w:num`): its definition, and what it changes."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)

    def change(self, levels: Mapping[int, Level]) -> dict[int, Level]:
        """Return the levels of the definition as this list has them."""
        own = {**levels, **self.levels}
        for place, start in self.starts.items():
            if place in own:
                own[place] = replace(own[place], start=start)
        return own


class Numbering:
    """Counts the numbered paragraphs of a document, in their order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.definitions: dict[str, dict[int, Level]] = {}
        self.linked: dict[str, str] = {}  # the style that a definition refers to
        self.lists: dict[str, List] = {}
        for element in root if root is not None else ():
            if name_of(element) == "abstractNum":
                self._define(element)
            elif name_of(element) == "num":
                self.lists[value_of(element, "numId")] = _read_list(element)
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()

    def _define(self, element: etree._Element) -> None:
        key = value_of(element, "abstractNumId")
        levels = element.findall(f"{W}lvl")
        self.definitions[key] = {
            number_of(each, 0, "ilvl"): Level.of(each) for each in levels
        }
        if link := value_of(child(element, "numStyleLink")):
            self.linked[key] = link

    def next_label(self, paragraph: etree._Element) -> str:
        """Count a paragraph; return what is printed before it, "" for nothing."""
        number, level, style = self._place_of(paragraph)
        found = self.lists.get(number)
        if found is None or not 0 <= level < LEVELS:
            return ""
        key = self._definition(found.definition)
        levels = found.change(self.definitions.get(key, {}))
        if style:
            named = (n for n, one in levels.items() if one.paragraph_style == style)
            level = next(named, level)
        if level not in levels:
            return ""
        self._count(number, key, level, levels)
        return self._label(self.counts[key], level, levels)

    def _place_of(self, paragraph: etree._Element) -> tuple[str, int, str]:
        """Return (list, level, style); the style only if the list is the style's."""
        own = child(paragraph, "pPr", "numPr")
        number = value_of(child(own, "numId"))
        level = child(own, "ilvl")
        style = self.styles.of_paragraph(paragraph)
        if number:
            return number, number_of(level, 0), ""
        holder, found = self.styles.numbering_of(style)
        if found is None:
            return "", 0, ""
        given = level if level is not None else child(found, "ilvl")
        place = number_of(given, 0)
        return (
            value_of(child(found, "numId")),
            place,
            "" if level is not None else holder,
        )

    def _definition(self, key: str) -> str:
        """Return the definition that has the levels: a style may stand between."""
        for _ in range(LEVELS):
            if key not in self.linked:
                break
            _holder, found = self.styles.numbering_of(self.linked[key])
            other = self.lists.get(value_of(child(found, "numId")))
            if other is None:
                break
            key = other.definition
        return key

    def _count(
        self, number: str, key: str, level: int, levels: dict[int, Level]
    ) -> None:
        counts = self.counts.setdefault(key, {})
        if number not in self.begun:
            self.begun.add(number)
            for place in self.lists[number].starts:
                counts.pop(place, None)
        for above in range(level):
            if above in levels:
                counts.setdefault(above, levels[above].start)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for below in range(level + 1, LEVELS):
            if below in levels and level < levels[below].restarts_after:
                counts.pop(below, None)

    def _label(
        self, counts: dict[int, int], level: int, levels: dict[int, Level]
    ) -> str:
        shown = levels[level]
        if shown.style == "bullet":
            label = BULLETS.get(shown.text, "•")
            return f"{label}{shown.blank or ' '}" if shown.text else ""

        def count(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place not in levels or place not in counts:
                return ""
            style = "decimal" if shown.is_legal else levels[place].style
            return count_in(style, counts[place])

        label = PLACE.sub(count, shown.text).strip()
        if not label:
            return ""
        return label if label.endswith(WIDE_ENDS) else label + shown.blank


def _read_list(element: etree._Element) -> List:
    found = List(value_of(child(element, "abstractNumId")))
    for change in element.findall(f"{W}lvlOverride"):
        place = number_of(change, 0, "ilvl")
        start, level = child(change, "startOverride"), child(change, "lvl")
        if start is not None:
            found.starts[place] = number_of(start, 0)
        if level is not None:
            found.levels[place] = Level.of(level)
    return found
