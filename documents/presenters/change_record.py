"""Presenter of a draft's change record, read from the audit: who changed what, when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext, ngettext, pgettext

from documents.audit import (
    EDITION,
    LANGUAGE,
    PUT_BACK,
    RENUMBERING,
    TEXT,
    UNDONE,
    derivations_of,
    events_of,
    first_removals,
    people_of,
    renumbering_events,
)
from documents.comparing import Segment, SegmentKind, redline, replaced
from documents.languages import BY_CODE, LANGUAGES, Language, in_order
from documents.models import Clause, Edition
from documents.presenters.changes import EMPTY
from documents.presenters.labels import full_label
from documents.presenters.metadata import name_in
from documents.services import can_undo
from documents.text.content import ClauseContent

FACTS = {
    TEXT: ("kind", "depth"),
    LANGUAGE: ("standing", "confirmed", "credit", "source", "file_name"),
    EDITION: ("state", "label", "note"),
}


@dataclass(frozen=True, slots=True)
class RecordedCell:
    """One language of a clause: redlines of text and number against the row before."""

    language: Language
    segments: tuple[Segment, ...]
    numbers: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A changed column other than texts and numbers."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded change, as the page shows it."""

    when: datetime
    who: str  # a person or a command; "" if unknown
    what: str
    about: str  # the place of the clause, the language, or the edition
    key: str
    cells: list[RecordedCell] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    # What names the entry to undo_change, and whether it can be put back.
    model: str = ""
    event: int = 0
    can_undo: bool = False
    puts_back: bool = False


def read_entries(
    edition: Edition, rows: Sequence[Any], clause: Clause | None = None
) -> list[Entry]:
    """Return an entry for each row of the record; eighteen queries at most.

    A renumbering is one entry, with the numbers of all its clauses; in the record of
    one clause it is what happened to that clause.
    """
    found = events_of(rows)
    reader = _Reader(edition, [event for _model, event in found])
    if clause is None:
        reader.read_renumberings()
    return [reader.entry(model, event) for model, event in found]


class _Reader:
    """Makes entries, with people, clauses and derivations read once."""

    def __init__(self, edition: Edition, events: Sequence[Any]) -> None:
        self._edition, self._number = edition, edition.number
        self._events = events
        self._renumbered: dict[str, list[Any]] = {}
        clauses = {e.clause_id for e in events if hasattr(e, "clause_id")}
        self._clauses = Clause.objects.annotate(
            born=Min("versions__edition__number")
        ).in_bulk(clauses)
        self._people = people_of(events)
        self._made: set[tuple[int, datetime]] = set()
        self._gave: set[tuple[int, datetime]] = set()
        self._read_derivations(edition, clauses)
        self._removed = first_removals(edition, clauses)
        self._now: dict[tuple[str, Any], Any] = {}
        if not edition.is_published:
            self._read_draft(edition)

    def _read_derivations(self, edition: Edition, clauses: Collection[int]) -> None:
        for event in derivations_of(edition, clauses):
            self._made.add((event.clause_id, event.pgh_created_at))
            self._gave.add((event.origin_id, event.pgh_created_at))

    def _read_draft(self, edition: Edition) -> None:
        self._now = {(TEXT, row.clause_id): row for row in edition.versions.all()}
        for row in edition.languages.all():
            self._now[LANGUAGE, row.language] = row
        self._now[EDITION, edition.pk] = edition

    def read_renumberings(self) -> None:
        operations = {name for each in self._events if (name := _operation(each))}
        if operations:
            for event in renumbering_events(self._edition, *operations):
                self._renumbered.setdefault(_operation(event), []).append(event)

    def entry(self, model: str, event: Any) -> Entry:
        if together := self._renumbered.get(_operation(event)):
            return self._renumbering(event, together)
        clause = self._clauses.get(getattr(event, "clause_id", 0))
        return Entry(
            when=event.pgh_created_at,
            who=self._who(event),
            what=self._what(model, event),
            about=_about(model, event),
            key=clause.key if clause else "",
            cells=_read_cells(event) if model == TEXT else [],
            facts=_facts(model, event),
            model=model,
            event=event.pgh_id,
            can_undo=self._can_undo(model, event),
            puts_back=PUT_BACK in (event.pgh_context or {}),
        )

    def _can_undo(self, model: str, event: Any) -> bool:
        if self._edition.is_published or _operation(event):
            return False
        if model != TEXT:
            about = event.language if model == LANGUAGE else self._edition.pk
            return can_undo(model, event, self._now.get((model, about)))
        is_there = event.clause_id in self._clauses
        row = self._now.get((TEXT, event.clause_id))
        return is_there and can_undo(model, event, row)

    def _is_as_left(self, event: Any) -> bool:
        row = self._now.get((TEXT, event.clause_id))
        return row is not None and row.revision == event.revision

    def _renumbering(self, event: Any, together: Sequence[Any]) -> Entry:
        count = len(together)
        about = ngettext("%(count)s clause", "%(count)s clauses", count)
        return Entry(
            when=event.pgh_created_at,
            who=self._who(event),
            what=self._happened_to_text(event),
            about=about % {"count": count},
            key="",
            facts=[_renumbered_fact(each) for each in together],
            model=TEXT,
            event=event.pgh_id,
            can_undo=all(self._is_as_left(each) for each in together),
        )

    def _who(self, event: Any) -> str:
        context = event.pgh_context or {}
        if user := context.get("user"):
            return self._people.get(user, str(user))
        return str(context.get("command", ""))

    def _what(self, model: str, event: Any) -> str:
        if model == TEXT:
            return self._happened_to_text(event)
        return {
            # Translators: what happened to a language or an edition, in a record
            "insert": pgettext("in a record", "made"),
            "update": pgettext("in a record", "changed"),
            "delete": pgettext("in a record", "removed from the draft"),
        }[event.pgh_label]

    def _happened_to_text(self, event: Any) -> str:
        if _operation(event):
            return (
                pgettext("in a record", "renumbering undone")
                if UNDONE in event.pgh_context
                else pgettext("in a record", "renumbered")
            )
        at = (event.clause_id, event.pgh_created_at)
        made, gave = at in self._made, at in self._gave
        match event.pgh_label:
            case "insert" if made:
                return pgettext("in a record", "split off")
            case "insert":
                return self._came(event)
            case "delete" if gave:
                return pgettext("in a record", "merged into another clause")
            case "delete":
                return pgettext("in a record", "removed")
            case "move":
                moved = pgettext("in a record", "moved to place %(position)s")
                return moved % {"position": event.position}
        if made:
            return pgettext("in a record", "merged with another clause")
        return pgettext("in a record", "split") if gave else pgettext(
            "in a record", "changed"
        )  # fmt: skip

    def _came(self, event: Any) -> str:
        clause: Any = self._clauses.get(event.clause_id)
        is_older = clause and clause.born and clause.born < self._number
        removed = self._removed.get(event.clause_id, event.pgh_id)
        if is_older or removed < event.pgh_id:
            return pgettext("in a record", "restored")
        return pgettext("in a record", "inserted")


