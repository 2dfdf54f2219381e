"""Import desk: the units of a text in hand, and the steps by which they are repaired.

Pure: a step returns another Desk. Units have ids of their own, so that corrections and
pairings stay with them whatever is split, joined or dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import takewhile
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from documents.importing import Unit
from documents.languages import BY_CODE
from documents.matching import NEW
from documents.models import Part
from documents.services.draft import CannotEdit
from documents.text.kinds import Kind

PART: Final = re.compile(r"([a-z]+)(?:-([2-9]|[1-9][0-9]))?")
# A printed number at the head of a text; the last two forms are Chinese.
NUMBER: Final = re.compile(
    r"(?:\(?(?:[0-9]{1,3}|[a-zа-я]|[ivx]{1,4})[.)]|[0-9]{1,3}[．、]|（[a-z一-十]）)"
    r"(?=\s|[^\W\d_])"
)
LENGTH: Final = 60  # of the text by which a unit is found in what was received


class NotInHand(CannotEdit):
    """The import has no such unit."""

    message = _("This unit is no longer in the import.")


class NoPlaceToSplit(CannotEdit):
    """The cut leaves no text on one of its sides."""

    message = _("Put a blank line where the next unit begins, not at an end.")


class NothingToJoin(CannotEdit):
    """No unit of the same part follows."""

    message = _("There is no further unit of this part to join with.")


class NoSuchPart(CannotEdit):
    """The key of a part is not one."""

    message = _("Choose one of the parts.")


class NoSuchPlace(CannotEdit):
    """No unit has the number to whose place one is moved."""

    message = _("No unit has this number: the unit has not been moved.")


class NowhereToShift(CannotEdit):
    """A shift would leave the clauses of the part."""

    message = _("There is nothing paired from here on that can be shifted.")


@dataclass(frozen=True, slots=True)
class DeskUnit:
    """A unit of a text in hand; `origin` is its place in what was received, or -1."""

    id: int
    origin: int
    unit: Unit

    def record(self) -> list[Any]:
        """Return it as JSON keeps it."""
        said = (getattr(self.unit, each.name) for each in fields(Unit))
        return [self.id, self.origin, *said]

    @classmethod
    def read(cls, record: Sequence[Any]) -> DeskUnit:
        """Return what `record` gave."""
        own, origin, part, kind, *rest = record
        return cls(own, origin, Unit(part, Kind(kind), *rest))


@dataclass(frozen=True, slots=True)
class Desk:
    """The units in reading order, and the clause chosen for some: a key, or NEW."""

    units: tuple[DeskUnit, ...]
    choices: Mapping[int, str] = field(default_factory=dict)

    def place_of(self, own: int) -> int:
        """Return the index of a unit. Raises NotInHand."""
        for place, each in enumerate(self.units):
            if each.id == own:
                return place
        raise NotInHand

    def texts(self) -> list[Unit]:
        """Return the units as the importer made them."""
        return [each.unit for each in self.units]

    def choices_by_place(self) -> dict[int, str]:
        """Return the choices by the index of their unit."""
        places = {each.id: place for place, each in enumerate(self.units)}
        return {places[own]: key for own, key in self.choices.items() if own in places}

    def record(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {
            "units": [each.record() for each in self.units],
            "choices": {str(own): key for own, key in self.choices.items()},
        }

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Desk:
        """Return what `record` gave."""
        units = tuple(DeskUnit.read(each) for each in record["units"])
        return cls(units, {int(own): key for own, key in record["choices"].items()})


def lay_desk(units: Sequence[Unit], received: str) -> Desk:
    """Return the desk of a parsed text, each unit found in the text as received."""
    origins = _find_origins([unit.text for unit in units], received)
    return Desk(
        tuple(
            DeskUnit(own, origin, unit)
            for own, (unit, origin) in enumerate(zip(units, origins, strict=True))
        )
    )


def _find_origins(texts: Iterable[str], received: str) -> Iterable[int]:
    """Yield where each text begins, blanks apart; in order, in linear time.

    A text that is not near the one before it is taken for not found: what the importer
    moves, such as a footnote, is within some pages.
    """
    places = [place for place, char in enumerate(received) if not char.isspace()]
    solid = "".join(received[place] for place in places)
    here = 0
    for text in texts:
        head = "".join(text.split())[:LENGTH]
        found = solid.find(head, here, here + 20 * LENGTH + 20_000) if head else -1
        yield places[found] if found >= 0 else -1
        here = found + len(head) if found >= 0 else here


# --- Steps


def amend(desk: Desk, own: int, **said: Any) -> Desk:
    """Return the desk with other values of a unit's kind, number, depth or text."""
    place = desk.place_of(own)
    each = desk.units[place]
    changed = replace(each, unit=replace(each.unit, **said))
    return desk if changed == each else _splice(desk, place, place + 1, [changed])


