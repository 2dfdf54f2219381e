"""Search vectors and queries in PostgreSQL, as Django's expressions.

Nothing that a person typed is ever read as a query by PostgreSQL: it gets words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import F, Func, Value
from django.db.models.expressions import Col

from documents.search.compiled import Slot
from documents.search.functions import CONFIGURATION
from documents.search.query import Query, Term
from documents.search.words import Word

# The weight of each text language in the vectors: migration 0021. PostgreSQL has four.
WEIGHTS: Final = {"zh-hans": "A", "ru": "B", "en": "C"}
# No language ranks above another; a long text ranks below a short one with the same
# words.
RANK: Final = "ts_rank('{1,1,1,1}'::real[], %(expressions)s, 1)"
PHRASE: Final = f"phraseto_tsquery('{CONFIGURATION}', %s)"
PREFIX: Final = "to_tsquery('pg_catalog.simple', %s)"
STEMS: Final = """
SELECT word, (ts_lexize(CASE WHEN word ~ '^[a-z]+$' THEN 'pg_catalog.english_stem'
    ELSE 'pg_catalog.russian_stem' END::regdictionary, word))[1]
FROM unnest(%s::text[]) AS word
"""


class StoredVector(F):
    """The search vector that the database keeps of each row (functions.py)."""

    def __init__(self) -> None:
        super().__init__("pk")

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        key: Any = super().resolve_expression(*args, **kwargs)
        column = SearchVectorField()
        column.set_attributes_from_name("search")
        return Col(key.alias, column)


def ask(query: Query) -> str:
    """Return a query as PostgreSQL writes it; "" if it is of no indexed word.

    One query of the database, which stems the words.
    """
    if not query:
        return ""
    sql, values = _ask_all(query)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({sql})::text", values)
        [(asked,)] = cursor.fetchall()
    return str(asked)


def in_language(asked: str, code: str) -> str:
    """Return what `ask` gave, to be found in the texts in one language only."""
    # Behind each lexeme: none has a quotation mark.
    return re.sub(r"('[^']+')(?::(\*))?", rf"\1:\2{WEIGHTS[code]}", asked)


def matches(asked: str | Slot) -> Func:
    """Return the condition that a row's vector matches what `ask` gave."""
    return Func(
        StoredVector(),
        _ready(asked),
        arg_joiner=" @@ ",
        template="(%(expressions)s)",
        output_field=models.BooleanField(),
    )


def rank(asked: str | Slot) -> Func:
    """Return how much of a row's vector is what is asked, for sorting."""
    return Func(
        StoredVector(), _ready(asked), template=RANK, output_field=models.FloatField()
    )


def _ready(asked: str | Slot) -> Func:
    return Func(Value(asked), template="%(expressions)s::tsquery")


def _ask_all(query: Query) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    for prefix, group in (
        *(("", group) for group in query.groups),
        *(("!!", (term,)) for term in query.excluded),
    ):
        asked = [each for term in group for each in _ask(term)]
        parts.append(f"{prefix}({' || '.join(sql for sql, _value in asked)})")
        values += [value for _sql, value in asked]
    return " && ".join(parts), values


def _ask(term: Term) -> Iterator[tuple[str, str]]:
    """Yield the queries that find a term, each with its value."""
    if len(term.words) == 1 and term.words[0].is_han and len(term.words[0].text) == 1:
        yield PREFIX, f"{term.words[0].text}:*"
        return
    last = len(term.words) - 1
    pieces = [
        piece
        for place, word in enumerate(term.words)
        for piece in index_words(word, is_first=not place, is_last=place == last)
    ]
    yield PHRASE, " ".join(pieces)
    if term.compound:
        yield PHRASE, term.compound


def index_words(word: Word, *, is_first: bool, is_last: bool) -> list[str]:
    """Return what the index has of a word of a term (documents_search_words).

    A run of characters may go on before the first word and behind the last.
    """
    signs = word.text
    if not word.is_han:
        return [signs]
    if len(signs) == 1:
        return [signs] if is_first or is_last else [signs, signs]
    pairs = [signs[place : place + 2] for place in range(len(signs) - 1)]
    return [*([] if is_first else signs[:1]), *pairs, *([] if is_last else signs[-1:])]


def find_stems(words: Iterable[str]) -> dict[str, str]:
    """Return the stem of each word as the index has it, "" if it has none; one query.

    What has a digit in it is its own stem.
    """
    asked = set(words)
    stems = {word: word for word in asked if not word.isalpha()}
    rest = sorted(asked - stems.keys())
    if rest:
        with connection.cursor() as cursor:
            cursor.execute(STEMS, [rest])
            stems |= {word: stem or "" for word, stem in cursor.fetchall()}
    return stems
