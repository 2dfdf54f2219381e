"""Dumps: restored into whatever server there is, older than our programs or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import dumps
from portal.dumps import (
    UNKNOWN,
    DumpError,
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
