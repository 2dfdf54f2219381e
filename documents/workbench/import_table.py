"""Table of an import: found units beside existing clauses, with numbered doubts.

It is shown in pages; what is counted is counted in all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.comparing import Segment
from documents.importing.refusals import sentence
from documents.languages import BY_CODE
from documents.models import ClauseVersion, Edition, Part
from documents.presenters.labels import full_label, part_name
from documents.services import Desk, DeskUnit, Fitting, fit_text
from documents.text.content import ClauseContent
from documents.workbench.import_fields import TypedRow, read_row
from documents.workbench.import_questions import ImportQuestion, ImportQuestions
from documents.workbench.import_received import Piece, cut_received

ON_A_PAGE = 100  # rows; a step answers with all of them
SELECTED = SafeString(" selected")
Place: TypeAlias = tuple[int | None, int | None]  # (index of a clause, index of a unit)


@dataclass(frozen=True, slots=True)
class There:
    """An existing clause in the table."""

    place: str
    kind: str
    number: str
    text: str
    lang: str
    score: str = ""
    segments: tuple[Segment, ...] = ()  # the redline to the unit's text


class UnitTool(NamedTuple):
    """A button beside a unit: its step, the key that presses it, its words."""

    do: str
    key: str
    label: str | Promise


OPENED: Final = (
    UnitTool("close", "Escape", _("Save and close")),
    UnitTool("split", "split", _("Split at the blank line")),
)
CLOSED: Final = (UnitTool("open", "e", _("Edit")),)
ALWAYS: Final = (
    UnitTool("join", "m", _("Join with the next")),
    UnitTool("drop", "x", _("Drop")),
)
# Where there are clauses to pair a unit with.
PAIRING: Final = (
    UnitTool("none", "n", _("No counterpart")),
    UnitTool("down", "]", _("Shift down")),
    UnitTool("up", "[", _("Shift up")),
)


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit of the new text in the table, with its fields; `place` is its id."""

    place: int
    position: int
    part: str
    kinds: SafeString
    typed: TypedRow
    text: str
    page: int  # 0 if unknown
    part_key: str
    pair: str
    is_open: bool
    is_received: bool  # found in the text as received
    tools: tuple[UnitTool, ...]
    question: ImportQuestion | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and a unit side by side; `doubt` numbers the rows to review."""

    there: There | None
    found: FoundUnit | None
    doubts: tuple[str, ...]
    doubt: int = 0
    next_page: int = 0  # of the next doubtful row; 0 if it is the last

    @property
    def question(self) -> ImportQuestion | None:
        return self.found.question if self.found else None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a choice."""
        return self.question is not None and self.question.is_open


