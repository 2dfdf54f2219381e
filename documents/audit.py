"""Audit: the only reader of the event tables of documents.

django-pghistory fills these tables by triggers (documents/translation.py defines which
models). An event has its table's columns: time (pgh_created_at), author (pgh_context),
action (pgh_label), and the columns of the row after the change.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform

from documents.models import Clause, ClauseVersion, Document, Edition

# The model of a recorded row.
TEXT: Final = "clauseversion"
LANGUAGE: Final = "languageversion"
EDITION: Final = "edition"
METADATA: Final = "document"
RELATION: Final = "relation"
# In the context of a correction of metadata: why.
REASON: Final = "reason"
# In the context of changes: the name of the renumbering of which they are a part, and
# of the one that it undoes.
RENUMBERING: Final = "renumbering"
UNDONE: Final = "undone"
# The name of the operation of which changes are a part, the key of the clause behind
# which a clause stood ("" for the first of its part) before it was moved or removed,
# and the entry of the record that the changes put back, as "model-id".
OPERATION: Final = "operation"
BEHIND: Final = "behind"
PUT_BACK: Final = "put_back"


def _events(model: str) -> QuerySet[Any]:
    event: Any = apps.get_model("documents", f"{model}event")
    rows: QuerySet[Any] = event.objects.all()
    return rows


# --- The record of an edition


def record_of(edition: Edition, clause: Clause | None = None) -> QuerySet[Any, Any]:
    """Return the recorded changes of an edition, or of one clause in it, latest first.

    As rows for events_of: (time, model name, event id). The inserts of the transaction
    that created the edition are left out; of a renumbering there is one row.
    """
    begun = _events(EDITION).filter(pgh_obj=edition.pk, pgh_label="insert")
    first = Q(pgh_label="insert", pgh_created_at__in=begun.values("pgh_created_at"))
    texts = _events(TEXT).filter(edition=edition.pk).exclude(first)
    if clause is not None:
        texts = texts.filter(clause=clause.pk)
        return _as_rows(texts, TEXT).order_by("-pgh_created_at", "-pgh_id")
    texts = _first_of_renumberings(texts)
    languages = _events(LANGUAGE).filter(edition=edition.pk).exclude(first)
    itself = _events(EDITION).filter(pgh_obj=edition.pk)
    others = _as_rows(languages, LANGUAGE), _as_rows(itself, EDITION)
    rows: QuerySet[Any, Any] = _as_rows(texts, TEXT).union(*others, all=True)
    return rows.order_by("-pgh_created_at", "model", "-pgh_id")


def _first_of_renumberings(texts: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Keep one event of each renumbering, and all that are of none."""
    operation = KeyTextTransform(RENUMBERING, "pgh_context")
    earlier = (
        _events(TEXT)
        .filter(
            edition=OuterRef("edition"),
            pgh_created_at=OuterRef("pgh_created_at"),
            pgh_id__lt=OuterRef("pgh_id"),
        )
        .alias(operation=operation)
        .filter(operation=OuterRef("operation"))
    )
    kept: QuerySet[Any, Any] = texts.alias(operation=operation).filter(
        Q(operation__isnull=True) | ~Exists(earlier)
    )
    return kept


# --- Renumberings


@dataclass(frozen=True, slots=True)
class LastRenumbering:
    """The last renumbering of a draft, of which all clauses are as it left them."""

    operation: str
    count: int
    when: datetime
    who: str  # "" if unknown


def renumbering_events(edition: Edition, *operations: str) -> list[Any]:
    """Return the events of renumberings, in reading order, each with `former`."""
    events = _events(TEXT).filter(
        edition=edition.pk, pgh_context__renumbering__in=operations
    )
    ids = list(events.values_list("pgh_id", flat=True))
    return sorted(_read_with_former(TEXT, ids), key=lambda event: event.position)


def last_renumbering(edition: Edition) -> LastRenumbering | None:
    """Return the last renumbering of a draft if it can be undone; four queries."""
    made = _events(TEXT).filter(edition=edition.pk, pgh_context__has_key=RENUMBERING)
    last = made.order_by("-pgh_id").first()
    if last is None or UNDONE in last.pgh_context:
        return None
    operation = last.pgh_context[RENUMBERING]
    events = made.filter(pgh_context__renumbering=operation)
    left = dict(events.values_list("pgh_obj_id", "revision"))
    now = dict(edition.versions.filter(pk__in=left).values_list("pk", "revision"))
    if now != left:
        return None
    who = next(iter(people_of([last]).values()), "")
    return LastRenumbering(operation, len(left), last.pgh_created_at, who)


