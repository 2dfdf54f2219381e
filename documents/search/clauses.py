"""Clauses that a query finds: of the editions that a person may see, and no others.

What may be found is decided by the querysets of the models alone; counts, suggestions
and alternatives are made of what they give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db.models import F, QuerySet

from documents.models import ClauseVersion, Edition
from documents.models.documents import sees_drafts
from documents.search.compiled import EACH, Slot, count_each, run
from documents.search.vector import in_language, matches, rank
from portal.people.models import Visitor

# Beyond so many, clauses are neither counted nor sorted: the page asks to narrow.
MOST_FOUND: Final = 500
ASKED: Final = Slot("asked")
READ: Final = ("pk", "edition__document")
RANKED: Final = (*READ, "position", "rank")
READING_ORDER: Final = (
    F("edition__document__date").desc(nulls_last=True),
    "edition__document__slug",
    "-edition__number",
    "position",
)


@dataclass(frozen=True, slots=True)
class ClauseFilter:
    """What clauses are looked for: of which document and part, of what kind, and so on.

    `editions`: "" for the current ones, ALL for earlier ones and drafts too, as far as
    the person may see them. Values that nothing has find nothing.
    """

    ALL = "all"

    document: str = ""
    clause: str = ""
    part: str = ""
    kind: str = ""
    editions: str = ""
    language: str = ""

    @property
    def is_narrow(self) -> bool:
        return self != ClauseFilter()

    @property
    def parameters(self) -> dict[str, str]:
        """What an address has for it."""
        return {name: value for name, value in asdict(self).items() if value}

    def rows_for(self, user: Visitor) -> QuerySet[ClauseVersion]:
        """Return the rows of these clauses that a person may see."""
        rows = ClauseVersion.objects.filter(edition__in=self._editions_for(user))
        given = {
            "edition__document__slug": self.document,
            "clause__key": self.clause,
            "clause__part__kind": self.part,
            "kind": self.kind,
        }
        return rows.filter(**{name: value for name, value in given.items() if value})

    def _editions_for(self, user: Visitor) -> QuerySet[Edition]:
        if self.editions == self.ALL:
            return Edition.objects.visible_to(user)
        return Edition.objects.current()  # for everybody

    def asked_of(self, asked: str) -> str:
        """Return what `ask` gave, narrowed to the language that is asked for."""
        return in_language(asked, self.language) if self.language else asked

    def count(self, user: Visitor, asked: str) -> int:
        """Return how many clauses match what `ask` gave, MOST_FOUND at most."""
        return len(self._find(user, asked, ("pk",))) if asked else 0

    def count_each(self, user: Visitor, asked: Sequence[str]) -> list[int]:
        """Return what `count` gives for each of several; one query for all."""

        def build() -> QuerySet[Any, Any]:
            rows = self.rows_for(user).filter(matches(EACH))
            return rows.order_by()[:MOST_FOUND]

        if not any(asked):
            return [0] * len(asked)
        key = ("clauses of each", rights_of(user), self)
        return count_each(key, build, [self.asked_of(each) for each in asked])

    def find(self, user: Visitor, asked: str, *, by_rank: bool) -> Hits:
        """Return the clauses that match what `ask` gave; one query.

        In reading order, or the best first: the clauses of a document stay together,
        where its best one does. Of more than MOST_FOUND any are found.
        """
        if not asked:
            return Hits({})
        rows = self._find(user, asked, RANKED if by_rank else READ)
        rows = _sort_by_rank(rows) if by_rank else rows
        return Hits({row[0]: row[1] for row in rows})

    def _find(
        self, user: Visitor, asked: str, columns: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        def build() -> QuerySet[Any, Any]:
            found = self.rows_for(user).filter(matches(ASKED)).order_by()[:MOST_FOUND]
            if columns == READ:
                rows = ClauseVersion.objects.filter(pk__in=found.values("pk"))
                return rows.order_by(*READING_ORDER)
            return found.annotate(rank=rank(ASKED)) if columns == RANKED else found

        key = ("clauses", rights_of(user), self)
        return run(key, columns, build, asked=self.asked_of(asked))


def rights_of(user: Visitor) -> Hashable:
    """Return what the condition for the clauses that a person may see depends on."""
    return sees_drafts(user)


def _sort_by_rank(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    best: dict[int, float] = {}
    for _pk, document, _position, rank_of in rows:
        best[document] = max(best.get(document, 0.0), rank_of)
    return sorted(rows, key=lambda row: (-best[row[1]], row[1], -row[3], row[2]))


@dataclass(frozen=True, slots=True)
class Hits:
    """The clauses found, in order, each with its document, as ids."""

    documents: dict[int, int]

    @property
    def pks(self) -> list[int]:
        return list(self.documents)

    @property
    def is_bounded(self) -> bool:
        """Whether there may be more than are counted."""
        return len(self.documents) == MOST_FOUND

    def most_common(self, most: int) -> list[tuple[int, int]]:
        """Return the documents with most of the clauses, and how many each has."""
        return Counter(self.documents.values()).most_common(most)
