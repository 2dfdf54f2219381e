"""Parsing of a text in one language into units: the sequence of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final

from documents.importing.block import Block, read_blocks
from documents.importing.block_builder import BlockBuilder
from documents.importing.flattened import unfold
from documents.importing.language_check import check_language
from documents.importing.lines import is_terminal, read_lines, settle_gaps
from documents.importing.page_furniture import strip_furniture
from documents.importing.parts import Part, instrument_name, named_units
from documents.importing.recognising import Recogniser
from documents.importing.refusals import EmptyFile, NoStructure, NullCharacter
from documents.importing.sheets import Paragraph
from documents.importing.twin_letters import settle_letters
from documents.importing.units import ParsedText, Unit
from documents.languages import BY_CODE
from documents.languages.base import Cues
from documents.text.kinds import Kind
from documents.text.numerals import value_of

# More than any document has; a file of the maximum size within it takes seconds.
MOST_LINES: Final = 120_000
CLAUSES: Final = frozenset({Kind.PREAMBULAR, Kind.OPERATIVE, Kind.PARAGRAPH})
SURE_SIGNS: Final = frozenset(
    {Kind.OPENING, Kind.PREAMBULAR, Kind.ARTICLE, Kind.ANNEX_HEADING, Kind.SIGNATURE}
)


def parse(text: str, language: str) -> ParsedText:
    """Return the units of a text; `language` is a code.

    Raises ImportRefused when the text is empty, evidently in another language, or
    without the structure of a document.
    """
    if "\0" in text:
        raise NullCharacter
    if not text.strip():
        raise EmptyFile
    check_language(text, BY_CODE[language])
    cues = BY_CODE[language].cues
    lines = read_lines(unfold(text, cues), cues)
    if len(lines) > MOST_LINES:
        raise NoStructure
    settle_gaps(lines)
    kept, furniture = strip_furniture(lines, cues)
    return _recognise(BlockBuilder(kept, cues).build(), language, furniture)


def parse_paragraphs(
    paragraphs: Sequence[Paragraph], language: str, furniture: Sequence[str] = ()
) -> ParsedText:
    """Return the units of paragraphs that a format with a layout of its own gives.

    `furniture` are the lines that were left out of them. Raises ImportRefused as
    `parse` does.
    """
    text = "\n".join(line for each in paragraphs for line in each.lines)
    if not text.strip():
        raise EmptyFile
    check_language(text, BY_CODE[language])
    if text.count("\n") > MOST_LINES:
        raise NoStructure
    cues = BY_CODE[language].cues
    return _recognise(read_blocks(paragraphs, cues), language, tuple(furniture))


def _recognise(
    blocks: list[Block], language: str, furniture: tuple[str, ...]
) -> ParsedText:
    cues = BY_CODE[language].cues
    settle_letters(blocks, cues)
    parts = Recogniser(blocks, cues).read()
    units = named_units([_settled(part, cues) for part in parts], cues)
    _check_structure(units, cues)
    return ParsedText(language=language, units=units, furniture=furniture)


def _settled(part: Part, cues: Cues) -> Part:
    """Return the part; its paragraphs are operative only where something is decided.

    Those before the first article are not, nor are those of a report or of a statement
    that a president reads.
    """
    spoken = any(cues.whole_title.match(each) for each in part.texts(Kind.TITLE))
    end = len(part.units) if spoken or _is_report(part, cues) else 0
    if part.has(Kind.ARTICLE):
        end = next(i for i, u in enumerate(part.units) if u.kind is Kind.ARTICLE)
    part.units = [
        replace(unit, kind=Kind.PARAGRAPH)
        if index < end and unit.kind is Kind.OPERATIVE
        else unit
        for index, unit in enumerate(part.units)
    ]
    _find_headings(part, cues)
    return part


def _find_headings(part: Part, cues: Cues) -> None:
    """Turn "1. Old lamps" into a heading where the paragraphs count on across it."""
    last, blank = 0, " " if cues.spaced else ""
    numbered = [
        (place, value)
        for place, unit in enumerate(part.units)
        if unit.kind in CLAUSES and not unit.depth and (value := value_of(unit.number))
    ]
    for (place, value), (_, following) in pairwise([*numbered, (0, 0)]):
        unit = part.units[place]
        if following == last + 1 != value and not is_terminal(unit.text):
            text = f"{unit.number}{blank}{unit.text}"
            part.units[place] = replace(unit, kind=Kind.HEADING, number="", text=text)
        else:
            last = value


def _is_report(part: Part, cues: Cues) -> bool:
    """Return whether a part has numbered paragraphs and headings, and no preamble.

    A title that names another kind of document says otherwise.
    """
    if part.has(Kind.OPENING) or part.has(Kind.PREAMBULAR):
        return False
    titles = part.texts(Kind.TITLE)
    if any(cues.resolution_title.match(title) for title in titles):
        return False
    names = {instrument_name(title, cues) for title in titles + _head(part)} - {""}
    return names == {"report"} or (not names and part.has(Kind.HEADING))


def _head(part: Part) -> list[str]:
    """Return the headings before the first paragraph."""
    before = takewhile(lambda unit: unit.kind not in CLAUSES, part.units)
    return [unit.text for unit in before if unit.kind is Kind.HEADING]


def _check_structure(units: tuple[Unit, ...], cues: Cues) -> None:
    kinds = {unit.kind for unit in units}
    titles = [unit.text for unit in units if unit.kind in {Kind.TITLE, Kind.HEADING}]
    titled = any(
        cues.letter_title.match(title)
        or cues.resolution_title.match(title)
        or instrument_name(title, cues)
        for title in titles
    )
    if not kinds & CLAUSES or not (titled or kinds & SURE_SIGNS):
        raise NoStructure
