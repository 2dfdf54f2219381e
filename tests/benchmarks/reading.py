"""`python -m tests.benchmarks.reading`: the cost of a reading page not prepared yet.

Fills a database of its own and prints, for the letter and for long documents, the CPU
time of this process for a page in three languages (without PostgreSQL's), the time of
each further row, and the bytes of a row. The best of several rounds: other work on the
machine only adds.
"""

from __future__ import annotations

import os
import re
import sys
import time

import django

from tests.benchmarks.base import own_database

ROUNDS = 15
LONG = (991, 4000)


def main() -> int:
    """Fill a database, measure and print; return the exit status."""
    from django.core.management import call_command

    from tests.base import LETTER
    from tests.factories import make_long_edition

    with own_database():
        call_command("load_documents", stdout=sys.stderr)
        measured = [measure(LETTER)]
        for clauses in LONG:
            make_long_edition(f"long-{clauses}", clauses=clauses)
            measured.append(measure(f"long-{clauses}"))
    print_figures(measured)
    return 0


def measure(slug: str) -> tuple[int, float, int]:
    """Return the rows of a document's page, its milliseconds, and bytes a row."""
    from django.test import Client

    from portal.prepared.keeping import PAGES

    client = Client()
    spent = []
    for _round in range(ROUNDS):
        PAGES.clear()
        begun = time.process_time()
        html = client.get(f"/en/documents/{slug}/").text
        spent.append(time.process_time() - begun)
    _before, *rows = re.split(
        r'(?=<div class="clause)', html.partition("</article>")[0]
    )
    size = sum(len(row.encode()) for row in rows) // len(rows)
    return len(rows), min(spent) * 1000, size


def print_figures(measured: list[tuple[int, float, int]]) -> None:
    """Print a line for each page."""
    first, *_others = measured
    for rows, spent, size in measured:
        further = (spent - first[1]) / max(1, rows - first[0])
        times = f"{spent:7.1f} ms, {further:.3f} ms a further row"
        sys.stdout.write(f"{rows:5} rows: {times}, {size} bytes a row\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.exit(main())
