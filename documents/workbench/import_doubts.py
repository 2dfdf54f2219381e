"""Doubts about the text of an import by itself, each with a link to its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.importing import find_doubts
from documents.importing.refusals import SUSPICIONS
from documents.languages import Language
from documents.workbench.import_table import Review

BEGINNING = 60


@dataclass(frozen=True, slots=True)
class ToldDoubt:
    """A unit that looks misread: its place, what looks wrong, and how it begins."""

    place: int
    own: int  # the id of the unit at the desk
    page: int  # of the desk
    sentence: str
    number: str
    beginning: str

    @property
    def position(self) -> int:
        return self.place + 1


@dataclass(frozen=True, slots=True)
class TextDoubts:
    """What an editor should look at before saving a text."""

    language: Language
    doubts: tuple[ToldDoubt, ...]
    furniture: tuple[str, ...]


def doubt_text(review: Review, furniture: Sequence[str]) -> TextDoubts:
    """Return the doubts about a text, and the lines that stand in none of its units."""
    units, code = review.units, review.language.code
    found = tuple(
        ToldDoubt(
            doubt.place,
            review.desk.units[doubt.place].id,
            review.page_of(review.desk.units[doubt.place].id),
            str(SUSPICIONS[doubt.suspicion]),
            units[doubt.place].number,
            _begin(units[doubt.place].text),
        )
        for doubt in find_doubts(units, code)
    )
    return TextDoubts(review.language, found, tuple(furniture))


def _begin(text: str) -> str:
    return text[:BEGINNING] + "…" * (len(text) > BEGINNING)
