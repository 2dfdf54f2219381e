"""What the detector finds, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Refers(StrEnum):
    """What kind of thing a mention points to."""

    INSTRUMENT = "instrument"  # by its slug in the register
    CLAUSE = "clause"  # by its locator in the same edition
    PART = "part"  # by its key in the same document
    SYMBOL = "symbol"  # of a document that the register does not have


class Rule(StrEnum):
    """By what a mention was recognised."""

    NAME = "name"  # a form of its name
    SHORT = "short"  # words that mean it since it was named
    SYMBOL = "symbol"
    PLACE = "place"  # a paragraph or article of the same document
    ANNEX = "annex"
    TITLE = "title"  # the title of a part of the same document


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What is mentioned: "npt", "statement/op3", "statement", "A/54/42"."""

    refers: Refers
    key: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one text, by code points, and what they mean.

    The locator says where in an instrument or document, the same in every language:
    "art. VII, para. 2".
    """

    start: int
    end: int
    target: Target
    locator: str
    rule: Rule