def _operation(event: Any) -> str:
    """Return the name of the renumbering of which an event is a part, or ""."""
    return str((event.pgh_context or {}).get(RENUMBERING, ""))


def _renumbered_fact(event: Any) -> Fact:
    before, after = (
        ClauseContent.from_columns(vars(each)).numbers for each in (event.former, event)
    )
    changed = [c for c in in_order({*before, *after}) if before.get(c) != after.get(c)]
    old, new = (
        " / ".join(dict.fromkeys(numbers.get(code) or "–" for code in changed))
        for numbers in (before, after)
    )
    return Fact(full_label(event.locator), old, new)


def _about(model: str, event: Any) -> str:
    if model == TEXT:
        return full_label(event.locator)
    return BY_CODE[event.language].name if model == LANGUAGE else gettext("edition")


def _read_cells(event: Any) -> list[RecordedCell]:
    if event.pgh_label == "move":  # texts and numbers are unchanged
        return []
    cells = [_cell(event, language) for language in LANGUAGES]
    return [cell for cell in cells if cell.segments or cell.numbers]


def _cell(event: Any, language: Language) -> RecordedCell:
    """Return the redline of a text and its number, without segments if unchanged."""
    former = event.former if event.pgh_label == "update" else None
    text, number = _read_words(event, language)
    old, old_number = _read_words(former, language)
    if former is None:
        kind = SegmentKind.DELETED if event.pgh_label == "delete" else SegmentKind.SAME
        segments, numbers = (_whole(kind, said) for said in (text, number))
    elif (text, number) == (old, old_number):
        segments, numbers = (), ()
    else:
        segments = redline(old, text, language.code)
        numbers = replaced(old_number, number)
    return RecordedCell(language, segments, numbers)


def _whole(kind: SegmentKind, said: str) -> tuple[Segment, ...]:
    return (Segment(kind, said),) if said else ()


def _read_words(event: Any, language: Language) -> tuple[str, str]:
    """Return the text and the number in an event; "" without an event."""
    content = ClauseContent.from_columns(vars(event)) if event else EMPTY
    return content.text(language.code), content.number(language.code)


def _facts(model: str, event: Any) -> list[Fact]:
    if event.pgh_label != "update" or event.former is None:
        return []
    facts = []
    for name in _columns(model, event):
        old, new = (shown_value(row, name) for row in (event.former, event))
        if old != new:
            facts.append(Fact(name_column(event, name), old, new))
    return facts


def name_column(row: Any, name: str) -> str:
    """Return what a column is called, with the language that it is in, if it is."""
    title = str(row._meta.get_field(name).verbose_name)
    for language in LANGUAGES:
        if name.endswith(f"_{language.suffix}"):
            return name_in(title, language)
    return title


def _columns(model: str, event: Any) -> list[str]:
    columns = {column.name for column in event._meta.concrete_fields}
    return [
        name
        for fact in FACTS[model]
        for name in (fact, *(f"{fact}_{language.suffix}" for language in LANGUAGES))
        if name in columns
    ]


def shown_value(event: Any, name: str) -> str:
    """Return the value of a column of a row or an event, as the page shows it."""
    value = getattr(event, name)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    display = getattr(event, f"get_{name}_display", None)
    return str(display()) if display else str("" if value is None else value)
