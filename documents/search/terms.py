"""Terms of the register in texts: found by all names, in any form, as in a search.

Nothing of it is stored: the search vectors of the clauses are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import QuerySet

from documents.connections import read_connection
from documents.languages import CODES
from documents.models import ClauseVersion
from documents.models import Term as RegisteredTerm
from documents.models.terms import NAMES, list_names
from documents.search.clauses import ASKED
from documents.search.compiled import run
from documents.search.highlight import Highlighter
from documents.search.named import Names, bare_name, columns_of
from documents.search.query import Query, read_name
from documents.search.vector import ask_each, in_language, matches

MOST_SUGGESTED: Final = 3
MOST_READ: Final = 50
# Each with the suffix of a language.
NAMED: Final = (*NAMES, "instrument__cited_as")
OCCURRING: Final = """
SELECT asked.term, asked.language, found.id
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS asked (term, language, words)
CROSS JOIN LATERAL (
    SELECT id FROM documents_clauseversion
    WHERE search @@ asked.words::tsquery AND id IN ({rows}) LIMIT %s
) AS found
"""


class Occurrence(NamedTuple):
    """That a clause version has a term, by their ids, in the text in a language."""

    term: int
    language: str
    version: int


class TermSpan(NamedTuple):
    """A term in a text, and where it stands there."""

    start: int
    end: int
    term: RegisteredTerm


def query_of(names: Iterable[str]) -> Query:
    """Return the query that finds any of these names."""
    terms = tuple(term for name in names if (term := read_name(name)).words)
    return Query("", (terms,) if terms else ())


def find_occurrences(
    terms: Sequence[RegisteredTerm], rows: QuerySet[ClauseVersion], *, most: int
) -> list[Occurrence]:
    """Return where terms, read with_instrument, stand in these rows; two queries.

    Of each term in each language `most` at most, any of them.
    """
    asked = _ask_for(terms)
    if not asked:
        return []
    sql, values = rows.order_by().values("pk").query.sql_with_params()
    columns = [list(column) for column in zip(*asked, strict=True)]
    with read_connection(ClauseVersion).cursor() as cursor:
        cursor.execute(OCCURRING.format(rows=sql), [*columns, *values, most])
        return [Occurrence(*row) for row in cursor.fetchall()]


def _ask_for(terms: Iterable[RegisteredTerm]) -> list[tuple[int, str, str]]:
    """Return the queries for terms, each with its term and language; one query."""
    asked = [
        (term.pk, code, query)
        for term in terms
        for code in CODES
        if (query := query_of(term.names_in(code)))
    ]
    found = ask_each([query for _pk, _code, query in asked])
    return [
        (pk, code, in_language(words, code))
        for (pk, code, _query), words in zip(asked, found, strict=True)
        if words
    ]


def locate_terms(version: ClauseVersion) -> dict[str, list[TermSpan]]:
    """Return where terms stand in the texts of a clause, by language; four queries.

    Of two that share words the longer one.
    """
    rows = ClauseVersion.objects.filter(pk=version.pk)
    terms = RegisteredTerm.objects.with_instrument().in_bulk()
    found = find_occurrences(list(terms.values()), rows, most=1)
    named = [
        (terms[pk], code, words)
        for pk, code, _version in found
        for name in terms[pk].names_in(code)
        if (words := read_name(name)).words
    ]
    texts = {code: version.in_language("text", code) for code in CODES}
    query = Query("", tuple((each,) for _term, _code, each in named))
    highlighter = Highlighter(query, texts.values())
    located: dict[str, list[TermSpan]] = {code: [] for code in CODES}
    for code, text in texts.items():
        for (term, of, _words), spans in zip(
            named, highlighter.find_each(text), strict=True
        ):
            if of == code:
                located[code] += (TermSpan(start, end, term) for start, end in spans)
    return {code: _keep_longest(spans) for code, spans in located.items() if spans}


def _keep_longest(spans: Iterable[TermSpan]) -> list[TermSpan]:
    kept: list[TermSpan] = []
    for span in sorted(spans, key=lambda each: each.start - each.end):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda each: each.start)


@dataclass(frozen=True, slots=True)
class NamedTerm(Names):
    """A term: its names, its slug, and that of its instrument, or ""."""

    slug: str
    instrument: str

    def is_called(self, text: str) -> bool:
        """Return whether a text is one of its names."""
        asked = bare_name(text)
        return any(
            bare_name(name) == asked for code in CODES for name in self.names_in(code)
        )

    def names_in(self, code: str) -> list[str]:
        """Return all names in a language, the preferred one first."""
        return list_names(*(self.in_language(field, code) for field in NAMED))


def suggest_terms(text: str, asked: str) -> list[NamedTerm]:
    """Return terms with a name that matches what `ask` gave; one query at most.

    MOST_SUGGESTED at most: those first of which the text that was typed is a name.
    """

    def build() -> QuerySet[RegisteredTerm]:
        rows = RegisteredTerm.objects.filter(matches(ASKED))
        return rows.order_by("slug")[:MOST_READ]

    columns = columns_of(NAMED)
    asked_for = ("slug", "instrument__slug", *columns)
    found = [
        NamedTerm(dict(zip(columns, names, strict=True)), slug, instrument or "")
        for slug, instrument, *names in (
            run("terms", asked_for, build, asked=asked) if asked else ()
        )
    ]
    return sorted(found, key=lambda term: not term.is_called(text))[:MOST_SUGGESTED]
