"""`python -m tests.benchmarks.search`: what queries cost among many texts.

Fills a database of its own with clauses and comments made of the letter's words, asks
each class of query some times, and prints the median and the 95th percentile of the
page, not prepared, with the plan of each search. Filling takes some minutes; with
`--clauses 20000 --comments 100000` less than one.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlencode

import django

from tests.benchmarks.base import own_database

QUERIES: Final = {
    "Russian, rare": "верблюды",
    "Russian, in many": "договор",
    "English, rare": "camels",
    "English, in many": "treaty",
    "several words": "consultations protocol support",
    "phrase": "“nuclear fuel cycle”",
    "two characters": "骆驼",
    "two characters, in many": "条约",
    "many characters": "不扩散核武器条约",
    "one character": "骆",
    "one character, in many": "区",
    "traditional": "無核武器區條約",
    "mixed": "договор 骆驼",
    "either": "camels OR верблюды",
    "without": "camels -desert",
    "symbol": "A/54/42",
    "place": "statement, para. 3",
    "nothing": "zebra unicorn",
}
# One clause and one comment in so many says something that is asked for as rare.
RARE: Final = 997
SAYING: Final = {
    "zh_hans": "骆驼和沙漠。",
    "ru": " Верблюды и пустыни.",
    "en": " Camels and deserts.",
}
# So many clauses in a document.
EACH: Final = 40
DOCUMENTS: Final = """
INSERT INTO documents_document (id, slug, title, symbol, short_title, organs, session,
    subjects, agenda_item, original_language, document_type, is_invented, source_name,
    source_sha256, date)
SELECT {first} + n, 'filled-' || n, '', '', '', '', '', '', '', '', '', false, '', '',
    date '2000-01-01' + n
FROM generate_series(1, %(documents)s) n;
INSERT INTO documents_part (id, document_id, key, kind, position, title,
    original_language)
SELECT {first} + n, {first} + n, 'statement', 'statement', 1, '', ''
FROM generate_series(1, %(documents)s) n;
INSERT INTO documents_edition (id, document_id, number, label, note, state, created_at,
    published_at, digest, previous_digest, manifest_form)
SELECT {first} + n, {first} + n, 1, '', '', 'published', now(), now(), 'd', '', 1
FROM generate_series(1, %(documents)s) n;
INSERT INTO documents_clause (id, document_id, part_id, key)
SELECT {first} + n, {first} + 1 + n / {each}, {first} + 1 + n / {each},
    'statement-op' || n %% {each}
FROM generate_series(0, %(clauses)s - 1) n;
INSERT INTO documents_clauseversion (id, clause_id, edition_id, position, depth, kind,
    number, locator, text, revision, digest, text_zh_hans, text_ru, text_en)
SELECT {first} + n, {first} + n, {first} + 1 + n / {each}, n %% {each}, 0, 'operative',
    '', 'statement/op' || n %% {each}, '', 0, '',
    said.zh[1 + n %% said.count]
        || CASE n %% {rare} WHEN 0 THEN %(zh_hans)s ELSE '' END,
    said.ru[1 + n %% said.count] || CASE n %% {rare} WHEN 0 THEN %(ru)s ELSE '' END,
    said.en[1 + n %% said.count] || CASE n %% {rare} WHEN 0 THEN %(en)s ELSE '' END
FROM generate_series(0, %(clauses)s - 1) n, ({said}) said;
"""
COMMENTS: Final = """
INSERT INTO commentary_comment (clause_id, version_id, author_id, language, kind,
    source, html, state, created_at, revision, submission)
SELECT {first} + n %% %(clauses)s, {first} + n %% %(clauses)s, %(author)s,
    (ARRAY['en', 'ru', 'zh-hans'])[1 + n %% 3], 'comment',
    CASE n %% 3 WHEN 0 THEN said.en[1 + n %% said.count]
        WHEN 1 THEN said.ru[1 + n %% said.count]
        ELSE said.zh[1 + n %% said.count] END
        || CASE n %% {rare} WHEN 0 THEN ' camels верблюды 骆驼' ELSE '' END,
    '<p>Said</p>', 'published', now() - n * interval '1 second', 0, gen_random_uuid()
