"""Anchoring measures: how much of a language is enough; found by measuring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Measures:
    """How much of a language is enough; in tokens."""

    window: int  # how far around the words is looked
    horizon: int  # how far, to tell a formula from a clause
    short: int  # so few words are found unchanged or not at all
    evidence: int  # so many, of them and around them, must be left
    telling: int  # so many, unchanged and in one run, need no surroundings
    piece: int  # so many has a piece of a clause that was split
    gram: int  # so many, in one run, do not stand in two texts by chance
    # So many of a quote do not stand together by chance, or with those beside them.
    believed: int
    believed_with_more: int
    convincing: float  # so much evidence convinces alone; by weight


WORDS: Final = Measures(
    window=10,
    horizon=30,
    short=3,
    evidence=17,
    telling=24,
    piece=16,
    gram=4,
    believed=5,
    believed_with_more=8,
    convincing=12,
)
# A Chinese word has mostly two characters (as in documents.matching.similarity).
CHARACTERS: Final = Measures(
    window=20,
    horizon=60,
    short=6,
    evidence=20,
    telling=48,
    piece=40,
    gram=6,
    believed=6,
    believed_with_more=12,
    convincing=16,
)
