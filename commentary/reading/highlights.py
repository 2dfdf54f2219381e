"""What commentary adds to the reading pages: counts, highlights, the discussion."""

from __future__ import annotations

from collections import defaultdict

from commentary.quotes.highlights import Marks, marks_in
from commentary.references.presenters import reference_marks
from documents.models import Clause, Edition
from documents.text.marks import Mark
from portal.people.models import Visitor


def all_marks_in(
    edition: Edition, user: Visitor, clause: Clause | None = None
) -> Marks:
    """Return the quoted words and the references of an edition; two queries."""
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for found in (marks_in(edition, clause), reference_marks(edition, user, clause)):
        for place, laid in found.items():
            marks[place] += laid
    return marks
