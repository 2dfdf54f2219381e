"""Quoted words: how they are chosen, kept, and found again in later wordings. No ORM.

Outside code imports from here only.
"""

from __future__ import annotations

from commentary.quoting.picking import Piece, Sentence, sentences
from commentary.quoting.placing import LEAST_SCORE, Place, Placer, State, place
from commentary.quoting.selectors import (
    CutCharacter,
    NothingChosen,
    OtherWords,
    OutsideText,
    QuoteError,
    Selector,
    select,
    select_as_seen,
)

__all__ = [
    "LEAST_SCORE",
    "CutCharacter",
    "NothingChosen",
    "OtherWords",
    "OutsideText",
    "Piece",
    "Place",
    "Placer",
    "QuoteError",
    "Selector",
    "Sentence",
    "State",
    "place",
    "select",
    "select_as_seen",
    "sentences",
]
