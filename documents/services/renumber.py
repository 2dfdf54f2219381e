"""Renumbering of a draft: the printed numbers from one clause on, planned and stored.

The clauses of one level are numbered together: the paragraphs of a part, those of an
article, the subparagraphs of a paragraph. Each language keeps its style. What is not
understood as a number stays. One renumbering is one operation in the audit, by whose
name it can be undone while its clauses are as it left them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias
from uuid import uuid4

import pghistory
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.audit import RENUMBERING, UNDONE, renumbering_events
from documents.errors import Refused
from documents.languages import CODES
from documents.models import ClauseVersion, Edition
from documents.services.draft import (
    CannotEdit,
    as_drafted,
    lock_draft,
    store_order,
    unconfirm_languages,
)
from documents.text.content import ClauseContent
from documents.text.locators import Family, Standing, families, standings
from documents.text.numbering import NoSuchNumber, Numeral, read_series
from documents.text.numerals import normalise_number
from portal.people.models import User


class PlanChanged(Refused):
    """The numbers are not those that the editor reviewed."""

    message = _(
        "The numbers have changed in the meantime: please check what would now be"
        " changed."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """What is to be renumbered: from a clause on, to the last or to one of its level.

    Numbers are shifted, or counted anew from `first`; so are then the levels below,
    from the beginning of each list. A shift changes in levels below what they have of
    the number above: 3.1 becomes 4.1.
    """

    start: str  # keys of clauses
    until: str = ""
    languages: tuple[str, ...] = CODES
    shift: int = 0
    first: int | None = None
    sublevels: bool = True


@dataclass(frozen=True, slots=True)
class NewNumbers:
    """A clause with its numbers by language; `kept` are those not understood."""

    row: ClauseVersion
    before: Mapping[str, str]
    after: Mapping[str, str]
    kept: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Plan:
    """The clauses that a renumbering concerns; `seen` is a hash of all of it."""

    rows: Sequence[NewNumbers]

    @property
    def seen(self) -> str:
        told = [
            (each.row.pk, each.row.revision, sorted(each.after.items()))
            for each in self.rows
        ]
        return sha256(repr(told).encode()).hexdigest()

    @property
    def changed(self) -> list[NewNumbers]:
        return [each for each in self.rows if each.is_changed]


def plan_renumbering(edition: Edition, wanted: Renumbering) -> Plan:
    """Return what a renumbering would change; stores nothing.

    Raises CannotEdit when there is no such clause, nothing to change, or a number that
    cannot be printed.
    """
    return _plan(list(edition.versions.for_reading()), wanted)


def numbered_together(edition: Edition, key: str) -> list[ClauseVersion]:
    """Return the clauses that are numbered with one, from it on.

    Raises CannotEdit when there is no such clause.
    """
    order = list(edition.versions.for_reading())
    places = _stand(order)
    start = _find(order, key)
    together = families(places)[places[start].family]
    return [order[index] for index in together if index >= start]


def number_before(edition: Edition, key: str) -> int:
    """Return the last number printed before a clause among those of its level, or 0.

    Raises CannotEdit when there is no such clause.
    """
    order = list(edition.versions.for_reading())
    places = _stand(order)
    start = _find(order, key)
    together = families(places)[places[start].family]
    before = [ClauseContent.of(order[i]) for i in together if i < start]
    for code in CODES:
        series = read_series([content.number(code) for content in before])
        if values := [numeral.value for numeral in series if numeral]:
            return values[-1]
    return 0


@transaction.atomic
def renumber_clauses(
    edition: Edition, wanted: Renumbering, *, seen: str, user: User | None = None
) -> Plan:
    """Renumber clauses of a draft as planned, and return the plan.

    `seen` is that of the plan as reviewed. Raises PlanChanged when it would be another
    now, CannotEdit, NotADraft, and PermissionDenied.
    """
    lock_draft(edition, user)
    order = list(edition.versions.for_reading())
    plan = _plan(order, wanted)
    if plan.seen != seen:
        raise PlanChanged
    _store(edition, order, {each.row.pk: each.after for each in plan.changed})
    return plan


@transaction.atomic
def undo_renumbering(
    edition: Edition, operation: str, *, user: User | None = None
) -> int:
    """Give the clauses of a renumbering their former numbers; return how many.

    Raises CannotEdit when one of them has been changed since, NotADraft, and
    PermissionDenied.
    """
    lock_draft(edition, user)
    order = list(edition.versions.for_reading())
    revisions = {row.pk: row.revision for row in order}
    events = renumbering_events(edition, operation)
    if not events or any(revisions.get(e.pgh_obj_id) != e.revision for e in events):
        raise CannotEdit(
            _(
                "The renumbering can no longer be undone: clauses have been changed"
                " since."
            )
        )
    former = {
        event.pgh_obj_id: ClauseContent.from_columns(vars(event.former)).numbers
        for event in events
    }
    _store(edition, order, former, **{UNDONE: operation})
    return len(former)


def _store(
    edition: Edition,
    order: Sequence[ClauseVersion],
    numbers: Mapping[int, Mapping[str, str]],
    **told: str,
) -> None:
    for row in order:
        if row.pk in numbers:
            ClauseContent.of(row).with_numbers(numbers[row.pk]).put_into(row)
            row.revision += 1
    told[RENUMBERING] = uuid4().hex
    with pghistory.context(**told) as context:
        store_order(edition, [as_drafted(row) for row in order])
        # What follows in the transaction is no part of the renumbering; the context
        # reaches the database with the next update.
        for name in told:
            del context.metadata[name]
        unconfirm_languages(edition)


# --- Planning


def _plan(order: Sequence[ClauseVersion], wanted: Renumbering) -> Plan:
    contents = [ClauseContent.of(row) for row in order]
    places = _stand(order)
    start = _find(order, wanted.start)
    until = _find(order, wanted.until) if wanted.until else len(order) - 1
    after = [dict(content.numbers) for content in contents]
    kept: list[list[str]] = [[] for _row in order]
    for code in wanted.languages:
        numbering = _Numbering(places, contents, code, wanted)
        for index, number in numbering.run(start, until).items():
            after[index][code] = number
        for index in numbering.kept:
            kept[index].append(code)
    rows = [
        NewNumbers(row, content.numbers, new, tuple(codes))
        for row, content, new, codes in zip(order, contents, after, kept, strict=True)
        if new != content.numbers or codes
    ]
    if not any(row.is_changed for row in rows):
        raise CannotEdit(_("No printed number would change."))
    return Plan(rows)


def _stand(order: Sequence[ClauseVersion]) -> list[Standing]:
    return standings([as_drafted(row).as_numbered() for row in order])


def _find(order: Sequence[ClauseVersion], key: str) -> int:
    for index, row in enumerate(order):
        if row.clause.key == key:
            return index
    raise CannotEdit(_("This clause is no longer in the draft."))


# The numbers of a list by the index of the clause; None for what is not understood.
Read: TypeAlias = dict[int, Numeral | None]


class _Numbering:
    """The new numbers of one language, by the index of the clause."""

    def __init__(
        self,
        places: Sequence[Standing],
        contents: Sequence[ClauseContent],
        code: str,
        wanted: Renumbering,
    ) -> None:
        self.places, self.contents = places, contents
        self.code, self.wanted = code, wanted
        self.families = families(places)
        self.below: defaultdict[int | None, list[Family]] = defaultdict(list)
        for family in self.families:
            self.below[family.parent].append(family)
        self.after: dict[int, str] = {}
        self.kept: list[int] = []

    def run(self, start: int, until: int) -> dict[int, str]:
        read = self._read(self.places[start].family)
        if self.wanted.first is not None and start not in read:
            self._begin(start, read)
        listed = {i: read[i] for i in sorted(read) if start <= i <= until}
        self._count(listed, self.wanted.first, self.wanted.shift)
        return self.after

    def _read(self, family: Family) -> Read:
        indexes = [i for i in self.families[family] if self._is_numbered(i)]
        series = read_series([self._number(index) for index in indexes])
        return dict(zip(indexes, series, strict=True))

    def _number(self, index: int) -> str:
        return self.contents[index].number(self.code)

    def _is_numbered(self, index: int) -> bool:
        return bool(normalise_number(self._number(index)))

    def _begin(self, start: int, read: Read) -> None:
        """Let the first clause have a number too, in the style of its neighbour."""
        if not self.contents[start].text(self.code):
            return
        understood = [index for index, numeral in read.items() if numeral]
        if understood:
            nearest = min(understood, key=lambda i: (i > start, abs(i - start)))
            read[start] = read[nearest]

    def _count(
        self,
        read: Read,
        first: int | None,
        shift: int,
        above: tuple[Numeral, Numeral] | None = None,
    ) -> None:
        """Give each clause of a list its number, counted from `first` or shifted.

        `above` is the former and the new number of the clause above the list.
        """
        self.kept += [index for index, numeral in read.items() if numeral is None]
        understood = [(i, numeral) for i, numeral in read.items() if numeral]
        for place, (index, old) in enumerate(understood):
            value = old.value + shift if first is None else first + place
            new = _print(old.below(*above) if above else old, value)
            if new != old or not self._is_numbered(index):
                self.after[index] = str(new)
            if self.wanted.sublevels:
                self._count_below(index, old, new)

    def _count_below(self, index: int, old: Numeral, new: Numeral) -> None:
        first = None if self.wanted.first is None else 1
        for family in self.below[index]:
            self._count(self._read(family), first, 0, above=(old, new))


def _print(numeral: Numeral, value: int) -> Numeral:
    try:
        return numeral.at(value)
    except NoSuchNumber:
        message = gettext("“%(number)s” cannot become number %(value)s in its style.")
        raise CannotEdit(message % {"number": str(numeral), "value": value}) from None
