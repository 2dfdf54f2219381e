"""The record of a draft: who changed what, and when.

The database writes it (documents/translation.py); here it is read. What came with the
draft itself, in the transaction that made it, is no change and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext, pgettext

from documents.comparing import Segment, SegmentKind, redline, replaced
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.changes import EMPTY
from documents.presenters.labels import full_label
from documents.text.content import ClauseContent

TEXT, LANGUAGE, EDITION = "clauseversion", "languageversion", "edition"
FACTS = {
    TEXT: ("kind", "depth"),
    LANGUAGE: ("standing", "confirmed", "credit", "source", "file_name"),
    EDITION: ("state", "label", "note"),
}


@dataclass(frozen=True, slots=True)
class RecordedCell:
    """One language of a clause: the redline against what it said before."""

    language: Language
    segments: tuple[Segment, ...]
    numbers: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something other than a text that was changed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the record shows it."""

    when: datetime
    who: str  # a person or a command; "" when nobody was named
    what: str
    about: str  # the place of the clause, the language, or the edition
    key: str
    cells: list[RecordedCell] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def record_of(edition: Edition, clause: Clause | None = None) -> QuerySet[Any, Any]:
    """Return what happened in an edition, or to one clause of it, the latest first.

    Rows for read_entries: when, which model, which event.
    """
    begun = _events(EDITION).filter(pgh_obj=edition.pk, pgh_label="insert")
    first = Q(
        pgh_label="insert", pgh_created_at__in=begun.values("pgh_created_at")
    )  # what came with the draft
    texts = _events(TEXT).filter(edition=edition.pk).exclude(first)
    if clause is not None:
        texts = texts.filter(clause=clause.pk)
        return _rows(texts, TEXT).order_by("-pgh_created_at", "-pgh_id")
    languages = _events(LANGUAGE).filter(edition=edition.pk).exclude(first)
    itself = _events(EDITION).filter(pgh_obj=edition.pk)
    others = _rows(languages, LANGUAGE), _rows(itself, EDITION)
    rows: QuerySet[Any, Any] = _rows(texts, TEXT).union(*others, all=True)
    return rows.order_by("-pgh_created_at", "model", "-pgh_id")


def read_entries(edition: Edition, rows: Sequence[Any]) -> list[Entry]:
    """Return rows of a record as the page shows them; twelve queries at most."""
    found: dict[tuple[str, int], Any] = {}
    for model in (TEXT, LANGUAGE, EDITION):
        ids = [pk for _when, name, pk in rows if name == model]
        for event in _with_former(model, ids):
            found[model, event.pgh_id] = event
    reader = _Reader(edition, [event for (model, _), event in found.items()])
    return [reader.entry(name, found[name, pk]) for _when, name, pk in rows]


def said_at(version: ClauseVersion, revision: int) -> dict[str, Any]:
    """Return what a clause of a draft was at a revision, by column; {} if unknown."""
    events = _events(TEXT).filter(id=version.pk, revision=revision)
    found: dict[str, Any] | None = events.order_by("-pgh_id").values().first()
    return {name: "" if said is None else said for name, said in (found or {}).items()}


def _events(model: str) -> QuerySet[Any]:
    event: Any = apps.get_model("documents", f"{model}event")
    rows: QuerySet[Any] = event.objects.all()
    return rows


def _rows(events: QuerySet[Any], model: str) -> QuerySet[Any, Any]:
    named = events.annotate(model=Value(model)).order_by()
    rows: QuerySet[Any, Any] = named.values_list("pgh_created_at", "model", "pgh_id")
    return rows


def _with_former(model: str, ids: Sequence[int]) -> list[Any]:
    """Return events, each with the one before of the same row as `former`, or None."""
    if not ids:
        return []
    earlier = _events(model).filter(
        pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")
    )
    former = Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])
    events = list(_events(model).filter(pgh_id__in=ids).annotate(former_id=former))
    before = _events(model).in_bulk([e.former_id for e in events if e.former_id])
    for event in events:
        event.former = before.get(event.former_id)
    return events


class _Reader:
    """Makes entries; what several of them need is looked up once."""

    def __init__(self, edition: Edition, events: Sequence[Any]) -> None:
        self._number = edition.number
        clauses = {e.clause_id for e in events if hasattr(e, "clause_id")}
        self._clauses = Clause.objects.annotate(
            born=Min("versions__edition__number")
        ).in_bulk(clauses)
        self._people = _people(events)
        self._made: set[tuple[int, datetime]] = set()
        self._gave: set[tuple[int, datetime]] = set()
        self._read_derivations(edition, clauses)

    def _read_derivations(self, edition: Edition, clauses: Iterable[int]) -> None:
        about = Q(clause__in=clauses) | Q(origin__in=clauses)
        rows = _events("derivation").filter(
            about, edition=edition.pk, pgh_label="insert"
        )
        for event in rows if clauses else ():
            self._made.add((event.clause_id, event.pgh_created_at))
            self._gave.add((event.origin_id, event.pgh_created_at))

    def entry(self, model: str, event: Any) -> Entry:
        clause = self._clauses.get(getattr(event, "clause_id", 0))
        return Entry(
            when=event.pgh_created_at,
            who=self._who(event),
            what=self._what(model, event),
            about=_about(model, event),
            key=clause.key if clause else "",
            cells=_read_cells(event) if model == TEXT else [],
            facts=_facts(model, event),
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
            "delete": pgettext("in a record", "taken out"),
        }[event.pgh_label]

    def _happened_to_text(self, event: Any) -> str:
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
        if clause and clause.born and clause.born < self._number:
            return pgettext("in a record", "restored")
        return pgettext("in a record", "inserted")


def _people(events: Iterable[Any]) -> dict[Any, str]:
    asked = {(event.pgh_context or {}).get("user") for event in events} - {None}
    people = get_user_model()._default_manager.in_bulk(asked) if asked else {}
    return {pk: str(person) for pk, person in people.items()}


def _about(model: str, event: Any) -> str:
    if model == TEXT:
        return full_label(event.locator)
    return BY_CODE[event.language].name if model == LANGUAGE else gettext("edition")


def _read_cells(event: Any) -> list[RecordedCell]:
    if event.pgh_label == "move":  # it says what it said
        return []
    cells = [_cell(event, language) for language in LANGUAGES]
    return [cell for cell in cells if cell.segments or cell.numbers]


def _cell(event: Any, language: Language) -> RecordedCell:
    """Return what happened to a text and its number; nothing when nothing did."""
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
    """Return the text and the number that an event recorded; "" without an event."""
    content = ClauseContent.from_columns(vars(event)) if event else EMPTY
    return content.text(language.code), content.number(language.code)


def _facts(model: str, event: Any) -> list[Fact]:
    if event.pgh_label != "update" or event.former is None:
        return []
    facts = []
    for name in _columns(model, event):
        old, new = (_shown(row, name) for row in (event.former, event))
        if old != new:
            title = str(event._meta.get_field(name).verbose_name)
            facts.append(Fact(title, old, new))
    return facts


def _columns(model: str, event: Any) -> list[str]:
    columns = {column.name for column in event._meta.concrete_fields}
    return [
        name
        for fact in FACTS[model]
        for name in (fact, *(f"{fact}_{language.suffix}" for language in LANGUAGES))
        if name in columns
    ]


def _shown(event: Any, name: str) -> str:
    value = getattr(event, name)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    display = getattr(event, f"get_{name}_display", None)
    return str(display()) if display else str("" if value is None else value)
