"""Input and results of matching: Existing, Match, Matching, and their exceptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from documents.importing import Unit

# The choice that a unit is a new clause.
NEW: Final = "new"


class State(StrEnum):
    """The certainty of a match."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"  # an editor has to choose
    NEW = "new"  # no clause is similar


@dataclass(frozen=True, slots=True)
class Existing:
    """A clause of the base edition, with its content in the language of the text.

    `is_said` is False when it has none in that language: its unit then has no text, and
    the number of another language.
    """

    key: str
    unit: Unit
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that a unit may be, and its score from 0 to 1."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The result for one unit.

    `key` is its clause when certain, and the best proposal when uncertain. A key is
    given to one unit only, so the best candidate may be another unit's.
    """

    state: State
    key: str | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()  # best first, including `key`


class Undecided(Exception):
    """Uncertain units without a choice; `units` are their indexes."""

    def __init__(self, units: Sequence[int]) -> None:
        super().__init__(units)
        self.units = tuple(units)


class BadChoice(Exception):
    """An invalid choice: clause `key` for unit `unit`."""

    def __init__(self, unit: int, key: str) -> None:
        super().__init__(unit, key)
        self.unit, self.key = unit, key


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches of all units, in the order of the text."""

    matches: tuple[Match, ...]
    # For each unit the keys it may be given: those of its part.
    allowed: tuple[frozenset[str], ...]
    left: tuple[str, ...]  # keys matched with or proposed for no unit

    def undecided(self, choices: Mapping[int, str] | None = None) -> list[int]:
        """Return the indexes of the uncertain units without a choice."""
        made = choices or {}
        return [
            place
            for place, match in enumerate(self.matches)
            if match.state is State.UNCERTAIN and place not in made
        ]

    def proposed(self, choices: Mapping[int, str] | None = None) -> list[str | None]:
        """Return the clause of each unit: the chosen, else the proposed, else None.

        No clause is given twice: a chosen one is not proposed for another unit. Invalid
        choices are ignored.
        """
        made = choices or {}
        keys: list[str | None] = [None] * len(self.matches)
        taken: set[str | None] = set()
        for place in sorted(range(len(keys)), key=lambda place: place not in made):
            key = made.get(place, self.matches[place].key)
            if key in self.allowed[place] and key not in taken:
                keys[place] = key
                taken.add(key)
        return keys

    def decided(self, choices: Mapping[int, str] | None = None) -> list[str | None]:
        """Return the clause of each unit, None for a new one.

        Raises BadChoice for a choice outside the text or its part, for a clause chosen
        twice or certain to be another unit; Undecided when a choice is missing.
        """
        made = choices or {}
        for place in self.bad_choices(made):
            raise BadChoice(place, made[place])
        if undecided := self.undecided(made):
            raise Undecided(undecided)
        return self.proposed(made)

    def bad_choices(self, choices: Mapping[int, str]) -> list[int]:
        """Return the unit indexes of invalid choices."""
        count = Counter(choices.values())
        certain = {
            match.key
            for place, match in enumerate(self.matches)
            if match.state is State.CERTAIN and place not in choices
        }
        return [
            place
            for place, key in choices.items()
            if not 0 <= place < len(self.matches)
            or (
                key != NEW
                and (count[key] > 1 or key in certain or key not in self.allowed[place])
            )
        ]
