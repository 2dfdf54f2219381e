"""Parts of a document while they are read, and their keys: letter, statement-2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from documents.importing.line_starts import is_organ_line
from documents.importing.units import Unit
from documents.languages import LANGUAGES
from documents.languages.base import Cues
from documents.text.kinds import Kind

LONGEST_TITLE: Final = 1000


@dataclass(slots=True)
class Part:
    """A part under construction; its name is known when it is complete."""

    annexed: bool = False
    page: int = 0  # of the units that are added
    units: list[Unit] = field(default_factory=list)
    _firsts: dict[Kind, Unit] = field(default_factory=dict)
    _counted: int = 0

    def add(self, kind: Kind, text: str, *, number: str = "", depth: int = 0) -> None:
        """Append a unit."""
        self.units.append(Unit("", kind, number, depth, text, self.page))

    def pop(self) -> Unit:
        """Remove and return the last unit."""
        unit = self.units.pop()
        if self._firsts.get(unit.kind) is unit:
            del self._firsts[unit.kind]
        self._counted = min(self._counted, len(self.units))
        return unit

    def first(self, kind: Kind) -> str:
        """Return the text of the first unit of a kind; "" if there is none."""
        for unit in self.units[self._counted :]:
            self._firsts.setdefault(unit.kind, unit)
        self._counted = len(self.units)
        return self._firsts[kind].text if kind in self._firsts else ""

    def texts(self, kind: Kind) -> list[str]:
        """Return the texts of the units of a kind."""
        return [unit.text for unit in self.units if unit.kind is kind]

    def has(self, kind: Kind) -> bool:
        """Return whether the part has a unit of the kind."""
        self.first(kind)
        return kind in self._firsts


def named_units(parts: Sequence[Part], cues: Cues) -> tuple[Unit, ...]:
    """Return the units of all parts, each with its part's key."""
    seen: Counter[str] = Counter()
    units: list[Unit] = []
    for part in parts:
        if not part.units:
            continue
        name = _name(part, cues)
        seen[name] += 1
        full = name if seen[name] == 1 else f"{name}-{seen[name]}"
        units += (replace(unit, part=full) for unit in part.units)
    return tuple(units)


def _name(part: Part, cues: Cues) -> str:
    title = part.first(Kind.TITLE)
    if cues.letter_title.match(title):
        return "letter"
    if cues.resolution_title.match(title):
        return "resolution"
    name = instrument_name(title, cues)
    if not name and any(is_organ_line(text, cues) for text in part.texts(Kind.OPENING)):
        name = "resolution"
    return name or ("annex" if part.annexed else "document")


def instrument_name(title: str, cues: Cues) -> str:
    """Return the word that names the instrument: the first, in Chinese the last."""
    title = title[:LONGEST_TITLE]
    # A title in quotation marks is another instrument's.
    bare = re.sub(r"[《“«\"][^》”»\"]*[》”»\"]", " ", title)
    found = [
        (match.start() if not cues.name_is_last else -match.end(), name)
        for text in (bare if bare.strip() else title,)
        for name, pattern in cues.part_names
        for match in pattern.finditer(text)
    ]
    if not found and bare != title:
        return next(
            (name for name, pattern in cues.part_names if pattern.search(title)), ""
        )
    return min(found, default=(0, ""))[1]


def original_language(note: str) -> str:
    """Return the code of the language a note names; "" for none or several."""
    folded = note.casefold()
    named = [
        language.code
        for language in LANGUAGES
        if any(name in folded for name in language.named)
    ]
    return named[0] if len(named) == 1 else ""
