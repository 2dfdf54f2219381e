"""Table of an import: found units beside existing clauses, with numbered doubts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from documents.comparing import Segment
from documents.importing import Unit
from documents.importing.refusals import sentence
from documents.languages import BY_CODE
from documents.models import ClauseVersion, Edition
from documents.presenters.labels import full_label, part_name
from documents.services import Fitting, fit_text
from documents.text.content import ClauseContent
from documents.text.kinds import Kind
from documents.workbench.clause_forms import check_depth, check_number
from documents.workbench.import_questions import ImportQuestion, ImportQuestions
from documents.workbench.import_session import Correction

SELECTED = SafeString(" selected")
Place: TypeAlias = tuple[int | None, int | None]  # (index of a clause, index of a unit)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """The fields of one unit as sent, with their errors."""

    kind: str
    number: str
    depth: str
    match: str = ""
    errors: tuple[str, ...] = ()

    def correction(self) -> Correction:
        return Correction(self.kind, self.number, int(self.depth), self.match)


def typed(data: Mapping[str, str], units: Sequence[Unit]) -> list[TypedRow]:
    """Return the posted table, validated; missing fields keep the unit's values."""
    return [_typed(data, place, unit) for place, unit in enumerate(units)]


def _typed(data: Mapping[str, str], place: int, unit: Unit) -> TypedRow:
    sent = TypedRow(
        kind=data.get(f"kind-{place}", unit.kind.value),
        number=data.get(f"number-{place}", unit.number).strip(),
        depth=data.get(f"depth-{place}", str(unit.depth)).strip(),
        match=data.get(f"match-{place}", "").strip(),
    )
    return replace(sent, errors=tuple(_mistakes(sent)))


def _mistakes(sent: TypedRow) -> list[str]:
    mistakes = [] if sent.kind in set(Kind) else [gettext("Choose one of the kinds.")]
    for check, value in ((check_number, sent.number), (check_depth, sent.depth)):
        try:
            check(value)
        except ValidationError as error:
            mistakes += error.messages
    return mistakes


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


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit of the new text in the table, with its fields."""

    place: int
    position: int
    part: str
    kinds: SafeString
    typed: TypedRow
    text: str
    page: int  # 0 if unknown
    question: ImportQuestion | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and a unit side by side; `doubt` numbers the rows to review."""

    there: There | None
    found: FoundUnit | None
    doubts: tuple[str, ...]
    doubt: int = 0

    @property
    def question(self) -> ImportQuestion | None:
        return self.found.question if self.found else None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a choice."""
        return self.question is not None and self.question.is_open

    @property
    def needs_eye(self) -> bool:
        wrong = self.found is not None and bool(self.found.typed.errors)
        return bool(self.doubts) or wrong or self.is_open


class Review:
    """The table of an import: how the units fit the edition."""

    def __init__(
        self,
        edition: Edition | None,
        language: str,
        units: Sequence[Unit],
        fields: Sequence[TypedRow] = (),
        choices: Mapping[int, str] | None = None,
    ) -> None:
        self.language = BY_CODE[language]
        self.units = units
        self.fields = fields or typed({}, units)
        self.choices = choices or {}
        self.versions = list(edition.versions.for_reading()) if edition else []

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

    @cached_property
    def rows(self) -> list[Row]:
        """The rows; doubts are numbered from 1, so that each links to the next."""
        told = self._told()
        rows, count = [], 0
        for place in self.fitting.alignment.rows:
            row = self._row(place, tuple(told.get(place, ())))
            if row.needs_eye:
                count += 1
                row = replace(row, doubt=count)
            rows.append(row)
        return rows

    def _row(self, place: Place, doubts: tuple[str, ...]) -> Row:
        mine, theirs = place
        return Row(
            there=None if mine is None else self._there(mine, theirs),
            found=None if theirs is None else self._found(theirs),
            doubts=doubts,
        )

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
        return sum(len(row.doubts) for row in self.rows)

    @property
    def gone_count(self) -> int:
        return len(self.fitting.gone)

    @property
    def disagreement_count(self) -> int:
        return self.doubt_count - self.gone_count

    @property
    def doubted_rows(self) -> int:
        return sum(bool(row.doubt) for row in self.rows)

    @property
    def error_count(self) -> int:
        return sum(bool(sent.errors) for sent in self.fields)

    @cached_property
    def open_count(self) -> int:
        return sum(row.is_open for row in self.rows)

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
        unit, sent = self.units[place], self.fields[place]
        return FoundUnit(
            place=place,
            position=place + 1,
            part=part_name(unit.part),
            kinds=self._options[sent.kind],
            typed=sent,
            text=unit.text,
            page=unit.page,
            question=self.questions.of(place) if self.questions else None,
        )

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
