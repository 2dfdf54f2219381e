"""Language: everything about a text that depends on the language it is in.

Each module of this package defines one `Language`. Its tables are data: the code that
imports, compares and anchors texts reads them and names no language. A field left out
has a default that suits most languages, or is REQUIRED: then the system check in
documents/apps.py reports it and Django does not start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Final

# Marks a field that each language must define.
REQUIRED: Final[Any] = None
NEVER: Final = re.compile(r"(?!)")
ALWAYS: Final = re.compile("")


def words(*alternatives: str) -> str:
    """Return a regex group of the alternatives; a blank matches any white space."""
    return "(?:" + "|".join(part.replace(" ", r"\s+") for part in alternatives) + ")"


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern of a table."""
    return re.compile(text, flags)


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def _as_it_is(text: str) -> str:
    return text


# Patterns common to most languages.
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
    """A script: its letters as a pattern, and the weight of one.

    A Chinese character weighs about four letters.
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
    """The patterns by which the units of a document are recognised at their beginning.

    Those named after whole lines (`organ`, `session`, ...) end with "$" themselves or
    are searched inside a masthead line.
    """

    spaced: bool = True  # whether blanks separate words
    opens_small: bool = True  # whether a clause may begin with a small letter
    # Where they do not: the blanks that belong in a line all the same, and the number
    # of an article (group 1) that a blank sets off from its title.
    kept_blanks: re.Pattern[str] = NEVER
    article_apart: re.Pattern[str] = NEVER
    organ: re.Pattern[str] = REQUIRED
    session: re.Pattern[str] = REQUIRED
    agenda_item: re.Pattern[str] = REQUIRED
    # How a line that continues an agenda item begins, beside a number.
    agenda_rest: re.Pattern[str] = NEVER
    masthead_note: re.Pattern[str] = NEVER
    original: re.Pattern[str] = REQUIRED
    letter_title: re.Pattern[str] = REQUIRED
    letter_title_end: re.Pattern[str] = REQUIRED
    letter_opening: re.Pattern[str] = REQUIRED
    resolution_title: re.Pattern[str] = REQUIRED
    resolution_note: re.Pattern[str] = NEVER
    # A title that is whole in its line, such as that of a presidential statement.
    whole_title: re.Pattern[str] = NEVER
    # "Adopted unanimously at …": the last line of a resolution.
    adoption: re.Pattern[str] = NEVER
    annex: re.Pattern[str] = REQUIRED
    annex_continued: re.Pattern[str] = NEVER
    # In the first of the lines that make an annex's heading together.
    annex_words: re.Pattern[str] = REQUIRED
    authors: re.Pattern[str] = REQUIRED
    authors_end: re.Pattern[str] = AUTHORS_END
    enacting: re.Pattern[str] = REQUIRED
    preamble_heading: re.Pattern[str] = NEVER
    heading: re.Pattern[str] = REQUIRED
    # A heading with a numeral that paragraphs have as well: its words decide.
    numbered_heading: re.Pattern[str] = NEVER
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
    name_is_last: bool = False  # whether the naming word ends the title


@dataclass(frozen=True, slots=True, kw_only=True)
class HyphenCues:
    """Which hyphens at line ends belong to the word; all in lower case."""

    # First halves that always keep it, except before `suffixes`, which begin no word.
    prefixes: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    # First halves of words that are written as one.
    closed: frozenset[str] = frozenset()
    # First words that keep it, except before these endings.
    first: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    # Last words that keep it after a word of the text.
    last: frozenset[str] = frozenset()
    # The forms of first and last words.
    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = ()
    # First words after which the last word alone decides.
    deciding: tuple[tuple[str, re.Pattern[str]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointerCues:
    r"""Patterns of pointers to articles, paragraphs and annexes.

    Patterns of text before a pointer end in \Z.
    """

    # A unit with its numbers: group `list`, and a group named after the unit.
    step: re.Pattern[str] = REQUIRED
    # One number of such a list: 3 (a).
    number: re.Pattern[str] = REQUIRED
    # Joins units: "paragraph 2 of article VII", «пункт 2 статьи VII», 第七条第2款.
    link: re.Pattern[str] = REQUIRED
    # Between units that are listed: "paragraph 1 and paragraph 2", 第1款和第2款.
    join: re.Pattern[str] = REQUIRED
    # Between units and the name behind them.
    to_name: re.Pattern[str] = NEVER
    # Between a name and the units behind it.
    from_name: re.Pattern[str] = REQUIRED
    # Before or after units of this document.
    here_before: re.Pattern[str] = NEVER
    here_after: re.Pattern[str] = NEVER
    # Before or after units of an unknown work.
    elsewhere_before: re.Pattern[str] = NEVER
    elsewhere_after: re.Pattern[str] = NEVER
    # Before units of a work named earlier in the sentence: "including".
    including: re.Pattern[str] = NEVER
    # Before or after units of the work named last: "of that resolution".
    that_work_before: re.Pattern[str] = NEVER
    that_work_after: re.Pattern[str] = NEVER
    # Before or after a work of which the annex is meant, one without a number.
    its_annex_before: re.Pattern[str] = NEVER
    its_annex_after: re.Pattern[str] = NEVER
    # The paragraphs of a preamble, and the numbered ones after it.
    preamble_before: re.Pattern[str] = NEVER
    preamble_after: re.Pattern[str] = NEVER
    # The annex of this document, as group `annex`; a numbered annex is a unit.
    annex: re.Pattern[str] = NEVER
    annex_elsewhere_before: re.Pattern[str] = NEVER
    annex_elsewhere_after: re.Pattern[str] = NEVER
    # After a short form that is part of a longer, unknown name.
    longer_name_after: re.Pattern[str] = NEVER
    # A short form that does not begin with one of these words ...
    demonstrative: re.Pattern[str] = ALWAYS
    # ... counts only after these.
    short_form_after: re.Pattern[str] = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCues:
    """The forms of instruments' names in texts of a language."""

    # Returns the stem of a folded word, common to its cases and numbers.
    stem: Callable[[str], str] = _as_it_is
    # Words that are optional in a name.
    skipped: frozenset[str] = frozenset()
    # Whether commas in a long name are optional.
    has_loose_commas: bool = False
    # Whether a short form must match exactly, not in the plural.
    has_exact_short_forms: bool = False
    # A work named in a text (group `name`) and the word for what it is (`genus`, which
    # may be absent): to offer those that no register has, and to tell what "the Treaty"
    # may mean.
    works: re.Pattern[str] = NEVER
    # Titles of parts with fewer words are not searched: they occur in any text.
    shortest_title: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolCues:
    """The forms of references to resolutions and decisions by number."""

    # Returns, for the pattern of a number, that of a word (group `word`) with numbers.
    numbered: Callable[[str], str] = REQUIRED
    # Returns the pattern of one of several numbers.
    item: Callable[[str], str] = _as_it_is
    # Beginnings of the words for decisions, in lower case; others are resolutions.
    decisions: tuple[str, ...] = REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A text language: code in addresses, BCP 47 tag, names, and its tables.

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
    # Letters used only by other languages of the script, and how many of the script's
    # own letters must stand against each.
    foreign: re.Pattern[str] = NEVER
    letters_to_a_foreign_one: int = 100
    # Function words that distinguish it within its script; () where letters suffice.
    common_words: frozenset[str] = frozenset()
    # Encodings before Unicode, and how its texts are recognised: by usual letters
    # (Cyrillic), by the share of characters beyond ASCII that they may have (Latin).
    encodings: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()
    accented: float = 0.05
    # Its name in texts of all languages, in lower case.
    named: tuple[str, ...] = REQUIRED

    # The words before an article's number, as patterns.
    articles: tuple[str, ...] = REQUIRED
    # Words that end no unit, and conjunctions before the last of several.
    dangling: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    # What heads and feet of pages have, as patterns: the language's name, the page's
    # number, other notes.
    printed_names: tuple[str, ...] = ()
    page_numbers: tuple[str, ...] = ()
    page_notes: tuple[str, ...] = ()
    # A day alone in a line, with the groups `day`, `month` and `year`; the names of the
    # months, unless they are printed as numbers.
    day: re.Pattern[str] = NEVER
    months: tuple[str, ...] = ()
    # What a letter or note is called in its title, and its short title from that and
    # its date.
    letter: re.Pattern[str] = NEVER
    dated_letter: str = "{kind}, {day}"
    # Between the organs or sessions of one masthead.
    separator: str = " · "
    # Fewer words do not distinguish a clause from others.
    few_words: int = 3
    # Abbreviations whose full stop ends no sentence, in lower case.
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
        """The suffix of this language's columns, as in `text_zh_hans`."""
        return self.code.replace("-", "_")

    @property
    def spaced(self) -> bool:
        """Whether blanks separate its words; else tokens are characters."""
        return self.cues.spaced

    @property
    def joint(self) -> str:
        """The separator between two texts that are merged."""
        return " " if self.spaced else ""

    def missing(self) -> list[str]:
        """Return the names of the required fields that are not defined."""
        return list(_missing(self))


def _missing(table: Any, prefix: str = "") -> Iterator[str]:
    for each in fields(table):
        value = getattr(table, each.name)
        if value is None:
            yield f"{prefix}{each.name}"
        elif is_dataclass(value):
            yield from _missing(value, f"{prefix}{each.name}.")
