"""An edition as the reading pages show it: parts, divisions, rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.languages import BY_CODE, Language
from documents.models import ClauseVersion, LanguageVersion, Part
from documents.presenters.citation import Citation
from documents.presenters.labels import full_label, label, part_name, place
from documents.text.content import ClauseContent
from documents.text.kinds import MASTHEAD, Kind
from documents.text.marks import Mark, Piece, pieces

# What lies over the texts of an edition, by clause key and language.
Marks: TypeAlias = Mapping[tuple[str, str], Sequence[Mark]]
NO_MARKS: Marks = {}

# Kinds whose place is worth a line of its own in the outline.
OUTLINED = {
    Kind.PARAGRAPH,
    Kind.PREAMBULAR,
    Kind.OPERATIVE,
    Kind.ARTICLE,
    Kind.HEADING,
}
# Their place needs no words beside them.
SELF_EVIDENT = MASTHEAD | {
    Kind.TITLE,
    Kind.SIGNATURE,
    Kind.ANNEX_HEADING,
    Kind.ORIGINAL_LANGUAGE,
    Kind.OPENING,
    Kind.PLACE_DATE,
}
PREAMBLE = {Kind.OPENING, Kind.PREAMBULAR}
OPERATIVE_PART = {Kind.OPERATIVE}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one clause says in one language."""

    language: Language
    number: str
    text: str
    marks: Sequence[Mark] = ()

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.text, self.marks)

    @property
    def not_yet(self) -> str:
        return gettext(self.language.not_yet)


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: its place, its texts in the order of the columns, its addresses."""

    key: str
    clause: int
    kind: str
    depth: int
    place: str
    label: str
    full_label: str
    is_outlined: bool
    is_self_evident: bool
    cells: list[Cell]
    permalink: str
    citation: str


@dataclass(frozen=True, slots=True)
class Division:
    """A stretch of a part under a name of its own; "" for the rest of the part."""

    key: str
    name: str | Promise
    rows: list[Row]

    @property
    def outlined(self) -> list[Row]:
        return [row for row in self.rows if row.is_outlined and row.depth == 0]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part with its divisions in order."""

    part: Part
    name: str
    note: str
    divisions: list[Division]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: a language and the standing of its text."""

    language: Language
    version: LanguageVersion | None

    @property
    def not_yet(self) -> str:
        return gettext(self.language.not_yet)


def columns_for(
    codes: Sequence[str], versions: Iterable[LanguageVersion]
) -> list[Column]:
    """Return the heads of the columns, in the reader's order."""
    by_code = {version.language: version for version in versions}
    return [Column(BY_CODE[code], by_code.get(code)) for code in codes]


def read_rows(
    versions: Iterable[ClauseVersion],
    codes: Sequence[str],
    citation: Citation,
    marks: Marks = NO_MARKS,
) -> Iterator[tuple[Part, Row]]:
    """Yield each clause as a row, with its part."""
    for version in versions:
        full = full_label(version.locator)
        yield (
            version.clause.part,
            Row(
                key=version.clause.key,
                clause=version.clause_id,
                kind=version.kind,
                depth=version.depth,
                place=place(version.locator),
                label=label(version.locator),
                full_label=full,
                is_outlined=version.kind in OUTLINED,
                is_self_evident=version.kind in SELF_EVIDENT,
                cells=read_cells(
                    version,
                    codes,
                    {code: marks.get((version.clause.key, code), ()) for code in codes},
                ),
                permalink=citation.address(version),
                citation=citation.text(version, full),
            ),
        )


def read_cells(
    version: ClauseVersion,
    codes: Sequence[str],
    marks: Mapping[str, Sequence[Mark]] | None = None,
) -> list[Cell]:
    """Return a clause's texts in the chosen columns, with marks by language."""
    content = ClauseContent.of(version)
    return [
        Cell(
            language=BY_CODE[code],
            number=content.number(code),
            text=content.text(code),
            marks=(marks or {}).get(code, ()),
        )
        for code in codes
    ]


def read_parts(
    rows: Iterable[tuple[Part, Row]], languages: Sequence[LanguageVersion]
) -> list[ReadPart]:
    """Gather rows into parts and divisions."""
    return [
        ReadPart(
            part=part,
            name=part_name(part.key),
            note=original_note(part, languages),
            divisions=_divisions(part, [row for _part, row in group]),
        )
        for part, group in groupby(rows, lambda pair: pair[0])
    ]


def _divisions(part: Part, rows: list[Row]) -> list[Division]:
    divisions: list[Division] = []
    for name, group in groupby(_with_division(rows), lambda pair: pair[0]):
        key = f"{part.key}-{name}" if name else ""
        if any(division.key == key for division in divisions):
            name = key = ""  # a preamble amid the operative part has had its name
        divisions.append(
            Division(key, DIVISIONS.get(name, ""), [row for _name, row in group])
        )
    return divisions


DIVISIONS: dict[str, Promise] = {
    "preamble": _("Preamble"),
    "operative-part": _("Operative part"),
}


def _with_division(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Pair each row with its division.

    A division begins once: headings between its paragraphs and what stands under them
    stay in it, and what comes before or after all of them is in none.
    """
    listed = list(rows)
    names = [_own_division(row) for row in listed]
    name = ""
    for index, row in enumerate(listed):
        if names[index]:
            name = names[index]
        elif not row.depth and name not in names[index:]:
            name = ""
        yield name, row


def _own_division(row: Row) -> str:
    if row.kind in PREAMBLE:
        return "preamble"
    return "operative-part" if row.kind in OPERATIVE_PART else ""


def original_note(part: Part, languages: Iterable[LanguageVersion]) -> str:
    """Return the sentence on an original that is not among the texts; "" else."""
    code = part.original_language
    if not code:
        return ""
    authentic = LanguageVersion.Standing.AUTHENTIC
    shown = any(row.language == code and row.standing == authentic for row in languages)
    return "" if shown else gettext(BY_CODE[code].original_in)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The clause before or after another: where a link leads, and its words."""

    key: str
    label: str


def neighbour(version: ClauseVersion | None) -> Neighbour | None:
    """Return what a link to a clause needs; None for none."""
    if version is None:
        return None
    return Neighbour(version.clause.key, full_label(version.locator))
