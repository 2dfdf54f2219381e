"""A sample: one clause of a document in the reader's columns, for the home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.safestring import SafeString

from documents.models import Edition, ReadClause
from documents.presenters.columns import columns_of
from documents.presenters.edition import counterparts_for
from documents.presenters.markup import CellMarkup
from documents.presenters.rows import Row, read_row
from documents.text.kinds import Kind

SAMPLED: Final = (Kind.OPERATIVE, Kind.PREAMBULAR, Kind.PARAGRAPH)
FIRST: Final = 40  # clauses that are looked at
SHORTEST: Final = 60  # characters in the longest of its texts; less says too little


@dataclass(frozen=True, slots=True)
class Sample:
    """A clause as a row, and its cells as markup."""

    row: Row
    cells: SafeString
    columns: int


def read_sample(request: HttpRequest, edition: Edition) -> Sample | None:
    """Return the shortest clause that says enough in the most languages; two queries.

    None for an edition that has no such clause.
    """
    versions = edition.versions.of_kinds(*SAMPLED)[:FIRST]
    clauses = [ReadClause.of(version) for version in versions]
    columns = columns_of(request, edition.document.original_language)

    def rank(clause: ReadClause) -> tuple[int, int]:
        lengths = [len(clause.in_language("text", code)) for code in columns.codes]
        return -sum(length > 0 for length in lengths), max(lengths)

    told = [clause for clause in clauses if rank(clause)[1] >= SHORTEST]
    chosen = min(told, key=rank, default=None)
    if chosen is None:
        return None
    counterparts = counterparts_for(edition, columns).get(chosen.key, ())
    row = read_row(chosen, columns.codes, counterparts=counterparts)
    cells = CellMarkup(columns.languages).render(row.cells)
    return Sample(row, cells, len(columns.codes))
