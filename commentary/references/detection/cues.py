"""The words by which a language points to articles, paragraphs and annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Unit(IntEnum):
    """What is numbered, from the whole to its smallest part."""

    ANNEX = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    PARAGRAPH = 5
    SUBPARAGRAPH = 6


@dataclass(frozen=True, slots=True)
class Cues:
    """A language's table. Patterns of what stands before end in \\Z."""

    # A unit with its numbers: `list`, and a group named as the unit in small letters.
    step: re.Pattern[str]
    # One number of such a list: 3 (a).
    number: re.Pattern[str]
    # What joins units: "paragraph 2 of article VII", «пункт 2 статьи VII», 第七条第2款.
    link: re.Pattern[str]
    # What stands between units and the name behind them; None where none can.
    to_name: re.Pattern[str] | None
    # What stands between a name and the units behind it.
    from_name: re.Pattern[str]
    # Units beside these words are in this very document.
    here_before: re.Pattern[str]
    here_after: re.Pattern[str]
    # Units beside these are in something that we do not know.
    elsewhere_before: re.Pattern[str]
    elsewhere_after: re.Pattern[str]
    # The paragraphs of a preamble, and the numbered ones after it.
    preamble_before: re.Pattern[str]
    preamble_after: re.Pattern[str]
    # The annex of this document, as `annex`; an annex with a number is a unit.
    annex: re.Pattern[str]
    annex_elsewhere_before: re.Pattern[str]
    annex_elsewhere_after: re.Pattern[str]
    # Where a short form is part of a longer name that we do not know.
    longer_name_after: re.Pattern[str]
    # A short form without one of these words at its beginning ...
    demonstrative: re.Pattern[str]
    # ... stands only behind these.
    short_form_after: re.Pattern[str]


NEVER = re.compile(r"(?!)")
ALWAYS = re.compile("")
