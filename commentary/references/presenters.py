"""Presenters of cross-references: marks and counts for reading pages, page, graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext, ngettext, pgettext

from commentary.audit import decisions_of
from commentary.endpoints.endpoint import (
    Endpoint,
    ReferenceRow,
    describe_tie,
    instrument_end,
    reference_row,
    reference_rows,
    source_of,
    target_of,
)
from commentary.models import CrossReference, Mention
from commentary.models.reference_reasons import describe_reason
from commentary.models.references import CrossReferenceQuerySet, target_withdrawn
from commentary.permissions import may_refer, may_review
from commentary.references.graph import Point, Tie, draw_graph
from commentary.references.target import OPEN
from documents.languages import BY_CODE, CODES
from documents.models import Clause, Document, Edition, Instrument
from documents.presenters.labels import introduce
from documents.presenters.rows import Cell, read_cells
from documents.text.marks import Mark
from portal.people.models import Visitor

Marks: TypeAlias = Mapping[tuple[str, str], list[Mark]]
# Each with the texts of its other end.
REFERENCES_PER_PAGE: Final = 30
DECISIONS_PER_PAGE: Final = 20
MOST_LINES: Final = 300  # of the picture


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
    ).annotate(target_withdrawn=target_withdrawn("reference__"))
    rows = rows.select_related(
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
        row.reference.target_withdrawn = row.target_withdrawn
        end = ends.setdefault(row.reference_id, target_of(row.reference))
        mark = Mark(row.start, row.end, "reference", end.words, end.url)
        marks[row.version.clause.key, row.language].append(mark)
    return marks


def reference_counts(edition: Edition, user: Visitor) -> dict[int, int]:
    """Return, by clause id, the number of references from and to it; two queries.

    Those with a withdrawn end are told beside the clause, and counted nowhere.
    """
    shown = CrossReference.objects.visible_to(user).standing().between_standing()
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
    clause: Clause,
    user: Visitor,
    codes: Sequence[str] = CODES,
    *,
    number: str | int | None = 1,
    fresh: int | None = None,
) -> dict[str, Any]:
    """Return the template context for a page of a clause's references; four queries.

    Those from the clause come first, then those to it. With `fresh`, which the person
    has just proposed, that is the page on which this one stands; a query more.
    """
    rows = (
        _references_of(clause, user)
        .with_ends()
        .with_mentions()
        .order_by(_from_first(clause), "relation", "pk")
    )
    if fresh is not None:
        number = _find_page(rows, fresh)
    page = Paginator(rows, REFERENCES_PER_PAGE).get_page(number)
    shown = reference_rows(page.object_list)
    own = (row.reference for row in shown if row.reference.author_id == user.pk)
    return {
        "references_page": page,
        "fresh_reference": next((row for row in own if row.pk == fresh), None),
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


def _find_page(rows: CrossReferenceQuerySet, fresh: int) -> int:
    """Return on which page a reference stands; 1 for one that is not there."""
    pks = list(rows.values_list("pk", flat=True))
    place = pks.index(fresh) if fresh in pks else 0
    return place // REFERENCES_PER_PAGE + 1


def count_references(clause: Clause, user: Visitor) -> int:
    """Return how many references its page lists of a clause; one query."""
    return _references_of(clause, user).count()


def _references_of(clause: Clause, user: Visitor) -> CrossReferenceQuerySet:
    shown = CrossReference.objects.visible_to(user).standing()
    return shown.filter(Q(clause=clause) | Q(target_clause=clause))


def _from_first(clause: Clause) -> Case:
    return Case(
        When(clause=clause, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )


def _shown(
    each: ReferenceRow, end: Endpoint, relation: str, codes: Sequence[str]
) -> Shown:
    cells = read_cells(end.version, codes) if end.version else []
    return Shown(each, relation, end, cells)


# --- A reference's own page


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry of a reference's history: time, author, what became of it, reason."""

    at: datetime
    by: str
    state: str
    reason: str


def history_of(reference: CrossReference, number: str | int | None = 1) -> Page[Any]:
    """Return a page of a reference's history, the latest first; three queries."""
    page = Paginator(decisions_of(reference), DECISIONS_PER_PAGE).get_page(number)
    events = list(page.object_list)
    people = {
        pk
        for row in events
        for pk in (row.decided_by_id, row.confirmed_by_id, row.hidden_by_id)
    }
    rows = get_user_model().objects.filter(pk__in=people - {None})
    names = dict(rows.values_list("pk", "display_name"))
    page.object_list = [_read_event(event, names) for event in events]
    return page


