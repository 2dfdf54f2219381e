"""Search vectors and queries in PostgreSQL, as Django's expressions.

Nothing that a person typed is ever read as a query by PostgreSQL: it gets words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from threading import Lock
from typing import Any, Final, Generic, TypeAlias, TypeVar

from cachetools import LRUCache
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, OuterRef, Value
from django.db.models.expressions import Col, RawSQL

from documents.connections import read_connection
from documents.models import ClauseVersion
from documents.search.compiled import Slot
from documents.search.declension import other_forms, unite
from documents.search.functions import ACRONYM_SIGN, CONFIGURATION
from documents.search.query import Query, Term
from documents.search.words import Word

# The weight of each text language in the vectors: migration 0021. PostgreSQL has four.
WEIGHTS: Final = {"zh-hans": "A", "ru": "B", "en": "C"}
# No language ranks above another; a long text ranks below a short one with the same
# words.
RANK: Final = "ts_rank('{1,1,1,1}'::real[], %(expressions)s, 1)"
PHRASE: Final = f"phraseto_tsquery('{CONFIGURATION}', %s)"
PREFIX: Final = "to_tsquery('pg_catalog.simple', %s)"
# A word that is not indexed may be whole: then nothing is to begin with it.
TYPED: Final = f"""
(SELECT to_tsquery('pg_catalog.simple', typed || ':*') FROM (VALUES (%s)) AS t (typed)
WHERE numnode(phraseto_tsquery('{CONFIGURATION}', typed)) > 0)
"""  # noqa: S608 - of a constant
# Ends of English words that the stemmer takes off: what is typed as far as the middle
# of one is neither the stem nor its beginning.
TAILS: Final = (
    *("ability", "ation", "ational", "ative", "ful", "ibility", "ing", "ity", "ive"),
    *("iveness", "ization", "ment", "ness"),
)
LEAST_COMPLETED: Final = 5  # letters
MOST_FORMS: Final = 8  # of a phrase, with words that have several stems
LEXEME: Final = "%s::tsquery"
STEMS: Final = """
SELECT word, (ts_lexize(CASE WHEN word ~ '^[a-z]+$' THEN 'pg_catalog.english_stem'
    ELSE 'pg_catalog.russian_stem' END::regdictionary, word))[1]
FROM unnest(%s::text[]) AS word
"""


# A piece of a query: the SQL that reads it, and what it is of.
_Asked: TypeAlias = tuple[str, str]
K = TypeVar("K", bound=Hashable)


class _Known(Generic[K]):
    """What the database said of words, which is the same at all times."""

    def __init__(self, most: int) -> None:
        self._values: LRUCache[K, str] = LRUCache(most)
        self._lock = Lock()

    def find(self, keys: Iterable[K]) -> dict[K, str]:
        with self._lock:
            found = ((key, self._values.get(key)) for key in keys)
            return {key: value for key, value in found if value is not None}

    def keep(self, read: dict[K, str]) -> dict[K, str]:
        with self._lock:
            self._values.update(read)
        return read


_queries: Final[_Known[_Asked]] = _Known(2_000)
_stems: Final[_Known[str]] = _Known(20_000)


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

    One query of the database, which stems the words, unless all of them are known.
    """
    [asked] = ask_each([query])
    return asked


def _join(query: Query, read: Mapping[_Asked, str]) -> str:
    groups = [_either(group, read) for group in query.groups]
    excluded = [_either([term], read) for term in query.excluded]
    found = [group for group in groups if group]
    return " & ".join((*found, *(f"!{each}" for each in excluded if each and found)))


def ask_each(queries: Sequence[Query]) -> list[str]:
    """Return what `ask` gives for each of several queries; one query for all."""
    terms = [term for query in queries for term in (*query.terms, *query.excluded)]
    read = _read_all({asked for term in terms for asked in _ask(term)})
    return [_join(query, read) for query in queries]


