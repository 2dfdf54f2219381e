"""Rows and cells: one clause on a page, in the columns that the page has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from documents.comparing import ClauseChange, ClauseInEdition
from documents.languages import BY_CODE, Language
from documents.matching.sentence_alignment import Counterparts, Span
from documents.models import ReadClause
from documents.presenters.changes import EMPTY, ChangedCell, changed_cell
from documents.presenters.labels import Labels, labels_of
from documents.text.content import ClauseRow
from documents.text.kinds import MASTHEAD, Kind
from documents.text.marks import FOUND, Mark

# What says the same in its languages, by clause key: in each, a span of the text.
AllCounterparts: TypeAlias = Mapping[str, Sequence[Counterparts]]
# The marks on the texts of an edition, by (clause key, language code).
Marks: TypeAlias = Mapping[tuple[str, str], Sequence[Mark]]
NO_MARKS: Final[Marks] = {}

# Kinds that have a line in the outline.
OUTLINED: Final = {
    Kind.PARAGRAPH,
    Kind.PREAMBULAR,
    Kind.OPERATIVE,
    Kind.ARTICLE,
    Kind.HEADING,
}
# Kinds whose place is self-evident and gets no label.
SELF_EVIDENT: Final = MASTHEAD | {
    Kind.TITLE,
    Kind.SIGNATURE,
    Kind.ANNEX_HEADING,
    Kind.ORIGINAL_LANGUAGE,
    Kind.OPENING,
    Kind.PLACE_DATE,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause in one language: number, text and marks."""

    language: Language
    number: str
    text: str
    marks: Sequence[Mark] = ()
    said: Sequence[Span | None] = ()  # the clause's counterparts in this language


@dataclass(frozen=True, slots=True)
class Row:
    """One clause on a page: place, labels and cells in column order.

    Its cells are redlines where it is compared with another edition.
    """

    key: str
    clause: int
    kind: str
    depth: int
    labels: Labels
    cells: Sequence[Cell | ChangedCell]
    is_changed: bool = False
    is_removed: bool = False

    @property
    def is_outlined(self) -> bool:
        return self.kind in OUTLINED and not self.depth

    @property
    def is_self_evident(self) -> bool:
        return self.kind in SELF_EVIDENT

    @property
    def is_found_aside(self) -> bool:
        """Whether a search finds it, and not in the first text, the only unfolded."""
        first, *others = (_is_found(cell) for cell in self.cells)
        return not first and any(others)

    @property
    def is_masthead(self) -> bool:
        return self.kind in MASTHEAD


def _is_found(cell: Cell | ChangedCell) -> bool:
    return isinstance(cell, Cell) and any(m.name == FOUND for m in cell.marks)


def read_row(
    clause: ReadClause,
    codes: Sequence[str],
    marks: Marks = NO_MARKS,
    *,
    counterparts: Sequence[Counterparts] = (),
    is_changed: bool = False,
) -> Row:
    """Return a clause as a row with these columns."""
    key = clause.key
    own = {code: marks[key, code] for code in codes if (key, code) in marks}
    return Row(
        key=key,
        clause=clause.clause,
        kind=clause.kind,
        depth=clause.depth,
        labels=labels_of(clause.locator),
        cells=read_cells(clause, codes, own, counterparts),
        is_changed=is_changed,
    )


def redlined_row(
    change: ClauseChange,
    shown: ClauseInEdition,
    codes: Sequence[str],
    clause: int = 0,
) -> Row:
    """Return a clause's change as a row of redlines; `clause` is its id, if known."""
    before, after = (
        each.content if each else EMPTY for each in (change.before, change.after)
    )
    return Row(
        key=change.key,
        clause=clause,
        kind=shown.content.kind,
        depth=shown.content.depth,
        labels=labels_of(shown.content.locator),
        cells=[changed_cell(before, after, code) for code in codes],
        is_changed=change.is_change,
        is_removed=change.after is None,
    )


def read_cells(
    clause: ClauseRow,
    codes: Sequence[str],
    marks: Mapping[str, Sequence[Mark]] | None = None,
    counterparts: Sequence[Counterparts] = (),
) -> list[Cell]:
    """Return a clause's cells in the given columns; `marks` by language code."""
    laid = marks or {}
    return [
        Cell(
            BY_CODE[code],
            clause.in_language("number", code),
            clause.in_language("text", code),
            laid.get(code, ()),
            [each.get(code) for each in counterparts],
        )
        for code in codes
    ]
