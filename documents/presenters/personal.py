"""Personal slots: the places in a prepared page where what is a person's own stands.

A page that is made for one person of many with the same rights leaves a mark in each
slot, and the slots are filled in for each of them (portal/prepared/people.py). Any
other page has its own pieces at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.template import Engine
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

# Around the number of a slot. No text has it: PostgreSQL stores no U+0000.
MARK: Final = "\0"


@dataclass(frozen=True, slots=True)
class Slot:
    """An include with its values, which say nothing of any person."""

    template: str
    values: Mapping[str, Any]

    def render(self, context: Context) -> SafeString:
        """Render the include for whoever asks; `context` is bound to a template."""
        template = Engine.get_default().get_template(self.template)
        with context.push(**self.values):
            return template.render(context)


class PersonalSlots(list[Slot]):
    """The slots of a page that is being prepared, in the order they are rendered."""

    def leave(self, slot: Slot) -> SafeString:
        """Note a slot; return the mark that stands for it."""
        self.append(slot)
        return mark_safe(f"{MARK}{len(self) - 1}{MARK}")  # noqa: S308 - a number


def render_personal(context: Context, template: str, **values: Any) -> SafeString:
    """Render an include that is a person's own, or leave its slot."""
    slot = Slot(template, values)
    slots: PersonalSlots | None = getattr(context["request"], "personal_slots", None)
    return slot.render(context) if slots is None else slots.leave(slot)