def in_language(asked: str, code: str) -> str:
    """Return what `ask` gave, to be found in the texts in one language only."""
    # Behind each lexeme: none has a quotation mark.
    return re.sub(r"('[^']+')(?::(\*))?", rf"\1:\2{WEIGHTS[code]}", asked)


def matches(asked: str | Slot | OuterRef | RawSQL) -> Func:
    """Return the condition that a row's vector matches what `ask` gave.

    It may be stored, in a column of another table: `matches(OuterRef("asked"))`.
    """
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


def _ready(asked: str | Slot | OuterRef | RawSQL) -> Func:
    # Unknown when the query is planned: known common words would be looked for in the
    # rows, one by one, which takes longer than the index does.
    value = Value(asked) if isinstance(asked, str | Slot) else asked
    return Func(value, template="(SELECT %(expressions)s::tsquery)")


def _either(terms: Iterable[Term], read: Mapping[_Asked, str]) -> str:
    """Return the query for one of some terms; "" if none has an indexed word."""
    pieces = [read[asked] for term in terms for asked in _ask(term)]
    either = " | ".join(f"({piece})" for piece in pieces if piece)
    return f"({either})" if either else ""


def _read_all(asked: Collection[_Asked]) -> dict[_Asked, str]:
    known = _queries.find(asked)
    missing = [each for each in asked if each not in known]
    if missing:
        columns = ", ".join(f"({sql})::text" for sql, _value in missing)
        with read_connection(ClauseVersion).cursor() as cursor:
            values = [value for _sql, value in missing]
            cursor.execute(f"SELECT {columns}", values)
            [read] = cursor.fetchall()
        said = (query or "" for query in read)
        known |= _queries.keep(dict(zip(missing, said, strict=True)))
    return known


def _ask(term: Term) -> Iterator[_Asked]:
    """Yield the queries that find a term, each with its value."""
    if len(term.words) == 1 and term.words[0].is_han and len(term.words[0].text) == 1:
        yield PREFIX, f"{term.words[0].text}:*"
        return
    if term.is_acronym:
        yield LEXEME, f"'{ACRONYM_SIGN}{term.text}'{':*' if term.is_prefix else ''}"
        return
    if term.is_prefix:
        yield from _ask_as_typed(term.text)
        return
    last = len(term.words) - 1
    pieces = [
        piece
        for place, word in enumerate(term.words)
        for piece in index_words(word, is_first=not place, is_last=place == last)
    ]
    forms = product(*([piece, *other_forms(piece)] for piece in pieces))
    yield from ((PHRASE, " ".join(each)) for each in islice(forms, MOST_FORMS))
    if term.compound:
        yield PHRASE, term.compound


def _ask_as_typed(typed: str) -> Iterator[_Asked]:
    yield PHRASE, typed
    yield TYPED, typed
    yield from ((PHRASE, form) for form in other_forms(typed))
    yield from ((PHRASE, word) for word in _complete(typed))


def _complete(typed: str) -> Iterator[str]:
    """Yield words that something typed may become: establishme, establishment."""
    for tail in TAILS if len(typed) >= LEAST_COMPLETED else ():
        begun = (size for size in range(1, len(tail)) if typed.endswith(tail[:size]))
        if size := max(begun, default=0):
            yield typed + tail[size:]


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
    """Return the stem of each word, one for all of its forms; "" if none is indexed.

    One query for those that are not known. What has a digit in it is its own stem.
    """
    asked = set(words)
    stems = {word: word for word in asked if not word.isalpha()}
    stems |= _stems.find(asked - stems.keys())
    rest = sorted(asked - stems.keys())
    if rest:
        with read_connection(ClauseVersion).cursor() as cursor:
            cursor.execute(STEMS, [rest])
            read = {word: unite(word, stem or "") for word, stem in cursor.fetchall()}
        stems |= _stems.keep(read)
    return stems
