"""Fields of the import desk: what a form sent about units, and their new state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from documents.services import Desk, DeskUnit, import_desk
from documents.text.kinds import Kind
from documents.workbench.clause_forms import check_depth, check_number

FIELDS = frozenset(
    {"kind", "number", "depth", "match", "text", "part", "place", "pair"}
)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """The fields of one unit as sent, with their errors; None for what was not sent."""

    kind: str
    number: str
    depth: str
    match: str | None = None
    text: str | None = None
    part: str | None = None
    rest: bool = False  # the part is of all units from here on
    place: str = ""  # the position of the unit to whose place it is moved
    pair: str | None = None
    errors: tuple[str, ...] = ()


def typed(data: Mapping[str, str], desk: Desk) -> dict[int, TypedRow]:
    """Return the posted rows by their unit, validated."""
    sent = {own for name in data if (own := _own_in(name)) is not None}
    return {each.id: read_row(data, each) for each in desk.units if each.id in sent}


def _own_in(name: str) -> int | None:
    """Return the unit that a field is of."""
    field, _dash, own = name.rpartition("-")
    is_own = field in FIELDS and own.isascii() and own.isdigit() and len(own) < 9
    return int(own) if is_own else None


def read_row(data: Mapping[str, str], each: DeskUnit) -> TypedRow:
    """Return the fields of one unit as sent, validated."""
    unit, own = each.unit, each.id
    sent = TypedRow(
        kind=data.get(f"kind-{own}", unit.kind.value),
        number=_clean(data.get(f"number-{own}", unit.number)).strip(),
        depth=data.get(f"depth-{own}", str(unit.depth)).strip(),
        match=_sent(data, f"match-{own}"),
        text=_sent(data, f"text-{own}"),
        part=_sent(data, f"part-{own}"),
        rest=f"rest-{own}" in data,
        place=_sent(data, f"place-{own}") or "",
        pair=_sent(data, f"pair-{own}"),
    )
    return replace(sent, errors=tuple(_mistakes(sent)))


def _sent(data: Mapping[str, str], name: str) -> str | None:
    value = data.get(name)
    return None if value is None else _clean(value).strip()


def _clean(value: str) -> str:
    """Return a value with the line ends of texts, without what cannot be stored."""
    return value.replace("\r\n", "\n").replace("\0", "")


def _mistakes(sent: TypedRow) -> list[str]:
    mistakes = [] if sent.kind in set(Kind) else [gettext("Choose one of the kinds.")]
    if sent.place and not (sent.place.isascii() and sent.place.isdigit()):
        mistakes.append(gettext("Enter the number of a unit as digits."))
    for check, value in ((check_number, sent.number), (check_depth, sent.depth)):
        try:
            check(value)
        except ValidationError as error:
            mistakes += error.messages
    return mistakes


def apply_fields(
    desk: Desk, fields: Mapping[int, TypedRow], pairs: Mapping[int, str] | None = None
) -> Desk:
    """Return the desk with what was sent. Raises CannotEdit.

    `pairs` are those of a text that is matched by its words: see import_desk.pair.
    """
    for own, sent in fields.items():
        unit = desk.units[desk.place_of(own)].unit
        desk = import_desk.amend(
            desk,
            own,
            kind=Kind(sent.kind),
            number=sent.number,
            depth=int(sent.depth),
            text=unit.text if sent.text is None else sent.text,
        )
    desk = Desk(desk.units, _choose(desk, fields))
    for own, sent in fields.items():
        if sent.pair is not None and sent.pair != desk.choices.get(own, ""):
            desk = import_desk.pair(desk, own, sent.pair, pairs=pairs)
        if sent.part is not None:
            desk = import_desk.move_to_part(desk, own, sent.part, rest=sent.rest)
        if sent.place:
            desk = import_desk.move_to_place(desk, own, int(sent.place[:9]))
    return desk


def _choose(desk: Desk, fields: Mapping[int, TypedRow]) -> dict[int, str]:
    """Return the choices with the answers that were sent; "" takes one back."""
    sent = {own: each.match for own, each in fields.items() if each.match is not None}
    return {own: key for own, key in {**desk.choices, **sent}.items() if key}
