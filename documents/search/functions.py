"""Functions of PostgreSQL that make search vectors, as SQL for migrations.

A text becomes words with blanks between them: each run of Chinese characters the first
one, the overlapping pairs, and the last one, so that any two characters or more are
found exactly and one by its prefix. A compound is added once more at the end, written
as one word. PostgreSQL's configuration `russian` stems Cyrillic words as Russian and
Latin ones as English, and leaves the rest: one configuration for all texts.

The columns are in the database alone, no field of a model: no page loads them, no
history records them, no copy of a row takes them along. What these functions return is
not to be altered: rows would not be indexed as queries ask. A change is a new function
and a new column, in a migration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from documents.search.words import (
    CAPITALS,
    HAN,
    MOST,
    SEPARATORS,
    SIMPLIFIED,
    SMALL,
    TRADITIONAL,
    UNSEEN,
)

CONFIGURATION: Final = "pg_catalog.russian"
# Words that are not indexed, and keep apart what stands before and after them.
GAP: Final = "и и и"
WORDS: Final = f"""
CREATE FUNCTION documents_search_words(said text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    words text := left(lower(normalize(left(said, {MOST}), NFKC)), {MOST});
    traditional text;
    compounds text;
BEGIN
    words := translate(words, '{CAPITALS}', '{SMALL}');
    IF words ~ '[{UNSEEN}]' THEN
        words := regexp_replace(words, '[{UNSEEN}]', '', 'g');
    END IF;
    IF words ~ '[{HAN}]' THEN
        -- First those that there are: translating is slow in proportion to the table.
        SELECT string_agg(DISTINCT sign[1], '') INTO traditional
        FROM regexp_matches(words, '([{TRADITIONAL}])', 'g') AS sign;
        IF traditional IS NOT NULL THEN
            words := translate(
                words, traditional,
                translate(traditional, '{TRADITIONAL}', '{SIMPLIFIED}')
            );
        END IF;
        words := regexp_replace(words, '([{HAN}]+)', ' \\1 ', 'g');
        words := regexp_replace(words, '([{HAN}])', '\\1 \\1', 'g');
    END IF;
    IF strpos(words, '-') > 0 THEN
        SELECT string_agg(replace(compound[1], '-', ''), ' ') INTO compounds
        FROM regexp_matches(
            words, '([^{SEPARATORS}]+(?:-[^{SEPARATORS}]+)+)', 'g'
        ) AS compound;
    END IF;
    words := regexp_replace(words, '[{SEPARATORS}]+', ' ', 'g');
    RETURN words || coalesce(' {GAP} ' || compounds, '');
END
$$;
"""  # noqa: S608 - of constants
WORDS_REVERSED: Final = "DROP FUNCTION documents_search_words(text);"
VECTOR: Final = f"""
CREATE FUNCTION documents_search_vector(said text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- The gap keeps the words of two texts in one vector apart.
    RETURN setweight(
        to_tsvector('{CONFIGURATION}', '{GAP} ' || documents_search_words(said)), weight
    );
END
$$;
"""
VECTOR_REVERSED: Final = 'DROP FUNCTION documents_search_vector(text, "char");'

# The words of a text in capitals: those who ask for them so find them as they are,
# whatever the stemmer makes of them («дня» of ДНЯО). No other lexeme begins like these.
ACRONYM_SIGN: Final = "="
ACRONYM_LETTERS: Final = r"A-Z\u0410-\u042f\u0401"
MOST_ACRONYMS: Final = 400  # of a text
ACRONYMS: Final = f"""
CREATE FUNCTION documents_search_acronyms(said text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    words text := normalize(left(said, {MOST}), NFKC);
    acronyms text;
BEGIN
    IF words ~ '[{ACRONYM_LETTERS}]{{2}}' THEN
        SELECT string_agg(quote_literal('{ACRONYM_SIGN}' || acronym) || ':1', ' ')
        INTO acronyms FROM (
            SELECT DISTINCT translate(lower(word), '{CAPITALS}', '{SMALL}') AS acronym
            FROM regexp_split_to_table(words, '[{SEPARATORS}{HAN}]+') AS word
            WHERE word ~ '^[{ACRONYM_LETTERS}]{{2,}}$'
            ORDER BY acronym LIMIT {MOST_ACRONYMS}
        ) AS found;
    END IF;
    RETURN setweight(coalesce(acronyms, '')::tsvector, weight);
END
$$;
"""  # noqa: S608 - of constants
ACRONYMS_REVERSED: Final = 'DROP FUNCTION documents_search_acronyms(text, "char");'


def indexing(table: str, texts: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """Return the SQL that adds the search vector of a table, and what undoes it.

    `texts` are SQL expressions by their weight in the vector. The table is rewritten.
    """
    return _adding(table, [_make("vector", *each) for each in texts.items()])


def indexing_acronyms(
    table: str, texts: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """Return the SQL that makes such a column anew with acronyms, and what undoes it.

    The table is rewritten.
    """
    before, drop = indexing(table, texts)
    kinds = ("vector", "acronyms")
    vectors = [_make(kind, *each) for kind in kinds for each in texts.items()]
    add, _undone = _adding(table, vectors)
    return drop + add, drop + before


def _make(kind: str, weight: str, expressions: Sequence[str]) -> str:
    return f"documents_search_{kind}({_join(expressions)}, '{weight}')"


def _adding(table: str, vectors: Sequence[str]) -> tuple[str, str]:
    # Vectors stay in their rows, where they are read four times as fast.
    sql = f"""
ALTER TABLE {table} SET (toast_tuple_target = 8160);
ALTER TABLE {table} ADD COLUMN search tsvector NOT NULL
    GENERATED ALWAYS AS ({" || ".join(vectors)}) STORED;
CREATE INDEX {table}_search ON {table} USING gin (search);
"""
    undone = f"""
ALTER TABLE {table} DROP COLUMN search;
ALTER TABLE {table} RESET (toast_tuple_target);
"""
    return sql, undone


def _join(expressions: Sequence[str]) -> str:
    return f" || ' {GAP} ' || ".join(f"coalesce({each}, '')" for each in expressions)
