"""Comment counts: of each clause of an edition, by kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Coalesce

from commentary.lineage import origins_by_clause
from commentary.models import Comment
from documents.models import Edition


@dataclass(slots=True)
class CommentCounts:
    """Published contributions to the thread of a clause, by what they are."""

    comments: int = 0
    questions: int = 0
    discrepancies: int = 0

    @property
    def total(self) -> int:
        return self.comments + self.questions + self.discrepancies

    def add(self, kind: str, count: int) -> None:
        match kind:
            case Comment.Kind.QUESTION:
                self.questions += count
            case Comment.Kind.DISCREPANCY:
                self.discrepancies += count
            case _:
                self.comments += count


def comment_counts(edition: Edition) -> dict[int, CommentCounts]:
    """Return the tally of each clause that has one, by its id; two queries.

    Replies count where their thread does.
    """
    rows = (
        Comment.objects.published()
        .filter(clause__document=edition.document_id)
        .order_by()
        .values_list(
            Coalesce("root__clause", "clause"),
            Coalesce("root__version__edition__number", "version__edition__number"),
            "kind",
        )
        .annotate(count=Count("pk"))
    )
    said: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for clause, number, kind, count in rows:
        said[clause].append((number, kind, count))
    tallies: dict[int, CommentCounts] = defaultdict(CommentCounts)
    for clause, entries in said.items():
        for _number, kind, count in entries:
            tallies[clause].add(kind, count)
    for clause, origins in origins_by_clause(edition).items():
        for origin in origins:
            for number, kind, count in said.get(origin.clause, ()):
                if number < origin.until:
                    tallies[clause].add(kind, count)
    return dict(tallies)