def _as_rows(events: QuerySet[Any], model: str) -> QuerySet[Any, Any]:
    named = events.annotate(model=Value(model)).order_by()
    rows: QuerySet[Any, Any] = named.values_list("pgh_created_at", "model", "pgh_id")
    return rows


def events_of(rows: Sequence[Any]) -> list[tuple[str, Any]]:
    """Return (model name, event) for each row of record_of; six queries at most.

    `event.former` is the previous event of the same row, or None.
    """
    found: dict[tuple[str, int], Any] = {}
    for model in (TEXT, LANGUAGE, EDITION):
        ids = [pk for _when, name, pk in rows if name == model]
        for event in _read_with_former(model, ids):
            found[model, event.pgh_id] = event
    return [(name, found[name, pk]) for _when, name, pk in rows]


def _read_with_former(model: str, ids: Sequence[int]) -> list[Any]:
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


def derivations_of(edition: Edition, clauses: Collection[int]) -> list[Any]:
    """Return the events of derivations in an edition that involve these clauses."""
    if not clauses:
        return []
    about = Q(clause__in=clauses) | Q(origin__in=clauses)
    made = _events("derivation").filter(about, edition=edition.pk, pgh_label="insert")
    return list(made)


def people_of(events: Sequence[Any]) -> dict[Any, str]:
    """Return the names of the authors of these events, by primary key; one query."""
    asked = {(event.pgh_context or {}).get("user") for event in events} - {None}
    people = get_user_model()._default_manager.in_bulk(asked) if asked else {}
    return {pk: str(person) for pk, person in people.items()}


def public_names_of(events: Sequence[Any]) -> dict[Any, str]:
    """Return what everybody may see of the authors, by primary key; one query.

    "" for whoever has no display name: never an address.
    """
    asked = {(event.pgh_context or {}).get("user") for event in events} - {None}
    people: Any = get_user_model()._default_manager.in_bulk(asked) if asked else {}
    return {pk: person.public_name for pk, person in people.items()}


def columns_at(version: ClauseVersion, revision: int) -> dict[str, Any]:
    """Return the columns of a clause of a draft at a revision; {} if unknown."""
    events = _events(TEXT).filter(id=version.pk, revision=revision)
    found: dict[str, Any] | None = events.order_by("-pgh_id").values().first()
    return {name: "" if said is None else said for name, said in (found or {}).items()}


# --- Corrections of metadata


def metadata_events(document: Document) -> list[tuple[str, Any]]:
    """Return (model name, event) of each correction of a document's metadata.

    Latest first; every change after a publication is one, and has a reason. Events of
    the document have `former`, those of its relations their targets loaded.
    Five queries at most.
    """
    reasoned = Q(pgh_context__has_key=REASON) & ~Q(pgh_context__reason="")
    updates = _events(METADATA).filter(
        reasoned, pgh_obj=document.pk, pgh_label="update"
    )
    ids = list(updates.values_list("pgh_id", flat=True))
    relations = _events(RELATION).filter(reasoned, document=document.pk)
    related = relations.select_related("target", "instrument")
    events = [(METADATA, each) for each in _read_with_former(METADATA, ids)]
    events += [(RELATION, each) for each in related]
    events.sort(key=lambda pair: (pair[1].pgh_created_at, pair[0], pair[1].pgh_id))
    return events[::-1]


def corrections_by(user: int) -> QuerySet[Any, Any]:
    """Return (document, time, reason) of the metadata that a person corrected."""
    reason = KeyTextTransform(REASON, "pgh_context")
    own = {"pgh_context__user": user}
    updates = _events(METADATA).filter(**own, pgh_label="update")
    related = _events(RELATION).filter(**own)
    rows: QuerySet[Any, Any] = updates.annotate(why=reason).values_list(
        "pgh_obj_id", "pgh_created_at", "why"
    )
    others = related.annotate(why=reason).values_list(
        "document_id", "pgh_created_at", "why"
    )
    return rows.union(others).order_by("pgh_created_at")


def metadata_as_of(edition: Edition) -> Any:
    """Return the event with a document's metadata when an edition was published.

    The first one if none was recorded by then; None without any.
    """
    events = _events(METADATA).filter(pgh_obj=edition.document_id).order_by("pgh_id")
    then = events.filter(pgh_created_at__lte=edition.published_at)
    return then.last() or events.first()


def sealed_metadata(edition: Edition) -> Any:
    """Return the metadata that were recorded with the publication of an edition."""
    published = _events(EDITION).filter(id=edition.pk, state=Edition.State.PUBLISHED)
    return published.order_by("pgh_id").values_list("metadata", flat=True).first()


# --- Operations: the changes that one editor's action made together


