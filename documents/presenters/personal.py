"""Personal slots: the places in a prepared page where what is a person's own stands.

A page that is made for one person of many with the same rights leaves a mark in each
slot, and the slots are filled in for each of them (portal/prepared/people.py). Any
other page has its own pieces at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.http import HttpRequest
from django.template import Engine
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

Values: TypeAlias = Mapping[str, Any]
Own: TypeAlias = dict[str, Hashable]

# Around the number of a slot. No text has it: PostgreSQL stores no U+0000.
MARK: Final = "\0"
# They stand in a piece for what is another in every answer.
TOKEN: Final = f"{MARK}token{MARK}"
SUBMISSION: Final = f"{MARK}submission{MARK}"


def read_nothing(_request: HttpRequest, _values: Values) -> Own:
    """Read a piece that is the same for everybody, but for a token."""
    return {}


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of a page: what it shows of anybody, and how to read what is one's own.

    `values` say nothing of any person. `read` returns whatever else the template names;
    of two people for whom it returns the same, the piece is the same.
    """

    template: str
    values: Values
    read: Callable[[HttpRequest, Values], Own] = read_nothing
    # Most people have the same: it is compressed with what is around it.
    is_common: bool = False

    def render(self, own: Own, token: object = TOKEN) -> SafeString:
        """Render the piece for who has these values of their own."""
        template = Engine.get_default().get_template(self.template)
        return template.render(Context({**self.values, **own, "csrf_token": token}))


class PersonalSlots(list[Slot]):
    """The slots of a page that is being prepared, in the order they are rendered."""

    # The document whose page it is, if opening it is noted as a visit.
    visited: int | None = None

    def leave(self, slot: Slot) -> SafeString:
        """Note a slot; return the mark that stands for it."""
        self.append(slot)
        return mark_safe(f"{MARK}{len(self) - 1}{MARK}")  # noqa: S308 - a number


def find_slots(request: HttpRequest) -> PersonalSlots | None:
    """Return the slots of the page, if one is prepared for who is signed in."""
    slots: PersonalSlots | None = request.__dict__.get("personal_slots")
    user = getattr(request, "user", None)  # none yet where a request was refused early
    return slots if user is not None and user.is_authenticated else None


def render_personal(context: Context, slot: Slot) -> SafeString:
    """Render a piece that is a person's own, or leave its slot."""
    request = context["request"]
    slots = find_slots(request)
    if slots is not None:
        return slots.leave(slot)
    own = slot.read(request, slot.values)
    return slot.render(own, context.get("csrf_token", ""))
