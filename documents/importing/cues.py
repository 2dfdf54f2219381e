"""What tells the units of a document apart: patterns, one table for each language.

The tables are data. `cues_en`, `cues_ru` and `cues_zh` fill the same form; the code
that reads a document asks the form and does not know the language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def words(*alternatives: str) -> str:
    """Return a group that matches any of the alternatives, blanks of any width."""
    return "(?:" + "|".join(part.replace(" ", r"\s+") for part in alternatives) + ")"


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Compile one entry of a table."""
    return re.compile(text, flags)


@dataclass(frozen=True, slots=True)
class Cues:
    """How one language marks its units. Patterns are matched at the beginning.

    Those named after whole lines (`organ`, `session`, ...) end with "$" themselves
    or are searched inside a masthead line.
    """

    spaced: bool  # are words separated by blanks?
    organ: re.Pattern[str]
    session: re.Pattern[str]
    agenda_item: re.Pattern[str]
    masthead_note: re.Pattern[str]
    original: re.Pattern[str]
    letter_title: re.Pattern[str]
    letter_title_end: re.Pattern[str]
    letter_opening: re.Pattern[str]
    resolution_title: re.Pattern[str]
    resolution_note: re.Pattern[str]
    annex: re.Pattern[str]
    annex_continued: re.Pattern[str]
    authors: re.Pattern[str]
    authors_end: re.Pattern[str]
    enacting: re.Pattern[str]
    preamble_heading: re.Pattern[str]
    heading: re.Pattern[str]
    article: re.Pattern[str]
    number: re.Pattern[str]
    item: re.Pattern[str]
    preambular: re.Pattern[str]
    operative: re.Pattern[str]
    signed: re.Pattern[str]
    signed_alone: re.Pattern[str]
    post: re.Pattern[str]
    signed_for: re.Pattern[str]
    place_date: re.Pattern[str]
    closing: re.Pattern[str]
    note: re.Pattern[str]
    footnote: re.Pattern[str]
    part_names: tuple[tuple[str, re.Pattern[str]], ...]
    name_is_last: bool  # does the word that names the instrument end the title?