def find_entry(edition: Edition, model: str, pk: int) -> Any:
    """Return an event of an edition's record, with `former`; None if it has no such."""
    if model not in (TEXT, LANGUAGE, EDITION):
        return None
    name = "pgh_obj" if model == EDITION else "edition"
    if not _events(model).filter(**{name: edition.pk}, pgh_id=pk).exists():
        return None
    return _read_with_former(model, [pk])[0]


def texts_changed_with(event: Any) -> list[Any]:
    """Return the events of texts of an operation, given one of them; with `former`.

    Of changes recorded without the name of their operation: those that a derivation
    ties to the event's clause, in the same transaction.
    """
    texts = _events(TEXT).filter(edition=event.edition_id)
    if name := _operation_of(event):
        texts = texts.filter(pgh_context__operation=name)
    else:
        tied = {event.clause_id}
        for made in derivations_changed_with(event):
            tied |= {made.clause_id, made.origin_id}
        texts = texts.filter(clause__in=tied, pgh_created_at=event.pgh_created_at)
    ids = list(texts.values_list("pgh_id", flat=True))
    return sorted(_read_with_former(TEXT, ids), key=lambda each: each.pgh_id)


def derivations_changed_with(event: Any) -> list[Any]:
    """Return the events of derivations of an operation, given an event of a text."""
    made = _events("derivation").filter(edition=event.edition_id)
    if name := _operation_of(event):
        return list(made.filter(pgh_context__operation=name).order_by("pgh_id"))
    about = Q(clause=event.clause_id) | Q(origin=event.clause_id)
    made = made.filter(about, pgh_created_at=event.pgh_created_at)
    return list(made.order_by("pgh_id"))


def _operation_of(event: Any) -> str:
    return str((event.pgh_context or {}).get(OPERATION, ""))


def is_moved_since(event: Any) -> bool:
    """Return whether a clause was moved again after a recorded move."""
    later = _events(TEXT).filter(edition=event.edition_id, clause=event.clause_id)
    return later.filter(pgh_label="move", pgh_id__gt=event.pgh_id).exists()


def is_text_changed_since(edition: Edition, event: Any) -> bool:
    """Return whether a text of a draft was changed with a recorded change, or after."""
    texts = _events(TEXT).filter(edition=edition.pk)
    return texts.filter(pgh_created_at__gte=event.pgh_created_at).exists()


def removals_from(edition: Edition, clause: Clause | None = None) -> dict[int, Any]:
    """Return, by clause id, the last removal of each clause from a draft."""
    removed = _events(TEXT).filter(edition=edition.pk, pgh_label="delete")
    if clause is not None:
        removed = removed.filter(clause=clause.pk)
    return {event.clause_id: event for event in removed.order_by("pgh_id")}


def first_removals(edition: Edition, clauses: Collection[int]) -> dict[int, int]:
    """Return, by clause id, the event of its first removal from a draft; one query."""
    removed = _events(TEXT).filter(edition=edition.pk, pgh_label="delete")
    removed = removed.filter(clause__in=clauses).order_by("-pgh_id")
    return dict(removed.values_list("clause", "pgh_id"))


def hosts_of(edition: Edition, clause: Clause) -> set[int]:
    """Return the ids of clauses that words of a clause were given to in a draft.

    Also of those that no longer derive from it.
    """
    made = _events("derivation").filter(edition=edition.pk, pgh_label="insert")
    return set(made.filter(origin=clause.pk).values_list("clause", flat=True))


# --- What was published


def events_until_publication(edition: Edition, model: str) -> dict[int, Any]:
    """Return, by row id, the last event recorded before the edition was published."""
    published = _events(EDITION).filter(id=edition.pk, state=Edition.State.PUBLISHED)
    moment = published.order_by("pgh_id").values("pgh_created_at")[:1]
    events = _events(model).filter(edition=edition.pk, pgh_created_at__lte=moment)
    return {event.pgh_obj_id: event for event in events.order_by("pgh_id")}


# --- What was deleted


@dataclass(frozen=True, slots=True)
class Discarded:
    """A deleted draft: document, number, time, and by whom ("" if unknown)."""

    document: str
    number: int
    when: datetime
    who: str


def discarded_edition(pk: int) -> Discarded | None:
    """Return what the audit has of a deleted draft; None if there was none."""
    event = _find_deletion(EDITION, pk)
    if event is None:
        return None
    document = Document.objects.filter(pk=event.document_id).first()
    return Discarded(
        document=str(document or f"#{event.document_id}"),
        number=event.number,
        when=event.pgh_created_at,
        who=next(iter(people_of([event]).values()), ""),
    )


def _find_deletion(model: str, pk: int) -> Any:
    deleted = _events(model).filter(pgh_label="delete", id=pk)
    return deleted.order_by("pgh_id").last()
