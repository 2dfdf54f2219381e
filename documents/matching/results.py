"""What matching is given and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from documents.importing import Unit

# The choice of an editor for whom a unit is no clause that was there.
NEW: Final = "new"


class State(StrEnum):
    """How sure it is which clause a unit is."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"  # an editor has to choose
    NEW = "new"  # no clause resembles it


@dataclass(frozen=True, slots=True)
class Existing:
    """A clause of the base edition, with what it says in the language of the text.

    `is_said` is False when it has nothing in that language: its unit then has no text,
    and the number of another language.
    """

    key: str
    unit: Unit
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that a unit may be, and how well it fits, from 0 to 1."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of one unit.

    `key` is the clause it is taken for when certain, and the best proposal when
    uncertain: no key is given to two units, so the best candidate may be another's.
    """

    state: State
    key: str | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()  # best first, `key` among them


class Undecided(Exception):
    """Units that may be several clauses, with no choice made; `units` are places."""

    def __init__(self, units: Sequence[int]) -> None:
        super().__init__(units)
        self.units = tuple(units)


class BadChoice(Exception):
    """A choice that cannot be followed: for `unit`, the clause `key`."""

    def __init__(self, unit: int, key: str) -> None:
        super().__init__(unit, key)
        self.unit, self.key = unit, key


@dataclass(frozen=True, slots=True)
class Matching:
    """Every unit of a text with what it may be, in the order of the text."""

    matches: tuple[Match, ...]
    # For each unit the clauses it may be at all: those of its part.
    allowed: tuple[frozenset[str], ...]
    left: tuple[str, ...]  # clauses that no unit is taken for or proposed for

    def undecided(self, choices: Mapping[int, str] | None = None) -> list[int]:
        """Return the places of the uncertain units for which no choice is made."""
        made = choices or {}
        return [
            place
            for place, match in enumerate(self.matches)
            if match.state is State.UNCERTAIN and place not in made
        ]

    def proposed(self, choices: Mapping[int, str] | None = None) -> list[str | None]:
        """Return the clause of each unit: the chosen, else the proposed, else None.

        No clause is given twice: one that was chosen is not proposed for another unit,
        and a choice that cannot be followed counts for nothing.
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
        """Return the clause of each unit, None for a new one; nothing is guessed.

        Raises BadChoice for a choice outside the text or its part, for a clause
        chosen twice or certain to be another unit; Undecided when any is missing.
        """
        made = choices or {}
        for place in self.bad_choices(made):
            raise BadChoice(place, made[place])
        if undecided := self.undecided(made):
            raise Undecided(undecided)
        return self.proposed(made)

    def bad_choices(self, choices: Mapping[int, str]) -> list[int]:
        """Return the places whose choices cannot be followed."""
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
