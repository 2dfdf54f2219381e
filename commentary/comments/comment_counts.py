"""Comment counts: of each clause of an edition, by kind."""

from __future__ import annotations

from collections import Counter, defaultdict

from commentary.lineage import origins_by_clause
from commentary.models import Comment, CommentTally
from documents.models import Edition


class CommentCounts(Counter[str]):
    """Published contributions to the thread of a clause: how many of each kind."""

    @property
    def sentence(self) -> str:
        """All of it in words: "3 comments · 1 question"."""
        counted = [
            kind.counted % {"count": self[kind]} for kind in Comment.Kind if self[kind]
        ]
        return " · ".join(counted)


def comment_counts(edition: Edition) -> dict[int, CommentCounts]:
    """Return the counts of each clause with comments, by its id; two queries.

    Replies count where their thread does.
    """
    rows = CommentTally.objects.in_document(edition.document_id).on_standing().counted()
    said: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for clause, number, kind, count in rows:
        said[clause].append((number, kind, count))
    counts: dict[int, CommentCounts] = defaultdict(CommentCounts)
    for clause, entries in said.items():
        for _number, kind, count in entries:
            counts[clause][kind] += count
    for clause, origins in origins_by_clause(edition).items():
        for origin in origins:
            for number, kind, count in said.get(origin.clause, ()):
                if number < origin.until:
                    counts[clause][kind] += count
    return dict(counts)
