"""PostgreSQL's programs, where a shell would misread their path."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from portal.embedded import EmbeddedPostgresError
from portal.embedded.binaries import WHEEL, WHEEL_DIRECTORY, _at_a_plain_path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def install(folder: Path) -> Path:
    """Put something like the wheel into a folder; return that of its programs."""
    programs = folder / WHEEL / WHEEL_DIRECTORY
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("a program")
    libraries = folder / f"{WHEEL}.libs"
    libraries.mkdir()
    (libraries / "libpq.so").write_text("a library")
    return programs


@pytest.mark.parametrize("name", ["plain", "with blanks", "папка 文件", "it's"])
def test_most_are_run_where_they_are(
    tmp_path: Path, temporary: Path, name: str
) -> None:
    programs = install(tmp_path / name)
    assert _at_a_plain_path(programs) == programs
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("name", ["a$HOME", "a`id`", 'a"b', "a\\b", "a!b"])
def test_others_are_copied_once_with_their_libraries(
    tmp_path: Path, temporary: Path, name: str
) -> None:
    programs = install(tmp_path / name)
    copied = _at_a_plain_path(programs)
    assert (copied / "postgres").read_text() == "a program"
    assert (copied.parents[2] / f"{WHEEL}.libs" / "libpq.so").exists()
    assert copied.is_relative_to(temporary)
    assert _at_a_plain_path(programs) == copied
    assert len(list(temporary.iterdir())) == 1


def test_a_copy_of_somebody_else_s_is_not_run(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = install(tmp_path / "a$b")
    mine = os.geteuid()
    _at_a_plain_path(programs)
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    [copy] = temporary.iterdir()
    copy.rename(copy.with_name(copy.name.replace(f"-{mine}-", f"-{mine + 1}-")))
    with pytest.raises(EmbeddedPostgresError, match="belongs to somebody else"):
        _at_a_plain_path(programs)
