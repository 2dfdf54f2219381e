"""A database of an earlier state of the portal, upgraded, says what it said.

`data/<month>.sql.gz` is a dump of such a database with the letter, a document of two
editions and a draft, and commentary on it; `data/<month>.json` what it said then.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import database_url, scratch_database

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 240


@pytest.fixture(params=["2026-11"])
def upgraded(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of an upgraded database, and what it said before."""
    with django_db_blocker.unblock(), scratch_database("upgrade") as name:
        url = database_url(name)
        restore(url, gzip.decompress((DATA / f"{request.param}.sql.gz").read_bytes()))
        run(url, "manage.py", "migrate", "--verbosity=0")
        yield url, json.loads((DATA / f"{request.param}.json").read_text("utf-8"))


def restore(url: str, dump: bytes) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        # Functions name tables that come after them.
        connection.execute("SET check_function_bodies = off")
        connection.execute(dump)


def run(url: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_says_what_it_said(upgraded: tuple[str, dict[str, Any]]) -> None:
    url, before = upgraded
    run(url, "manage.py", "verify_editions")
    assert json.loads(run(url, "-m", "tests.upgrade.report")) == before


def test_takes_what_is_delivered_since(upgraded: tuple[str, dict[str, Any]]) -> None:
    url, _before = upgraded
    said = run(url, "manage.py", "load_documents")
    assert said == "letter-2006-09-08: published as edition 2\n"
    for command in ("load_instruments", "load_references", "verify_editions"):
        run(url, "manage.py", command)
    again = [
        run(url, "manage.py", f"load_{each}") for each in ("documents", "instruments")
    ]
    assert again == [
        "letter-2006-09-08: there already\n",
        "Every instrument is there already.\n",
    ]


def test_the_reason_in_three_languages_is_a_code(
    upgraded: tuple[str, dict[str, Any]],
) -> None:
    url, _before = upgraded
    with psycopg.connect(url) as connection:
        for table in ("commentary_crossreference", "commentary_crossreferenceevent"):
            rows = connection.execute(
                f"SELECT reason, count(*) FROM {table} GROUP BY 1"  # noqa: S608 - ours
            ).fetchall()
            assert ("checked-against-the-original", 27) in rows
            assert not any("Checked" in reason for reason, _count in rows)