def split(desk: Desk, own: int, at: int) -> Desk:
    """Return the desk with a unit cut in two; a printed number there becomes one."""
    place = desk.place_of(own)
    each = desk.units[place]
    head, tail = each.unit.text[:at].rstrip(), each.unit.text[at:].lstrip()
    if at < 0 or not (head and tail):
        raise NoPlaceToSplit
    found = NUMBER.match(tail)
    number = found[0] if found else ""
    second = DeskUnit(
        max(other.id for other in desk.units) + 1,
        each.origin,
        replace(each.unit, number=number, text=tail[len(number) :].lstrip()),
    )
    first = replace(each, unit=replace(each.unit, text=head))
    return _splice(desk, place, place + 1, [first, second])


def join(desk: Desk, own: int, language: str) -> Desk:
    """Return the desk with a unit and the next as one, with the number of the first.

    The number of the second is text again. Raises NothingToJoin.
    """
    place = desk.place_of(own)
    pair = desk.units[place : place + 2]
    if len(pair) < 2 or pair[0].unit.part != pair[1].unit.part:
        raise NothingToJoin
    first, second = (each.unit for each in pair)
    joint = BY_CODE[language].joint
    text = joint.join(filter(None, [first.text, second.number, second.text]))
    joined = replace(pair[0], unit=replace(first, text=text))
    return _splice(desk, place, place + 2, [joined])


def drop(desk: Desk, own: int) -> Desk:
    """Return the desk without a unit."""
    place = desk.place_of(own)
    return _splice(desk, place, place + 1, [])


def move_to_part(desk: Desk, own: int, part: str, *, rest: bool = False) -> Desk:
    """Return the desk with a unit in another part; `rest`: and those below it there.

    They go to the near end of that part, behind the own one if it is new: a part is in
    one piece. Raises NoSuchPart.
    """
    named = PART.fullmatch(part)
    if named is None or named[1] not in set(Part.Kind):
        raise NoSuchPart
    place = desk.place_of(own)
    before = desk.units[place].unit.part
    if part == before:
        return desk
    below = takewhile(lambda each: each.unit.part == before, desk.units[place:])
    moved = list(below) if rest else [desk.units[place]]
    others = (*desk.units[:place], *desk.units[place + len(moved) :])
    renamed = [replace(each, unit=replace(each.unit, part=part)) for each in moved]
    to = _find_end(others, part, before, place)
    return Desk((*others[:to], *renamed, *others[to:]), desk.choices)


def _find_end(others: Sequence[DeskUnit], part: str, before: str, place: int) -> int:
    there = [i for i, each in enumerate(others) if each.unit.part == part]
    if there:
        return there[0] if there[0] >= place else there[-1] + 1
    own = [i for i, each in enumerate(others) if each.unit.part == before]
    return own[-1] + 1 if own else place


