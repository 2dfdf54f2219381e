"""Mention and Target: the detector's results as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Refers(StrEnum):
    """The kind of a mention's target."""

    INSTRUMENT = "instrument"  # key: slug in the register
    CLAUSE = "clause"  # key: locator in the same edition
    PART = "part"  # key: key of the part in the same document
    SYMBOL = "symbol"  # key: symbol of a document that is not in the register


class Rule(StrEnum):
    """The rule by which a mention was found."""

    NAME = "name"  # a full form of its name
    SHORT = "short"  # a short form, after it was named
    SYMBOL = "symbol"
    PLACE = "place"  # a paragraph or article of the same document
    ANNEX = "annex"
    TITLE = "title"  # the title of a part of the same document


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """The target of a mention: its kind and key ("npt", "statement/op3", "A/54/42")."""

    refers: Refers
    key: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A range of a text, in code points, its target and a locator in the target.

    The locator has the same form in every language: "art. VII, para. 2".
    """

    start: int
    end: int
    target: Target
    locator: str
    rule: Rule
