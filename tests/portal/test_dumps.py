"""Dumps: restored into whatever server there is, older than our programs or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from portal import dumps
from portal.dumps import (
    UNKNOWN,
    DumpError,
    backing_up,
    database_name,
    drop_database,
    restore_dump,
    write_dump,
)


@pytest.mark.django_db(transaction=True)
def test_a_dump_of_this_server_is_restored_there(tmp_path: Path) -> None:
    file, name = tmp_path / "all.dump", f"{database_name()}_again"
    write_dump(file)
    try:
        restore_dump(file, name)
    finally:
        drop_database(name)


@pytest.mark.django_db(transaction=True)
def test_a_second_backup_at_once_is_refused(tmp_path: Path) -> None:
    unfinished = tmp_path / "clausebook-2026-01-01-000000.dump.unchecked"
    unfinished.touch()
    with backing_up(), ThreadPoolExecutor(1) as pool:
        second = pool.submit(_back_up, tmp_path)
        with pytest.raises(CommandError, match="has not ended yet"):
            second.result()
    assert unfinished.exists()
    with backing_up():  # it has ended
        pass


def _back_up(folder: Path) -> None:
    try:
        call_command("backup", str(folder))
    finally:
        connections.close_all()


@pytest.mark.parametrize(
    ("told", "is_restored"),
    [
        (f"ERROR: {UNKNOWN}\nwarning: errors ignored on restore: 1", True),
        (f"ERROR: {UNKNOWN}\nwarning: errors ignored on restore: 2", False),
        ("ERROR: no\nwarning: errors ignored on restore: 1", False),
    ],
)
def test_a_server_older_than_our_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, is_restored: bool
) -> None:
    def fail(*_command: str) -> None:
        raise DumpError(told)

    monkeypatch.setattr(dumps, "_server_version", lambda: 150_018)
    monkeypatch.setattr(dumps, "execute", lambda *_statements: None)
    monkeypatch.setattr(dumps, "_run", fail)
    if is_restored:
        restore_dump(tmp_path / "a.dump", "other")
    else:
        with pytest.raises(DumpError):
            restore_dump(tmp_path / "a.dump", "other")
