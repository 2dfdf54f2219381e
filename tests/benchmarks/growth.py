"""`python -m tests.benchmarks.growth`: what pages cost when much has been said.

Prints the queries and the time of each page, not prepared, for the letter alone, then
with many comments on it, then among many documents. Filling a million comments takes
some minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import django

from tests.benchmarks.base import Cost, cost_of, own_database

# A name of what the database holds, and the cost of each page then.
State: TypeAlias = tuple[str, dict[str, Cost]]

SLUG: Final = "letter-2006-09-08"
CLAUSE: Final = f"/en/documents/{SLUG}/clauses/statement-op1/"
PAGES: Final = {
    "home": "/en/",
    "documents": "/en/documents/",
    "reading page": f"/en/documents/{SLUG}/",
    "clause": CLAUSE,
    "clause, page 2": f"{CLAUSE}?page=2",
    "its commentary": f"/en/documents/{SLUG}/commentary/",
    "references": f"/en/documents/{SLUG}/references/",
    "changes": f"/en/documents/{SLUG}/editions/2/changes/",
    "all commentary": "/en/commentary/",
    "instruments": "/en/instruments/",
}
FEW: Final = 10
# Comments on the clauses in turn, as SQL: what they say is not what is measured.
COMMENTS: Final = """
INSERT INTO commentary_comment (clause_id, version_id, author_id, language, kind,
    source, html, state, created_at, revision, submission)
SELECT versions.clauses[mod(n, versions.count) + 1],
    versions.ids[mod(n, versions.count) + 1],
    %(author)s, (ARRAY['en', 'ru', 'zh-hans'])[mod(n, 3) + 1], 'comment', 'Said',
    '<p>Said ' || n || '</p>', 'published', now() - n * interval '1 second', 0,
    gen_random_uuid()
FROM generate_series(%(first)s, %(last)s) n, (
    SELECT array_agg(clause_id) clauses, array_agg(id) ids, count(*)::integer count
    FROM documents_clauseversion WHERE edition_id = %(edition)s
) versions
"""
# Copies of a document, its ids moved by so many for each.
COPIED: Final = {
    "documents_document": ("id",),
    "documents_part": ("id", "document_id"),
    "documents_clause": ("id", "document_id", "part_id"),
    "documents_edition": ("id", "document_id"),
    "documents_languageversion": ("id", "edition_id"),
    "documents_clauseversion": ("id", "edition_id", "clause_id"),
}
STRIDE: Final = 10_000


def main(arguments: list[str]) -> int:
    """Fill, measure and print; return the exit status."""
    asked = _parse(arguments)
    with own_database():
        measured = list(measure(asked.comments, asked.documents))
    print_figures(measured)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--documents", type=int, default=10_000)
    return parser.parse_args(arguments)


def measure(comments: int, documents: int) -> Iterator[State]:
    """Yield a name and the cost of each page, for each state of the database."""
    from django.core.management import call_command

    from tests.factories import make_edition

    call_command("load_documents", stdout=sys.stderr)
    fill_comments(0, FEW)
    yield f"{FEW} comments", _cost_of_all()
    fill_comments(FEW, comments)
    yield f"{comments:,} comments", _cost_of_all()
    fill_documents(make_edition("memo").document_id, documents)
    yield f"and {documents:,} documents", _cost_of_all()


def _cost_of_all() -> dict[str, Cost]:
    return {name: cost_of(path) for name, path in PAGES.items()}


def fill_comments(first: int, last: int) -> None:
    """Store comments on the letter, without their triggers."""
    from tests.commentary.factories import make_commentator
    from tests.factories import current_edition

    author = make_commentator(f"author-{first}")
    edition = current_edition()
    values = {"first": first, "last": last - 1, "author": author.pk}
    _fill([(COMMENTS, {**values, "edition": edition.pk})])


def fill_documents(document: int, count: int) -> None:
    """Store copies of a document with its only edition."""
    _fill([(_copying(table, document, count), None) for table in COPIED])


def _copying(table: str, document: int, count: int) -> str:
    moved = ", ".join(
        f"'{name}', {name} + n::bigint * {STRIDE}" for name in COPIED[table]
    )
    if table == "documents_document":
        moved += ", 'slug', slug || '-' || n"
    whose = {
        "documents_document": "id",
        "documents_languageversion": "edition_id",
        "documents_clauseversion": "edition_id",
    }.get(table, "document_id")
    among = (
        f"(SELECT id FROM documents_edition WHERE document_id = {document})"  # noqa: S608
        if whose == "edition_id"
        else f"({document})"
    )
    columns = _columns_of(table)
    values = ", ".join(f"(copied).{column}" for column in columns)
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608
        f" SELECT {values} FROM (SELECT jsonb_populate_record({table},"
        f" jsonb_build_object({moved})) AS copied FROM {table},"
        f" generate_series(1, {count}) n WHERE {table}.{whose} IN {among}) AS copies"
    )


def _columns_of(table: str) -> list[str]:
    """Return the columns of a table that the database does not compute itself."""
    from django.apps import apps

    models = {model._meta.db_table: model for model in apps.get_models()}
    fields = models[table]._meta.concrete_fields
    return [field.column for field in fields if field.column]


def _fill(statements: Iterable[tuple[str, dict[str, int] | None]]) -> None:
    from django.db import connection

    filled = ("commentary_comment", *COPIED)
    with connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, values in statements:
            cursor.execute(statement, values)
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")


def print_figures(measured: Iterable[State]) -> None:
    """Print a line for each page: queries and milliseconds in each state."""
    measured = list(measured)
    heads = [name for name, _costs in measured]
    sys.stdout.write(f"{'':16}" + "".join(f"{head:>24}" for head in heads) + "\n")
    for page in PAGES:
        cells = [costs[page] for _name, costs in measured]
        line = "".join(f"{c.queries:>12} q{c.milliseconds:>7.0f} ms" for c in cells)
        sys.stdout.write(f"{page:16}{line}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
