"""A database of an earlier state of the portal, upgraded, says what it said.

`data/<month>.sql.gz` is a dump of such a database with the letter, a document of two
editions and a draft, and commentary on it; `data/<month>.json` what it said then. In
`2026-11-corrected`, made by the last state whose manifests had the first form, the
letter has three editions, of which one is a corrigendum, and a draft; the example has
four; there are comments, a quote and references.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from portal.dumps import address_of
from tests.databases import scratch_database

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 240


def read_dump(
    name: str, blocker: DjangoDbBlocker
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the address of an upgraded database, and what it said before."""
    with blocker.unblock(), scratch_database("upgrade") as database:
        url = address_of(database)
        restore(url, gzip.decompress((DATA / f"{name}.sql.gz").read_bytes()))
        run(url, "manage.py", "migrate", "--verbosity=0")
        yield url, json.loads((DATA / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def corrected(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from read_dump("2026-11-corrected", django_db_blocker)


@pytest.fixture
def upgraded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from read_dump("2026-11", django_db_blocker)


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


def still_said(url: str, before: dict[str, Any]) -> dict[str, Any]:
    """What it says now of what it said then."""
    now = json.loads(run(url, "-m", "tests.upgrade.report"))
    return {name: now[name] for name in before}


def test_says_what_it_said(upgraded: tuple[str, dict[str, Any]]) -> None:
    url, before = upgraded
    run(url, "manage.py", "verify_editions")
    assert still_said(url, before) == before


class TestSeveralEditions:
    def test_says_what_it_said(self, corrected: tuple[str, dict[str, Any]]) -> None:
        url, before = corrected
        run(url, "manage.py", "verify_editions")
        assert still_said(url, before) == before
        assert len(before["citations"]) > 100

    def test_both_forms_are_checked_with_coreutils(
        self, corrected: tuple[str, dict[str, Any]], tmp_path: Path
    ) -> None:
        url, _before = corrected
        run(url, "manage.py", "shell", "-c", PUBLISH)
        run(url, "manage.py", "verify_editions")
        forms = []
        for line in run(url, "-m", "tests.upgrade.unpack", str(tmp_path)).splitlines():
            folder, digest = line.split()
            sha256sum(folder, "--check", "--quiet", "manifest.txt")
            assert sha256sum(folder, "manifest.txt").split()[0] == digest
            forms.append((Path(folder) / "manifest.txt").read_text("utf-8")[:23])
        assert sorted(set(forms)) == [
            "# clausebook manifest 1",
            "# clausebook manifest 2",
        ]


PUBLISH = """
from documents.models import Edition
from documents.services import publish_edition
publish_edition(Edition.objects.get(state="draft"), user=None)
"""


def sha256sum(folder: str, *arguments: str) -> str:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("there is no sha256sum here")
    done = subprocess.run(  # noqa: S603 - our own words
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


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
