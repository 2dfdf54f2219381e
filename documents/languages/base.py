"""A text language: everything about a text that depends on the language it is in.

One module a language makes one `Language`. The tables are data: the code that reads,
compares and anchors texts asks the language and knows none by name. A field that is
left out has a default that suits most languages, or is REQUIRED, and then the system
check in documents/apps.py names it and Django does not start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Final

# What each language must give for itself.
REQUIRED: Final[Any] = None
NEVER: Final = re.compile(r"(?!)")
ALWAYS: Final = re.compile("")


def words(*alternatives: str) -> str:
    """Return a group that matches any of the alternatives, blanks of any width."""
    return "(?:" + "|".join(part.replace(" ", r"\s+") for part in alternatives) + ")"


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Compile one entry of a table."""
    return re.compile(text, flags)


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogues; pages translate it when they show it."""
    return message


def _as_it_is(text: str) -> str:
    return text


# What most languages print alike.
AUTHORS_END: Final = re.compile(r"(?:,|—|–|:)$")
NUMBER: Final = re.compile(
    r"(?P<number>(?:\d{1,3}(?:\.\d{1,2}){0,2}\s?[.．]|\d{1,2}\.\d{1,2}"
    r"|\(\d{1,2}\)|\d{1,2}\)))"
    r"(?:\s+(?=\S)|(?=[^\W\d_a-z]|[«“\"]))"
)
ITEM: Final = re.compile(
    r"(?P<number>(?:\(?(?:[a-z]{1,2}|[ivxl]{1,5})\)|[a-z]\.(?=\s+\w{2})"
    r"|[-–—•·‑](?=\s)))\s*"
)
NOTE: Final = re.compile(r"\*+\s|\*+$|\[.*\]$", re.DOTALL)


class Script(Enum):
    """The letters that a language is written in: what they are, and what one weighs.

    A Chinese character stands for about four letters.
    """

    HAN = r"[\u3400-\u9fff]", 4
    CYRILLIC = r"[\u0400-\u04ff]", 1
    LATIN = r"[A-Za-z\u00c0-\u024f]", 1

    def __init__(self, signs: str, letters_a_sign: int) -> None:
        self.signs = re.compile(signs)
        self.letters_a_sign = letters_a_sign

    def weight_in(self, text: str) -> int:
        """Return how much of a text is in this script, in letters."""
        return len(self.signs.findall(text)) * self.letters_a_sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """How a language marks the units of a document. Patterns match at the beginning.

    Those named after whole lines (`organ`, `session`, ...) end with "$" themselves
    or are searched inside a masthead line.
    """

    spaced: bool = True  # are words separated by blanks?
    organ: re.Pattern[str] = REQUIRED
    session: re.Pattern[str] = REQUIRED
    agenda_item: re.Pattern[str] = REQUIRED
    masthead_note: re.Pattern[str] = NEVER
    original: re.Pattern[str] = REQUIRED
    letter_title: re.Pattern[str] = REQUIRED
    letter_title_end: re.Pattern[str] = REQUIRED
    letter_opening: re.Pattern[str] = REQUIRED
    resolution_title: re.Pattern[str] = REQUIRED
    resolution_note: re.Pattern[str] = NEVER
    annex: re.Pattern[str] = REQUIRED
    annex_continued: re.Pattern[str] = NEVER
    authors: re.Pattern[str] = REQUIRED
    authors_end: re.Pattern[str] = AUTHORS_END
    enacting: re.Pattern[str] = REQUIRED
    preamble_heading: re.Pattern[str] = NEVER
    heading: re.Pattern[str] = REQUIRED
    # `number`, and what stands behind it as `rest`
    article: re.Pattern[str] = REQUIRED
    number: re.Pattern[str] = NUMBER
    item: re.Pattern[str] = ITEM
    preambular: re.Pattern[str] = REQUIRED
    operative: re.Pattern[str] = REQUIRED
    signed: re.Pattern[str] = REQUIRED
    signed_alone: re.Pattern[str] = REQUIRED
    post: re.Pattern[str] = REQUIRED
    signed_for: re.Pattern[str] = NEVER
    place_date: re.Pattern[str] = REQUIRED
    closing: re.Pattern[str] = NEVER
    note: re.Pattern[str] = NOTE
    # The mark of a footnote as `mark`.
    footnote: re.Pattern[str] = NEVER
    part_names: tuple[tuple[str, re.Pattern[str]], ...] = REQUIRED
    name_is_last: bool = False  # does the word that names the instrument end the title?


@dataclass(frozen=True, slots=True, kw_only=True)
class HyphenCues:
    """Which hyphens at the end of a line belong to the word; all in small letters."""

    # First halves that always keep it, save before what begins no word.
    prefixes: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    # First halves of words that are written as one.
    closed: frozenset[str] = frozenset()
    # First words that keep it, save before these endings.
    first: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    # Last words before which another word of the text keeps it.
    last: frozenset[str] = frozenset()
    # What the first and what the last word look like.
    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = ()
    # First words for which the last one alone decides.
    deciding: tuple[tuple[str, re.Pattern[str]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointerCues:
    """How a language points to articles, paragraphs and annexes.

    Patterns of what stands before end in \\Z.
    """

    # A unit with its numbers: `list`, and a group named as the unit in small letters.
    step: re.Pattern[str] = REQUIRED
    # One number of such a list: 3 (a).
    number: re.Pattern[str] = REQUIRED
    # What joins units: "paragraph 2 of article VII", «пункт 2 статьи VII», 第七条第2款.
    link: re.Pattern[str] = REQUIRED
    # What stands between units and the name behind them.
    to_name: re.Pattern[str] = NEVER
    # What stands between a name and the units behind it.
    from_name: re.Pattern[str] = REQUIRED
    # Units beside these words are in this very document.
    here_before: re.Pattern[str] = NEVER
    here_after: re.Pattern[str] = NEVER
    # Units beside these are in something that we do not know.
    elsewhere_before: re.Pattern[str] = NEVER
    elsewhere_after: re.Pattern[str] = NEVER
    # The paragraphs of a preamble, and the numbered ones after it.
    preamble_before: re.Pattern[str] = NEVER
    preamble_after: re.Pattern[str] = NEVER
    # The annex of this document, as `annex`; an annex with a number is a unit.
    annex: re.Pattern[str] = NEVER
    annex_elsewhere_before: re.Pattern[str] = NEVER
    annex_elsewhere_after: re.Pattern[str] = NEVER
    # Where a short form is part of a longer name that we do not know.
    longer_name_after: re.Pattern[str] = NEVER
    # A short form without one of these words at its beginning ...
    demonstrative: re.Pattern[str] = ALWAYS
    # ... stands only behind these.
    short_form_after: re.Pattern[str] = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCues:
    """In which forms the names of instruments stand in texts of a language."""

    # Returns what a word, folded, has in common with its other cases and numbers.
    stem: Callable[[str], str] = _as_it_is
    # Words that a name may have or lack.
    skipped: frozenset[str] = frozenset()
    # Do some writers set the commas of a long name off and others not?
    has_loose_commas: bool = False
    # Is a short form only the word as entered, not its plural?
    has_exact_short_forms: bool = False
    # Titles of parts with fewer words are words of any text.
    shortest_title: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolCues:
    """How a language names resolutions and decisions by their numbers."""

    # Makes, from the pattern of a number, that of a word (as `word`) with one or more.
    numbered: Callable[[str], str] = REQUIRED
    # Makes the pattern of one of several numbers.
    item: Callable[[str], str] = _as_it_is
    # How the words for decisions begin, in small letters; the others are resolutions.
    decisions: tuple[str, ...] = REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of texts: its code in addresses, the tag that pages carry, its words.

    `order` is its place among the columns; the three messages are translated for the
    interface.
    """

    code: str
    bcp47: str
    name: str
    order: int
    not_yet: str = REQUIRED
    original_in: str = REQUIRED
    quoted: str = REQUIRED

    script: Script = REQUIRED
    # Letters that only other languages of the script use, and how many of the script's
    # own letters must stand against each.
    foreign: re.Pattern[str] = NEVER
    letters_to_a_foreign_one: int = 100
    # Small words, to tell it from other languages of the script; none where letters do.
    common_words: frozenset[str] = frozenset()
    # Encodings before Unicode; how its texts are told in them: by its small letters
    # (Cyrillic), by the share of characters beyond ASCII that they may have (Latin).
    encodings: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()
    accented: float = 0.05
    # How this language is named where texts of all languages name it, in small letters.
    named: tuple[str, ...] = REQUIRED

    # The words before an article's number, as patterns.
    articles: tuple[str, ...] = REQUIRED
    # Words that no unit ends with, and those before the last of several.
    dangling: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    # What heads and feet of pages have, as patterns: the language's name, the page's
    # number, other notes.
    printed_names: tuple[str, ...] = ()
    page_numbers: tuple[str, ...] = ()
    page_notes: tuple[str, ...] = ()
    # Between the organs or sessions of one masthead.
    separator: str = " · "
    # So few words say too little to tell one clause from another.
    few_words: int = 3
    # Words with a point that ends no sentence, in small letters.
    abbreviations: frozenset[str] = frozenset()
    # How the numbers of paragraphs and the letters of subparagraphs are printed.
    printed_number: str = "{}."
    printed_letter: str = "({})"

    cues: Cues = REQUIRED
    hyphens: HyphenCues = HyphenCues()
    pointers: PointerCues = REQUIRED
    names: NameCues = REQUIRED
    symbols: SymbolCues = REQUIRED

    @property
    def suffix(self) -> str:
        """The ending of the columns that hold this language, as in `text_zh_hans`."""
        return self.code.replace("-", "_")

    @property
    def spaced(self) -> bool:
        """Tell whether blanks separate its words; else it is read by characters."""
        return self.cues.spaced

    @property
    def joint(self) -> str:
        """What stands between two texts that become one."""
        return " " if self.spaced else ""

    def missing(self) -> list[str]:
        """Return the names of the required fields that it does not give."""
        return list(_missing(self))


def _missing(table: Any, prefix: str = "") -> Iterator[str]:
    for each in fields(table):
        value = getattr(table, each.name)
        if value is None:
            yield f"{prefix}{each.name}"
        elif is_dataclass(value):
            yield from _missing(value, f"{prefix}{each.name}.")
