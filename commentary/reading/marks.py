"""Marks on the texts of an edition: quotes, references, and what was found."""

from __future__ import annotations

from collections import defaultdict

from commentary.quotes.highlights import marks_in
from commentary.references.presenters import reference_marks
from documents.models import Clause, Edition
from documents.presenters.rows import Marks
from documents.text.marks import Mark
from portal.people.models import Visitor


def all_marks_in(
    edition: Edition, user: Visitor, clause: Clause | None = None
) -> Marks:
    """Return the marks of an edition: quotes and references; two queries."""
    return add_marks(marks_in(edition, clause), reference_marks(edition, user, clause))


def add_marks(marks: Marks, more: Marks) -> Marks:
    """Return marks with more of them on top."""
    together: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for laid in (marks, more):
        for place, own in laid.items():
            together[place] += own
    return together
