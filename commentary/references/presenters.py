"""Presenters of cross-references: marks and counts for reading pages, page, graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils.translation import gettext

from commentary.audit import decisions_of
from commentary.endpoints.endpoint import (
    Endpoint,
    ReferenceRow,
    instrument_end,
    reference_row,
    reference_rows,
    source_of,
    target_of,
)
from commentary.models import CrossReference, Mention
from commentary.permissions import may_refer, may_review
from commentary.references.graph import Picture, Point, Tie, draw_graph
from commentary.references.target import OPEN
from documents.languages import BY_CODE, CODES
from documents.models import Clause, Document, Edition, Instrument
from documents.presenters.edition import Cell, read_cells
from documents.text.marks import Mark
from portal.people.models import Visitor

Marks: TypeAlias = Mapping[tuple[str, str], list[Mark]]


# --- On the reading pages


def reference_marks(
    edition: Edition, user: Visitor, clause: Clause | None = None
) -> Marks:
    """Return link marks over the mentions in an edition, or in one clause; one query.

    By (clause key, language code), as documents.presenters.edition expects them.
    """
    rows = Mention.objects.filter(
        version__edition=edition,
        reference__in=CrossReference.objects.visible_to(user).filter(state__in=OPEN),
    ).select_related(
        "version__clause",
        "reference__instrument",
        "reference__target_clause__document",
        "reference__target_version__clause",
        "reference__part__document",
    )
    if clause is not None:
        rows = rows.filter(version__clause=clause)
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    ends: dict[int, Endpoint] = {}
    for row in rows:
        end = ends.setdefault(row.reference_id, target_of(row.reference))
        mark = Mark(row.start, row.end, "reference", end.words, end.url)
        marks[row.version.clause.key, row.language].append(mark)
    return marks


def reference_counts(edition: Edition, user: Visitor) -> dict[int, int]:
    """Return, by clause id, the number of references from and to it; two queries."""
    shown = CrossReference.objects.visible_to(user).standing()
    counts: dict[int, int] = defaultdict(int)
    for field in ("clause", "target_clause"):
        rows = shown.filter(**{f"{field}__document": edition.document_id})
        pairs = rows.order_by().values_list(field).annotate(count=Count("pk"))
        for pk, count in pairs:
            counts[pk] += count
    return dict(counts)


@dataclass(frozen=True, slots=True)
class Shown:
    """A reference on the page of one of its ends."""

    line: ReferenceRow
    relation: str
    end: Endpoint  # the other end
    cells: list[Cell]


def references_context(
    clause: Clause, edition: Edition, user: Visitor, codes: Sequence[str] = CODES
) -> dict[str, Any]:
    """Return the template context for a clause's references; three queries.

    `edition` is the one whose text is shown.
    """
    rows = (
        CrossReference.objects.visible_to(user)
        .standing()
        .filter(Q(clause=clause) | Q(target_clause=clause))
        .with_ends()
        .with_mentions()
        .order_by("relation", "pk")
    )
    shown = reference_rows(rows)
    return {
        "references_out": [
            _shown(each, each.target, each.relation, codes)
            for each in shown
            if each.reference.clause_id == clause.pk
        ],
        "references_in": [
            _shown(each, each.source, each.reverse, codes)
            for each in shown
            if each.reference.clause_id != clause.pk
        ],
        "may_refer": may_refer(user),
        "may_review": may_review(user),
    }


def _shown(
    each: ReferenceRow, end: Endpoint, relation: str, codes: Sequence[str]
) -> Shown:
    cells = read_cells(end.version, codes) if end.version else []
    return Shown(each, relation, end, cells)


# --- A reference's own page


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry of a reference's history: time, author, new state, reason."""

    at: datetime
    by: str
    state: str
    reason: str