def _read_event(event: Any, names: Mapping[int, str]) -> Decision:
    at = event.pgh_created_at
    if event.confirmed_at != event.was_confirmed_at:
        by = _name(event.confirmed_by_id, names)
        return Decision(
            at, by, pgettext("cross-reference", "confirmed"), event.confirmation
        )
    became = _became(event.state, bool(event.was_hidden), event.is_hidden)
    if event.hidden_at != event.was_hidden_at:
        return Decision(
            at, _name(event.hidden_by_id, names), became, event.hidden_reason
        )
    # Of events from before hiding had a reason of its own, the decision's is that one.
    return Decision(
        at, _name(event.decided_by_id, names), became, describe_reason(event.reason)
    )


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
    reference: CrossReference,
    user: Visitor,
    codes: Sequence[str],
    *,
    decisions: str | int | None = 1,
) -> dict[str, Any]:
    """Return the template context for a reference's page, without its discussion.

    `decisions` is the page of its history.
    """
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
        "history": history_of(reference, decisions),
        "decides": decides,
        "withdraws": withdraws or decides,
        "confirms": bool(reference.look_again_id) and (decides or withdraws),
        "may_review": may_review(user),
        "note_lang": BY_CODE[reference.language].bcp47 if reference.language else "",
        "shows_note": bool(reference.html)
        and not (reference.is_withdrawn or reference.has_withdrawn_end),
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
    instrument: Instrument,
    user: Visitor,
    codes: Sequence[str],
    number: str | int | None = 1,
) -> Page[Any]:
    """Return a page of the references to an instrument, with texts; four queries."""
    rows = (
        CrossReference.objects.visible_to(user)
        .standing()
        .filter(instrument=instrument)
        .with_ends()
        .with_mentions()
        .order_by("clause__document__slug", "version__position", "pk")
    )
    page: Page[Any] = Paginator(rows, REFERENCES_PER_PAGE).get_page(number)
    page.object_list = [
        Shown(
            each,
            each.relation,
            each.source,
            _mark_cells(each.reference, each.source, codes),
        )
        for each in reference_rows(page.object_list)
    ]
    return page


# --- The picture


def graph_of(rows: CrossReferenceQuerySet, document: Document) -> dict[str, Any]:
    """Return the context of the graph; `document` is its inside; three queries.

    Two ends are tied by one line, however many references there are between them, and
    the MOST_LINES with the most references are drawn; `left_out` counts the others.
    What was withdrawn is not drawn.
    """
    pairs = _pairs_of(rows.between_standing())
    drawn = {pair["latest"]: pair for pair in pairs[:MOST_LINES]}
    ends = CrossReference.objects.filter(pk__in=drawn).with_ends()
    inside: dict[str, tuple[int, Point]] = {}
    outside: dict[str, Point] = {}
    ties = []
    for reference in ends.order_by("version__position", "pk"):
        source, target = source_of(reference), _without_place(reference)
        for end in (source, target):
            if end.version and end.document == document:
                inside[end.url] = (end.version.position, _point(end))
            else:
                outside[end.url] = _point(end)
        ties.append(_tie(reference, source, target, drawn[reference.pk]))
    ordered = [
        point for _position, point in sorted(inside.values(), key=lambda p: p[0])
    ]
    return {
        "picture": draw_graph(ordered, list(outside.values()), ties),
        "left_out": pairs.count() - len(ties),
    }


def _pairs_of(rows: CrossReferenceQuerySet) -> QuerySet[Any, Any]:
    """Return the pairs of ends, those with the most references first, as dicts.

    With the number of references, of accepted and of proposed ones, and the latest.
    """
    of = {
        state: Count("pk", filter=Q(state=state))
        for state in (CrossReference.State.ACCEPTED, CrossReference.State.PROPOSED)
    }
    ends = rows.order_by().values("clause", "target_clause", "part", "instrument")
    pairs: QuerySet[Any, Any] = ends.annotate(
        count=Count("pk"), latest=Max("pk"), place=Min("version__position"), **of
    )
    return pairs.order_by("-count", "place", "latest")


def _tie(
    reference: CrossReference, source: Endpoint, target: Endpoint, pair: dict[str, Any]
) -> Tie:
    """Return the line of a pair of ends, of which `reference` is the latest."""
    if pair["count"] == 1:
        words = target_of(reference).words
        label = describe_tie(source.name, reference.relation_label, words)
    else:
        label = introduce(f"{source.name} · {target.name}", _counted(pair["count"]))
    states = (CrossReference.State.ACCEPTED, CrossReference.State.PROPOSED)
    kind = next((state for state in states if pair[state]), reference.state)
    return Tie(source.url, target.url, str(kind), label, pair["count"])


def _counted(count: int) -> str:
    text = ngettext(
        "%(counter)s cross-reference", "%(counter)s cross-references", count
    )
    return text % {"counter": count}


def _without_place(reference: CrossReference) -> Endpoint:
    """Return the target without its locator: all articles of a treaty are one node."""
    if reference.instrument is not None:
        return instrument_end(reference.instrument)
    return target_of(reference)


def _point(end: Endpoint) -> Point:
    return Point(end.url, end.name, end.url, end.lang)