class Review:
    """The table of an import: how the units fit the edition."""

    def __init__(
        self,
        edition: Edition | None,
        language: str,
        desk: Desk,
        fields: Mapping[int, TypedRow] | None = None,
        *,
        page: int = 1,
        opened: int | None = None,
        at: int | None = None,
    ) -> None:
        self.language = BY_CODE[language]
        self.desk, self.units = desk, desk.texts()
        self.fields = fields or {}
        self.choices = desk.choices_by_place()
        self.versions = list(edition.versions.for_reading()) if edition else []
        self.opened, self._asked, self._at = opened, page, at

    @cached_property
    def fitting(self) -> Fitting:
        return fit_text(self.versions, self.language.code, self.units, self.choices)

    @cached_property
    def questions(self) -> ImportQuestions | None:
        """The questions to the editor; None when the text is aligned only."""
        if self.fitting.matching is None:
            return None
        return ImportQuestions(
            self.fitting.matching,
            self.versions,
            self.units,
            language=self.language.code,
            choices=self.choices,
        )

    # --- Pairs

    def pairs(self) -> dict[int, str]:
        """Return the clause of each paired unit by the unit's id."""
        return {
            self.desk.units[theirs].id: self.versions[mine].clause.key
            for mine, theirs in self.fitting.alignment.rows
            if mine is not None and theirs is not None
        }

    def columns(self) -> list[list[str]]:
        """Return the keys of the clauses of each part, in order."""
        parts: dict[str, list[str]] = defaultdict(list)
        for version in self.versions:
            parts[version.clause.part.key].append(version.clause.key)
        return list(parts.values())

    @cached_property
    def clauses(self) -> list[tuple[str, str]]:
        """The key and the label of each clause, for pairing by hand."""
        return [(row.clause.key, full_label(row.locator)) for row in self.versions]

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """The key and the name of each part there is, and of a further one a kind."""
        there = [unit.part for unit in self.units]
        there += [version.clause.part.key for version in self.versions]
        known = dict.fromkeys(there)
        further = [_next_part(kind, known) for kind in Part.Kind.values]
        return [(key, part_name(key)) for key in (*known, *further)]

    # --- Pages

    @cached_property
    def pages(self) -> range:
        count = len(self.fitting.alignment.rows)
        return range(1, max(-(-count // ON_A_PAGE), 1) + 1)

    @cached_property
    def page(self) -> int:
        """The page on which the unit in hand stands, else the one asked for."""
        if self._at in self._unit_pages:
            return self._unit_pages[self._at]
        return min(max(self._asked, 1), self.pages[-1])

    def page_of(self, own: int) -> int:
        """Return the page on which a unit stands; the first for one that is gone."""
        return self._unit_pages.get(own, 1)

    @cached_property
    def _unit_pages(self) -> dict[int, int]:
        return {
            self.desk.units[theirs].id: place // ON_A_PAGE + 1
            for place, (_mine, theirs) in enumerate(self.fitting.alignment.rows)
            if theirs is not None
        }

    @property
    def _window(self) -> range:
        start = (self.page - 1) * ON_A_PAGE
        return range(len(self.fitting.alignment.rows))[start : start + ON_A_PAGE]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page; doubts are numbered from 1 over all pages."""
        return [self._row(index) for index in self._window]

    def _row(self, index: int) -> Row:
        mine, theirs = place = self.fitting.alignment.rows[index]
        number = self._doubtful.get(index, 0)
        return Row(
            there=None if mine is None else self._there(mine, theirs),
            found=None if theirs is None else self._found(theirs),
            doubts=tuple(self._told.get(place, ())),
            doubt=number,
            next_page=self._doubt_pages.get(number + 1, 0) if number else 0,
        )

    @cached_property
    def _doubtful(self) -> dict[int, int]:
        """The number of each doubtful row by its index."""
        found = [
            index
            for index, place in enumerate(self.fitting.alignment.rows)
            if self._needs_eye(place)
        ]
        return {index: count for count, index in enumerate(found, start=1)}

    def _needs_eye(self, place: Place) -> bool:
        theirs = place[1]
        if self._told.get(place) or theirs is None:
            return bool(self._told.get(place))
        sent = self.fields.get(self.desk.units[theirs].id)
        return bool(sent and sent.errors) or self._is_open(theirs)

    def _is_open(self, theirs: int) -> bool:
        return self.questions is not None and self.questions.is_open(theirs)

    @cached_property
    def _doubt_pages(self) -> dict[int, int]:
        return {
            number: index // ON_A_PAGE + 1 for index, number in self._doubtful.items()
        }

    @property
    def first_doubt_page(self) -> int:
        return self._doubt_pages.get(1, 1)

    @cached_property
    def received_units(self) -> tuple[list[DeskUnit], list[DeskUnit]]:
        """The units of the page, and those behind it."""
        rows = self.fitting.alignment.rows
        here = {rows[index][1] for index in self._window}
        shown = [each for at, each in enumerate(self.desk.units) if at in here]
        last = max((place for place in here if place is not None), default=0)
        return shown, list(self.desk.units[last + 1 :])

    def cut_received(self, received: str) -> list[Piece]:
        """Return the text as received that belongs to the page."""
        return cut_received(received, *self.received_units)

    @cached_property
    def _told(self) -> dict[Place, list[str]]:
        """Return the doubts of each row."""
        fitting = self.fitting
        # By identity: two units may be equal.
        places = {
            (
                id(None if mine is None else fitting.base[mine]),
                id(None if theirs is None else self.units[theirs]),
            ): (mine, theirs)
            for mine, theirs in fitting.alignment.rows
        }
        told: dict[Place, list[str]] = defaultdict(list)
        for found in fitting.alignment.disagreements:
            told[places[id(found.base), id(found.other)]].append(sentence(found))
        for clause in fitting.gone:
            leaves = gettext(
                "No longer in the new text: it will be removed from the draft."
            )
            told[clause, None].append(leaves)
        return told

    @property
    def doubt_count(self) -> int:
        return sum(len(doubts) for doubts in self._told.values())

    @property
    def gone_count(self) -> int:
        return len(self.fitting.gone)

    @property
    def disagreement_count(self) -> int:
        return self.doubt_count - self.gone_count

    @property
    def doubted_rows(self) -> int:
        return len(self._doubtful)

    @property
    def error_count(self) -> int:
        return sum(bool(sent.errors) for sent in self.fields.values())

    @cached_property
    def open_count(self) -> int:
        return sum(self._is_open(place) for place in range(len(self.units)))

    def _there(self, mine: int, theirs: int | None) -> There:
        version = self.versions[mine]
        content = ClauseContent.of(version)
        choose = content.language_shown if self.questions else content.language_beside
        code = choose(self.language.code)
        there = There(
            place=full_label(version.locator),
            kind=version.get_kind_display(),
            number=content.number(code),
            text=content.text(code),
            lang=BY_CODE[code].bcp47,
        )
        if self.questions is None or theirs is None:
            return there
        return replace(
            there,
            score=self.questions.score_of(theirs),
            segments=self.questions.redline(theirs, version),
        )

    def _found(self, place: int) -> FoundUnit:
        each = self.desk.units[place]
        unit = each.unit
        sent = self.fields.get(each.id) or read_row({}, each)
        return FoundUnit(
            place=each.id,
            position=place + 1,
            part=part_name(unit.part),
            kinds=self._options[sent.kind],
            typed=sent,
            text=unit.text if sent.text is None else sent.text,
            page=unit.page,
            part_key=unit.part if sent.part is None else sent.part,
            pair=self.desk.choices.get(each.id, ""),
            is_open=each.id == self.opened,
            is_received=each.origin >= 0,
            tools=self._tools(each.id == self.opened),
            question=self.questions.of(place) if self.questions else None,
        )

    def _tools(self, is_open: bool) -> tuple[UnitTool, ...]:
        pairing = PAIRING if self.versions else ()
        return (*(OPENED if is_open else CLOSED), *ALWAYS, *pairing)

    @cached_property
    def _options(self) -> dict[str, SafeString]:
        """The options of the kind field for each kind selected; rendered once."""
        kinds = [(kind.value, str(kind.label)) for kind in ClauseVersion.Kind]
        made = {value: _options(kinds, value) for value, _name in kinds}
        return defaultdict(lambda: _options(kinds, ""), made)


def _options(kinds: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", name) for value, name in kinds),
    )


def _next_part(kind: str, known: Collection[str]) -> str:
    """Return the key of a further part of a kind."""
    keys = (f"{kind}-{count}" if count > 1 else kind for count in range(1, 99))
    return next(key for key in keys if key not in known)