def history_of(reference: CrossReference) -> list[Decision]:
    """Return the history of a reference, the latest first; two queries."""
    rows = decisions_of(reference)
    people = get_user_model().objects.filter(pk__in={row[3] for row in rows} - {None})
    names = dict(people.values_list("pk", "display_name"))
    before = [row[4] for row in rows[1:]] + [False]  # hidden before each event?
    return [
        Decision(at, _name(by, names), _became(state, was, is_hidden), reason)
        for (at, state, reason, by, is_hidden), was in zip(rows, before, strict=True)
    ]


def _name(pk: int | None, names: Mapping[int, str]) -> str:
    if pk is None:
        return ""
    return names.get(pk) or gettext("A participant")


def _became(state: str, was_hidden: bool, is_hidden: bool) -> str:
    if was_hidden == is_hidden:
        return str(CrossReference.State(state).label)
    if is_hidden:
        return gettext("hidden by a moderator")
    return gettext("shown again by a moderator")


def reference_context(
    reference: CrossReference, user: Visitor, codes: Sequence[str]
) -> dict[str, Any]:
    """Return the template context for a reference's page, without its discussion."""
    each = reference_row(reference)
    is_own = user.is_authenticated and reference.author_id == user.pk
    decides = may_review(user) and not reference.is_withdrawn
    withdraws = is_own and not reference.is_withdrawn
    return {
        "reference": reference,
        "line": each,
        "ends": [
            (end, _mark_cells(reference, end, codes))
            for end in (each.source, each.target)
        ],
        "history": history_of(reference),
        "decides": decides,
        "withdraws": withdraws or decides,
        "confirms": bool(reference.look_again_id) and (decides or withdraws),
        "may_review": may_review(user),
        "note_lang": BY_CODE[reference.language].bcp47 if reference.language else "",
        "shows_note": bool(reference.html) and not reference.is_withdrawn,
    }


def _mark_cells(
    reference: CrossReference, end: Endpoint, codes: Sequence[str]
) -> list[Cell]:
    """Return the texts of an end with quote and mentions marked; [] for instruments."""
    version = end.version
    if version is None:
        return []
    marks: dict[str, list[Mark]] = defaultdict(list)
    for row in reference.mentions.all():
        if row.version_id == version.pk:
            marks[row.language].append(Mark(row.start, row.end, "named"))
    quote = reference.quote
    if quote is not None and quote.version_id == version.pk:
        marks[quote.language].append(Mark(quote.start, quote.end, "quoted"))
    return read_cells(version, codes, marks)


# --- An instrument's page


def citing_clauses(
    instrument: Instrument, user: Visitor, codes: Sequence[str]
) -> list[Shown]:
    """Return the clauses that refer to an instrument, with texts; three queries."""
    rows = (
        CrossReference.objects.visible_to(user)
        .standing()
        .filter(instrument=instrument)
        .with_ends()
        .with_mentions()
        .order_by("clause__document__slug", "version__position", "pk")
    )
    return [
        Shown(
            each,
            each.relation,
            each.source,
            _mark_cells(each.reference, each.source, codes),
        )
        for each in reference_rows(rows)
    ]


# --- The picture


def graph_of(references: Iterable[CrossReference], document: Document) -> Picture:
    """Return the graph of references read with_ends; `document` is the inside."""
    inside: dict[str, tuple[int, Point]] = {}
    outside: dict[str, Point] = {}
    ties = []
    for reference in references:
        ends = [source_of(reference), _without_place(reference)]
        for end in ends:
            if end.version and end.document == document:
                inside[end.url] = (end.version.position, _point(end))
            else:
                outside[end.url] = _point(end)
        source, target = ends
        label = (
            f"{source.name} – {reference.relation_label} – {target_of(reference).words}"
        )
        ties.append(Tie(source.url, target.url, reference.state, label))
    ordered = [
        point for _position, point in sorted(inside.values(), key=lambda p: p[0])
    ]
    return draw_graph(ordered, list(outside.values()), ties)


def _without_place(reference: CrossReference) -> Endpoint:
    """Return the target without its locator: all articles of a treaty are one node."""
    if reference.instrument is not None:
        return instrument_end(reference.instrument)
    return target_of(reference)


def _point(end: Endpoint) -> Point:
    return Point(end.url, end.name, end.url, end.lang)
