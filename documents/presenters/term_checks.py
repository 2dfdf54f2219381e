"""Checks of terms: what one text of a clause has, and another has no equivalent of.

They are told before a draft is published, and prevent nothing: a pronoun may stand for
a term, or a translation may have lost it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from documents.languages import BY_CODE, CODES, Language
from documents.models import ClauseVersion, Edition, Term
from documents.presenters.labels import full_label
from documents.search.terms import find_occurrences

MOST_LOOKED_AT: Final = 10_000  # clauses of an edition that have a term
MOST_TOLD: Final = 50


@dataclass(frozen=True, slots=True)
class MissingEquivalent:
    """A term that one text of a clause has, and the language whose text lacks it."""

    key: str
    label: str
    name: str  # in the text that has it
    language: Language
    missing_in: Language
    expected: str  # what it would be called there


def check_terms(edition: Edition) -> list[MissingEquivalent]:
    """Return the equivalents that are missing, in reading order; four queries.

    MOST_TOLD at most.
    """
    terms = Term.objects.with_instrument().in_bulk()
    rows = ClauseVersion.objects.filter(edition=edition)
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    occurrences = find_occurrences(list(terms.values()), rows, most=MOST_LOOKED_AT)
    for term, code, version in occurrences:
        found[version][term].append(code)
    versions = rows.filter(pk__in=found).select_related("clause").order_by("position")
    told = [
        each for row in versions for each in _check_clause(row, found[row.pk], terms)
    ]
    return told[:MOST_TOLD]


def _check_clause(
    row: ClauseVersion, found: Mapping[int, list[str]], terms: Mapping[int, Term]
) -> Iterator[MissingEquivalent]:
    for pk, codes in sorted(found.items()):
        term, said_in = terms[pk], next(code for code in CODES if code in codes)
        for code in CODES:
            names = term.names_in(code) if row.in_language("text", code) else []
            if names and code not in codes:
                yield MissingEquivalent(
                    row.clause.key,
                    full_label(row.locator),
                    term.names_in(said_in)[0],
                    BY_CODE[said_in],
                    BY_CODE[code],
                    names[0],
                )
