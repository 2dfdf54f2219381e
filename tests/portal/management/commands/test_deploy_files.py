"""`manage.py deploy_files`: the files fit together, and no secret is readable."""

from __future__ import annotations

import getpass
import io
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

PORTS = (8001, 8002)


def write(folder: Path, **options: Any) -> str:
    said = io.StringIO()
    call_command(
        "deploy_files", folder, host="portal.example.org", stdout=said, **options
    )
    return said.getvalue()


def test_files_fit_together(tmp_path: Path) -> None:
    write(tmp_path, name="reader")
    names = {file.name for file in tmp_path.iterdir()}
    for file in tmp_path.iterdir():
        text = file.read_text()
        assert "{{" not in text
        assert "&quot;" not in text
        # Each unit that a script or a unit names is there.
        for name in re.findall(r"reader[-@a-z]*\$?[a-z]*\.(?:service|timer)", text):
            assert name.replace("$port", "") in names, (file.name, name)
    configuration = (tmp_path / "nginx.conf").read_text()
    for port in PORTS:
        assert f"server 127.0.0.1:{port}" in configuration
    assert (
        f"for port in {PORTS[0]} {PORTS[1]}; do"
        in (tmp_path / "upgrade.sh").read_text()
    )


def test_units_run_commands_that_there_are(tmp_path: Path) -> None:
    from django.core.management import get_commands

    write(tmp_path)
    units = "\n".join(file.read_text() for file in tmp_path.glob("*.service"))
    commands = re.findall(r"manage\.py ([a-z_]+)", units)
    assert {"migrate", "work", "backup", "load_terms"} <= set(commands)
    assert set(commands) <= {*get_commands()}


@pytest.mark.parametrize(
    ("program", "arguments"), [("sh", ["-n", "upgrade.sh"]), ("systemd-analyze", None)]
)
def test_other_programs_can_read_them(
    tmp_path: Path, program: str, arguments: list[str] | None
) -> None:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"There is no {program} on this machine.")
    write(tmp_path)
    units = [str(file) for file in tmp_path.glob("*.service")]
    done = subprocess.run(  # noqa: S603
        [path, *(arguments or ["verify", *units])],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    # The portal is not installed where the units expect it.
    assert [line for line in ours if "is not executable" not in line] == []


def test_secrets_are_the_owners_and_are_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("environment", "owner", "database.sql"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        (tmp_path / name).write_text("filled in")
    assert "Left as it is" in write(tmp_path)
    assert (tmp_path / "environment").read_text() == "filled in"


def test_settings_are_such_as_the_portal_reads(tmp_path: Path) -> None:
    write(tmp_path)
    text = (tmp_path / "environment").read_text()
    named = set(re.findall("^#?([A-Z_]+)=", text, re.MULTILINE))
    assert {"SECRET_KEY", "SENTRY_DSN", "PORTAL_KEEP_FAILED_DAYS"} <= named
    source = (settings.BASE_DIR / "portal" / "settings.py").read_text()
    assert {name for name in named if f'"{name}"' not in source} == set()


def test_each_portal_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        write(tmp_path / name)
        text = (tmp_path / name / "environment").read_text()
        [key] = re.findall("SECRET_KEY=(.*)", text)
        assert re.fullmatch(r"[A-Za-z0-9-]{50}", key)
        keys.add(key)
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("root", "/srv/a b"),
        ("root", "/srv/$(reboot)"),
        ("var", "/var/lib/`x`"),
        ("name", "x;y"),
        ("name", "a/b"),
        ("name", ".."),
        ("root", "srv/portal"),
        ("user", "ü"),
        ("certificate", "/etc/%i.pem"),
        ("ports", [80, 80]),
        ("ports", [0]),
        ("https_port", 65536),
    ],
)
def test_what_would_need_quotation_marks_is_refused(
    tmp_path: Path, option: str, value: Any
) -> None:
    with pytest.raises(CommandError):
        write(tmp_path / "files", **{option: value})
    assert not (tmp_path / "files").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written"):
        write(tmp_path / "file")


def test_roles_may_have_any_name(tmp_path: Path) -> None:
    write(tmp_path, name="portal-staging")
    text = (tmp_path / "database.sql").read_text()
    assert 'CREATE ROLE "portal-staging_owner" LOGIN' in text
    assert re.findall(r'[^"]portal-staging', text) == []


class Host:
    """upgrade.sh in a folder, with programs that only say what they were asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "srv"
        user = getpass.getuser()
        write(folder / "files", root=str(self.root), user=user, name="portal")
        (folder / "bin").mkdir()
        log = folder / "asked"
        self._make("systemctl", f'echo "$@" >>{log}; [ ! -e {folder}/"$2".fails ]')
        self._make(
            "python3",
            f'mkdir -p "$3/bin"; cp {folder}/bin/true "$3/bin/python"',
        )
        self._make("true", f"[ ! -e {folder}/pip.fails ]")
        self.git("init", "--quiet", "--initial-branch=main", "origin", at=folder)
        self.first = self.commit()
        self.root.mkdir()
        self.git("clone", "--quiet", folder / "origin", "repository", at=self.root)

    def _make(self, name: str, script: str) -> None:
        file = self.folder / "bin" / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def git(self, *command: str | Path, at: Path) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        return subprocess.run(  # noqa: S603
            ["git", *identity, *command],  # noqa: S607
            cwd=at,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def commit(self) -> str:
        origin = self.folder / "origin"
        self.git("commit", "--quiet", "--allow-empty", "--message=more", at=origin)
        return self.git("rev-parse", "--short", "HEAD", at=origin)

    def upgrade(self, version: str) -> int:
        return subprocess.run(  # noqa: S603
            ["/bin/sh", str(self.folder / "files" / "upgrade.sh"), version],
            env={**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"},
            capture_output=True,
            check=False,
        ).returncode

    @property
    def current(self) -> str:
        path = self.root / "current"
        return path.readlink().name if path.is_symlink() else ""


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


class TestUpgrade:
    def test_a_branch_is_what_it_is_now(self, host: Host) -> None:
        assert (host.upgrade("main"), host.current) == (0, host.first)
        second = host.commit()
        assert (host.upgrade("main"), host.current) == (0, second)
        assert (host.upgrade(host.first), host.current) == (0, host.first)
        assert host.upgrade("nothing") != 0

    def test_what_cannot_be_prepared_is_not_put_in(self, host: Host) -> None:
        fails = host.folder / "portal-prepare.service.fails"
        fails.touch()
        assert (host.upgrade("main"), host.current) == (1, "")
        fails.unlink()
        assert (host.upgrade("main"), host.current) == (0, host.first)
        host.commit()
        fails.touch()
        assert (host.upgrade("main"), host.current) == (1, host.first)

    def test_an_interrupted_installation_is_begun_anew(self, host: Host) -> None:
        (host.folder / "pip.fails").touch()
        assert host.upgrade("main") != 0
        (host.folder / "pip.fails").unlink()
        assert (host.upgrade("main"), host.current) == (0, host.first)