def move_to_place(desk: Desk, own: int, position: int) -> Desk:
    """Return the desk with a unit in the place of another, counted from 1.

    It belongs to that one's part: a part is in one piece. Raises NoSuchPlace.
    """
    place = desk.place_of(own)
    if not 1 <= position <= len(desk.units):
        raise NoSuchPlace
    each, to = desk.units[place], position - 1
    moved = replace(each, unit=replace(each.unit, part=desk.units[to].unit.part))
    others = (*desk.units[:place], *desk.units[place + 1 :])
    return Desk((*others[:to], moved, *others[to:]), desk.choices)


def pair(
    desk: Desk, own: int, key: str, *, pairs: Mapping[int, str] | None = None
) -> Desk:
    """Return the desk with a clause chosen for a unit: a key, NEW, or "" for none.

    No clause is chosen twice: another unit with this one is without a choice again, or,
    with `pairs` (the clause of each paired unit), has no counterpart.
    """
    desk.place_of(own)
    kept = {
        other: chosen
        for other, chosen in desk.choices.items()
        if other != own and (chosen == NEW or chosen != key)
    }
    for other, now in (pairs or {}).items():
        if now == key and other != own:
            kept[other] = NEW
    return Desk(desk.units, {**kept, own: key} if key else kept)


def shift(
    desk: Desk,
    own: int,
    by: int,
    *,
    pairs: Mapping[int, str],
    columns: Sequence[Sequence[str]],
) -> Desk:
    """Return the desk with the clauses of a unit and those below it shifted by one.

    `pairs` has the clause of each paired unit by its id, `columns` the keys of each
    part in order. A unit for which no clause is left has no counterpart. Raises
    NowhereToShift.
    """
    place = desk.place_of(own)
    part = desk.units[place].unit.part
    below = [
        each.id
        for each in takewhile(lambda each: each.unit.part == part, desk.units[place:])
    ]
    follower = {
        key: column[at + by] if 0 <= at + by < len(column) else NEW
        for column in columns
        for at, key in enumerate(column)
    }
    if not any(other in pairs for other in below):
        raise NowhereToShift
    shifted = {other: follower.get(pairs.get(other, ""), NEW) for other in below}
    taken = set(shifted.values()) - {NEW}
    kept = {
        other: NEW if pairs.get(other, chosen) in taken else chosen
        for other, chosen in {**pairs, **desk.choices}.items()
        if other in desk.choices or pairs[other] in taken
    }
    return Desk(desk.units, {**kept, **shifted})


def _splice(desk: Desk, start: int, end: int, units: Sequence[DeskUnit]) -> Desk:
    """Return the desk with other units in a place; choices of lost ones go."""
    lost = {each.id for each in desk.units[start:end]} - {each.id for each in units}
    choices = {own: key for own, key in desk.choices.items() if own not in lost}
    return Desk((*desk.units[:start], *units, *desk.units[end:]), choices)


# --- Undo


def difference(before: Desk, after: Desk) -> dict[str, Any]:
    """Return, ready for JSON, what `revert` needs to make `before` of `after`."""
    shorter = min(len(before.units), len(after.units))
    same = _count_same(before.units, after.units, shorter)
    tail = _count_same(before.units[::-1], after.units[::-1], shorter - same)
    lost = before.units[same : len(before.units) - tail]
    names = before.choices.keys() | after.choices.keys()
    return {
        "at": same,
        "count": len(after.units) - tail - same,
        "units": [each.record() for each in lost],
        "choices": {
            str(own): before.choices.get(own)
            for own in names
            if before.choices.get(own) != after.choices.get(own)
        },
    }


def _count_same(one: Sequence[DeskUnit], other: Sequence[DeskUnit], most: int) -> int:
    pairs = zip(one[:most], other[:most], strict=True)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def revert(after: Desk, step: Mapping[str, Any]) -> Desk:
    """Return the desk as it was before a step."""
    start, end = step["at"], step["at"] + step["count"]
    units = [DeskUnit.read(each) for each in step["units"]]
    choices = {**after.choices}
    for own, key in step["choices"].items():
        choices.pop(int(own), None)
        if key is not None:
            choices[int(own)] = key
    return Desk((*after.units[:start], *units, *after.units[end:]), choices)
