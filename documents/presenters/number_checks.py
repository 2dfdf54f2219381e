"""Checks of printed numbers: duplicates, gaps, disorder, and clauses without a number.

They are told before a draft is published, by part and language, and prevent nothing. A
list is what is numbered together: the clauses of one level and kind below one parent.
It begins anew at 1 behind a heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from documents.comparing import ClauseInEdition
from documents.importing import Unit
from documents.languages import LANGUAGES, Language
from documents.presenters.labels import full_label, part_name
from documents.text.kinds import Kind
from documents.text.locators import families, standings
from documents.text.numbering import Numeral, read_series
from documents.text.numerals import normalise_number


class Fault(StrEnum):
    """What is unusual about a printed number."""

    DUPLICATE = "duplicate"
    GAP = "gap"
    DISORDER = "disorder"
    UNNUMBERED = "unnumbered"


NAMES: dict[Fault, Promise] = {
    Fault.DUPLICATE: pgettext_lazy("printed number", "occurs before"),
    Fault.GAP: pgettext_lazy("printed number", "the number before it is missing"),
    Fault.DISORDER: pgettext_lazy("printed number", "stands after a higher number"),
    Fault.UNNUMBERED: pgettext_lazy(
        "printed number", "no number, among clauses with numbers"
    ),
}


@dataclass(frozen=True, slots=True)
class NumberFault:
    """A clause to be checked, in one language."""

    key: str
    label: str
    number: str
    fault: Fault

    @property
    def name(self) -> str:
        return str(NAMES[self.fault])


@dataclass(frozen=True, slots=True)
class SeriesFaults:
    """The clauses to be checked in one language of a part, in reading order."""

    part: str
    language: Language
    faults: list[NumberFault]


def check_numbers(clauses: Sequence[ClauseInEdition]) -> list[SeriesFaults]:
    """Return what is unusual about the printed numbers of an edition."""
    lists = _lists(clauses)
    found = []
    for part in dict.fromkeys(clause.part for clause in clauses):
        for language in LANGUAGES:
            faults: dict[int, Fault] = {}
            for indexes in lists:
                if clauses[indexes[0]].part == part:
                    faults |= _check_list(clauses, indexes, language.code)
            told = [
                _tell(clauses[index], faults[index], language.code)
                for index in sorted(faults)
            ]
            if told:
                found.append(SeriesFaults(part_name(part), language, told))
    return found


def _tell(clause: ClauseInEdition, fault: Fault, code: str) -> NumberFault:
    content = clause.content
    label = full_label(content.locator)
    return NumberFault(clause.key, label, content.number(code), fault)


def _lists(clauses: Sequence[ClauseInEdition]) -> list[list[int]]:
    units = [
        Unit(c.part, Kind(c.content.kind), c.content.first_number, c.content.depth, "")
        for c in clauses
    ]
    return list(families(standings(units)).values())


def _check_list(
    clauses: Sequence[ClauseInEdition], indexes: Sequence[int], code: str
) -> dict[int, Fault]:
    """Return the fault of each clause of one list in one language."""
    numbers = {index: clauses[index].content.number(code) for index in indexes}
    numbered = [index for index in indexes if normalise_number(numbers[index])]
    if not numbered:
        return {}
    faults = {
        index: Fault.UNNUMBERED
        for index in indexes
        if not numbers[index] and clauses[index].content.text(code)
    }
    series = read_series([numbers[index] for index in numbered])
    read = [
        (i, numeral) for i, numeral in zip(numbered, series, strict=True) if numeral
    ]
    for run in _runs(clauses, read):
        faults |= _check_run(run)
    return faults


def _runs(
    clauses: Sequence[ClauseInEdition], read: Sequence[tuple[int, Numeral]]
) -> Iterator[list[tuple[int, int]]]:
    """Yield each series of (index, value) that is counted through."""
    run: list[tuple[int, int]] = []
    before: tuple[int, Numeral] | None = None
    for index, numeral in read:
        if before and _begins(clauses[before[0] : index], before[1], numeral):
            yield run
            run = []
        run.append((index, numeral.value))
        before = (index, numeral)
    yield run


def _begins(
    between: Sequence[ClauseInEdition], last: Numeral, numeral: Numeral
) -> bool:
    """Return whether a number begins a new series behind a heading or a level above."""
    if last.levels != numeral.levels:
        return True
    has_heading = any(clause.content.kind == Kind.HEADING for clause in between)
    return numeral.value == 1 and has_heading


def _check_run(run: Sequence[tuple[int, int]]) -> dict[int, Fault]:
    faults: dict[int, Fault] = {}
    values = {value for _index, value in run}
    seen: set[int] = set()
    for index, value in run:
        if value in seen:
            faults[index] = Fault.DUPLICATE
        elif seen and value < max(seen):
            faults[index] = Fault.DISORDER
        elif value > 1 and value - 1 not in values:
            faults[index] = Fault.GAP
        seen.add(value)
    return faults