FROM generate_series(0, %(comments)s - 1) n, ({said}) said;
"""
SAID: Final = """
SELECT array_agg(text_zh_hans) zh, array_agg(text_ru) ru, array_agg(text_en) en,
    count(*)::integer count
FROM documents_clauseversion JOIN documents_edition edition ON edition.id = edition_id
WHERE edition.number = 2 AND edition.document_id < {first}
    AND text_zh_hans > '' AND text_ru > '' AND text_en > ''
"""
FIRST: Final = 1_000_000
TABLES: Final = (
    "documents_document", "documents_part", "documents_edition", "documents_clause",
    "documents_clauseversion", "commentary_comment",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Fill, measure and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clauses", type=int, default=200_000)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--plans", action="store_true", help="print whole plans")
    asked = parser.parse_args(arguments)
    with own_database():
        fill(asked.clauses, asked.comments)
        _print(f"{'':26}{'median':>10}{'p95':>10}   plan")
        for name, query in QUERIES.items():
            _print_query(name, query, rounds=asked.rounds, has_plans=asked.plans)
        _print_indexing()
    return 0


def fill(clauses: int, comments: int) -> None:
    """Store clauses in as many documents as they need, and comments on them."""
    from django.core.management import call_command
    from django.db import connection

    from tests.commentary.factories import make_commentator

    call_command("load_documents", stdout=sys.stderr)
    call_command("load_instruments", stdout=sys.stderr)
    names = {"first": FIRST, "each": EACH, "rare": RARE, "said": SAID}
    names["said"] = SAID.format(**names)
    values: dict[str, str | int] = {
        "clauses": clauses,
        "comments": comments,
        "documents": clauses // EACH + 1,
        "author": make_commentator("author").pk,
        **SAYING,
    }
    with connection.cursor() as cursor, _without_triggers(cursor):
        for statement in (*DOCUMENTS.split(";\n"), *COMMENTS.split(";\n")):
            if statement.strip():
                cursor.execute(statement.format(**names), values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _without_triggers(cursor: Any) -> Iterator[None]:
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _print_query(name: str, query: str, *, rounds: int, has_plans: bool) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    path = f"/en/search/?{urlencode({'q': query})}"
    client = Client()
    client.get(path)  # this connection has prepared its statements then
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    asked = [each["sql"] for each in queries if each["sql"].startswith("EXECUTE")]
    times = sorted(_time_of(client, path) for _round in range(rounds))
    p95 = times[int(len(times) * 0.95) - 1]
    plans = [plan for plan in map(_plan_of, asked) if "@@" in plan]
    ways = sorted({way for plan in plans for way in _ways_in(plan)} - {""})
    median = statistics.median(times)
    _print(f"{name:26}{median:>7.1f} ms{p95:>7.1f} ms   {', '.join(ways)}")
    if has_plans:
        _print("\n\n".join(plans))


def _time_of(client: Any, path: str) -> float:
    begun = time.perf_counter()
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return (time.perf_counter() - begun) * 1000


def _plan_of(sql: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS OFF) {sql.replace('%', '%%')}")
        return "\n".join(line for (line,) in cursor.fetchall())


def _ways_in(plan: str) -> Iterator[str]:
    """Yield how a plan comes to the rows that are searched."""
    lines = plan.splitlines()
    for line, below in pairwise(lines):
        if index := re.search(r"Index Scan on (\w+_search)", line):
            yield index[1]
        elif (table := re.search(r"Scan .*on (\w+)", line)) and "@@" in below:
            yield "" if "Recheck" in below else f"rows of {table[1]}"


def _print_indexing() -> None:
    """Print what it costs to index a comment when it is stored."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM commentary_comment LIMIT 3000")
        sources = [source for (source,) in cursor.fetchall()]
        begun = time.perf_counter()
        cursor.execute(
            "SELECT count(documents_search_vector(source, 'A'))"
            " FROM unnest(%s::text[]) source",
            [sources],
        )
        took = (time.perf_counter() - begun) / len(sources) * 1000
        cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s))", [INDEX])
        [(size,)] = cursor.fetchall()
    length = sum(map(len, sources)) // len(sources)
    _print(f"a vector of {length} characters: {took:.2f} ms; index of comments: {size}")


INDEX: Final = "commentary_comment_search"


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
