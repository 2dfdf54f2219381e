"""Presenter of a clause's history: its content in each edition, and the changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from documents.comparing import ClauseInEdition, change_of, moved_keys
from documents.models import Clause, ClauseVersion, Derivation, Edition
from documents.presenters.changes import ChangedCell, changed_cell, named, read_clause
from documents.presenters.citation import edition_name
from documents.presenters.labels import full_label
from documents.text.content import ClauseContent
from portal.people.models import Visitor


@dataclass(frozen=True, slots=True)
class Other:
    """The other clause of a derivation, labelled as of that edition."""

    key: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A derivation: text of `origin` was taken into `clause` in an edition."""

    edition: int
    origin: Other
    clause: Other


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """The change of a clause in an edition; cells for changed languages only."""

    edition: Edition
    name: str
    label: str
    label_before: str
    names: list[str]
    cells: list[ChangedCell]
    origins: list[Other]
    successors: list[Other]
    is_removed: bool


def history_of(clause: Clause, user: Visitor) -> list[ClauseVersion]:
    """Return the clause in each edition a person may see, the oldest first."""
    rows = clause.versions.visible_to(user).select_related("edition")
    found = list(rows.order_by("edition__number"))
    for row in found:
        row.clause, row.edition.document = clause, clause.document
    return found


def standing_in(
    history: Sequence[ClauseVersion], edition: Edition
) -> ClauseVersion | None:
    """Return the clause as of an edition: its row there or its last one; or None."""
    until = [row for row in history if row.edition.number <= edition.number]
    return until[-1] if until else None


# --- Words that went from clause to clause


def takings_of(clause: Clause, user: Visitor) -> list[Taking]:
    """Return the derivations from and to a clause; one query.

    Derivations in drafts are included for those who may see drafts only.
    """
    editions = Edition.objects.visible_to(user).filter(document=clause.document_id)
    made = Derivation.objects.filter(edition__in=editions)
    made = made.filter(origin=clause) | made.filter(clause=clause)
    rows = made.select_related("clause__document", "origin__document").annotate(
        clause_locator=_locator("clause"), origin_locator=_locator("origin")
    )
    return [
        Taking(
            edition=row.edition_id,
            origin=_other(row.origin, row.origin_locator),
            clause=_other(row.clause, row.clause_locator),
        )
        for row in rows.order_by("edition__number", "pk")
    ]


def _locator(end: str) -> Subquery:
    """Return the clause's locator in a derivation's edition, or its last before."""
    rows = ClauseVersion.objects.filter(
        clause=OuterRef(end), edition__number__lte=OuterRef("edition__number")
    )
    return Subquery(rows.order_by("-edition__number").values("locator")[:1])


def _other(clause: Clause, locator: str | None) -> Other:
    name = full_label(locator) if locator else clause.key
    return Other(clause.key, clause.get_absolute_url(), name)


def successors_in(takings: Iterable[Taking], clause: Clause) -> list[Other]:
    """Return the clauses derived from this one, each once."""
    taken = [each.clause for each in takings if each.origin.key == clause.key]
    return list({other.key: other for other in taken}.values())


# --- Step by step


@dataclass(frozen=True, slots=True)
class _Stage:
    """An edition, the order of its clauses, and the clause in it."""

    edition: Edition
    order: Sequence[int]
    row: ClauseVersion | None

    @property
    def clause(self) -> ClauseInEdition | None:
        return read_clause(self.row) if self.row else None

    @property
    def content(self) -> ClauseContent | None:
        return ClauseContent.of(self.row) if self.row else None


def read_history(
    history: Sequence[ClauseVersion],
    takings: Sequence[Taking],
    codes: Sequence[str],
    user: Visitor,
) -> list[HistoryStep]:
    """Return the steps of a clause's history, the latest first; one query.

    From the first edition that has the clause to its last removal. Empty if the only
    edition is the first.
    """
    clause = history[0].clause
    stages = _stages(clause, history, user)
    steps = list(_steps(stages, clause, takings, codes))
    return steps[::-1] if len(stages) > 1 else []


def count_history(history: Sequence[ClauseVersion], user: Visitor) -> int:
    """Return the number of steps of a clause's history; one query."""
    has_it = {row.edition_id for row in history}
    editions = Edition.objects.visible_to(user).filter(
        document=history[0].clause.document_id
    )
    stood = [
        pk in has_it for pk in editions.order_by("number").values_list("pk", flat=True)
    ]
    steps = sum(map(max, [False, *stood], stood))
    return steps if len(stood) > 1 else 0


def _stages(
    clause: Clause, history: Sequence[ClauseVersion], user: Visitor
) -> list[_Stage]:
    rows = {row.edition_id: row for row in history}
    return [
        _Stage(rows[edition.pk].edition if edition.pk in rows else edition, order, row)
        for edition, order in _editions(clause, user)
        for row in [rows.get(edition.pk)]
    ]


def _editions(clause: Clause, user: Visitor) -> Iterator[tuple[Edition, list[int]]]:
    editions: QuerySet[Edition] = Edition.objects.visible_to(user)
    editions = editions.filter(document=clause.document_id).order_by("number")
    order = ArrayAgg("versions__clause", order_by="versions__position")
    for edition in editions.annotate(order=order):
        edition.document = clause.document
        yield edition, edition.order


def _steps(
    stages: Sequence[_Stage],
    clause: Clause,
    takings: Sequence[Taking],
    codes: Sequence[str],
) -> Iterator[HistoryStep]:
    last: ClauseContent | None = None  # the last content before this edition
    latest = next(stage.content for stage in reversed(stages) if stage.row)
    for before, after in zip([None, *stages], stages, strict=False):
        old, new = before.content if before else None, after.content
        here = [each for each in takings if each.edition == after.edition.pk]
        origins = [each.origin for each in here if each.clause.key == clause.key]
        if old or new:
            change = change_of(
                before.clause if before else None,
                after.clause,
                is_moved=_is_moved(before, after, clause),
                is_known=last is not None,
                origins=[origin.key for origin in origins],
            )
            yield HistoryStep(
                edition=after.edition,
                name=edition_name(after.edition),
                label=_label(new or old),
                label_before=_label(old) if _label(old) != _label(new) and new else "",
                names=named(change.changes) if before else [_from_the_first()],
                cells=_compare_cells(last, new, latest, codes),
                origins=origins,
                successors=successors_in(here, clause),
                is_removed=new is None,
            )
        last = new or last


def _from_the_first() -> str:
    # Translators: what became of a clause: it stands in the document since its first
    # Translators: edition
    return gettext("present since the first edition")


def _label(content: ClauseContent | None) -> str:
    return full_label(content.locator) if content else ""


def _is_moved(before: _Stage | None, after: _Stage, clause: Clause) -> bool:
    if before is None or before.order == after.order:
        return False
    return clause.pk in moved_keys(before.order, after.order)


def _compare_cells(
    last: ClauseContent | None,
    now: ClauseContent | None,
    latest: ClauseContent | None,
    codes: Sequence[str],
) -> list[ChangedCell]:
    """Return the changed languages, as redlines.

    For a first edition, the languages that differ from the latest one. A restored
    clause is compared with its content at the removal.
    """
    other = last or latest
    if now is None or other is None:
        return []
    return [
        changed_cell(last or now, now, code)
        for code in codes
        if _words(other, code) != _words(now, code)
    ]


def _words(content: ClauseContent, code: str) -> tuple[str, str]:
    return content.text(code), content.number(code)
