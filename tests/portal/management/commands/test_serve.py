"""`manage.py serve` and `manage.py database`, as somebody at a terminal sees them."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.management.base import CommandError

from portal.embedded.server import EmbeddedPostgres
from portal.management.commands.serve import SOON, _refuse_to_go_on
from tests.processes import PATIENCE, children_of, read_until, wait_for

ROOT = Path(__file__).resolve().parents[4]


def manage(var: Path, *command: str, **variables: str) -> subprocess.Popen[str]:
    given = {"DATABASE_URL": "", "PORTAL_ENV": "", "PORT": "", **variables}
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, "PORTAL_VAR_DIR": str(var), **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, _err = process.communicate(timeout=PATIENCE)
    return process.returncode, out


@pytest.fixture
def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    EmbeddedPostgres(tmp_path / "postgres").stop(even_if_used=True)


def workers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return wait_for("a worker", lambda: children_of(process.pid, "manage.py work"))


def first_mail(var: Path) -> Path:
    """Return the file of the first mail, as soon as there is one."""
    found = wait_for(f"a mail in {var}", lambda: [*(var / "mail").glob("*.eml")])
    return found[0]


def permissions_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestServe:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_from_nothing_to_an_answer_and_back(
        self, var: Path, free_port: str, number: signal.Signals
    ) -> None:
        process = manage(var, "serve", PORT=free_port)
        lines = read_until(process, "createsuperuser")
        answer = http.client.HTTPConnection("127.0.0.1", int(free_port), timeout=10)
        answer.request("GET", "/healthz")

        assert answer.getresponse().status == 200
        answer.close()
        assert [line[:5] for line in lines[:9]] == [f"[{n}/9]" for n in range(1, 10)]
        assert lines[9].startswith(f"The portal is at http://127.0.0.1:{free_port} ")
        assert lines[10] == f"Mail is not sent: each is a file in {var / 'mail'}\n"

        process.send_signal(number)
        assert said(process)[0] == 0
        assert not EmbeddedPostgres(var / "postgres").status().running
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(free_port))) != 0

    def test_of_two_at_once_one_serves(self, var: Path, free_port: str) -> None:
        both = [manage(var, "serve", PORT=free_port) for _each in range(2)]
        [loser] = wait_for(
            "one to end", lambda: [each for each in both if each.poll() is not None]
        )
        [winner] = [each for each in both if each is not loser]
        status, out = said(loser)
        assert (status, f"Port {free_port}" in out) == (1, True)
        winner.send_signal(signal.SIGTERM)
        assert said(winner)[0] == 0

    def test_the_worker_delivers_and_is_replaced(
        self, var: Path, free_port: str
    ) -> None:
        process = manage(var, "serve", PORT=free_port)
        read_until(process, "createsuperuser")
        try:
            [worker] = workers_of(process)
            worker.kill()
            read_until(process, "The worker ended (status -9); another one starts")
            send = "from django.core.mail import send_mail;"
            send += "send_mail('Тема', 'b', None, ['anna@example.org'])"
            shell = ("shell", "--no-imports", "--command")
            assert said(manage(var, *shell, send)) == (0, "")
            mail = first_mail(var)
            assert b"To: anna@example.org" in mail.read_bytes()
            assert permissions_of(mail) == 0o600
            assert permissions_of(mail.parent) == 0o700
            status, out = said(manage(var, "database", "restore", str(mail)))
            assert (status, "stop them first" in out) == (1, True)
            left = workers_of(process)
        finally:
            process.send_signal(signal.SIGTERM)
            assert said(process)[0] == 0
        assert [each for each in left if each.is_running()] == []
        assert not EmbeddedPostgres(var / "postgres").status().running

    def test_the_worker_outlives_its_database(self, var: Path, free_port: str) -> None:
        process = manage(var, "serve", PORT=free_port)
        read_until(process, "createsuperuser")
        try:
            workers_of(process)
            EmbeddedPostgres(var / "postgres").stop(even_if_used=True)
            send = "from django.core.mail import send_mail;"
            send += "send_mail('s', 'b', None, ['anna@example.org'])"
            # The first connection starts the database again.
            shell = ("shell", "--no-imports", "--command", send)
            assert said(manage(var, *shell)) == (0, "")
            assert b"To: anna@example.org" in first_mail(var).read_bytes()
        finally:
            process.send_signal(signal.SIGTERM)
            assert said(process)[0] == 0

    def test_a_taken_port(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = str(server.getsockname()[1])
            status, out = said(manage(tmp_path, "serve", PORT=port))

        assert status == 1
        assert f"Port {port} of 127.0.0.1 cannot be used: Address already" in out
        assert not (tmp_path / "postgres").exists()

    @pytest.mark.parametrize("value", ["abc", "0", "65536", "-1", "80.5", "8_0"])
    def test_a_bad_port(self, tmp_path: Path, value: str) -> None:
        status, out = said(manage(tmp_path, "serve", PORT=value))

        assert status == 1
        told = f"PORT must be a whole number from 1 to 65535, not {value!r}."
        assert out == f"CommandError: {told}\n"
        assert not (tmp_path / "postgres").exists()

    @pytest.mark.parametrize("key", ["", "a key that is given"])
    def test_a_folder_that_cannot_be_written(self, tmp_path: Path, key: str) -> None:
        blocked = tmp_path / "file"
        blocked.touch(mode=0o444)
        status, out = said(manage(blocked / "var", "serve", SECRET_KEY=key))
        assert status == 1
        assert len(out.splitlines()) == 1
        assert "Set PORTAL_VAR_DIR to a folder that can be written to." in out


class TestDatabase:
    def run(self, var: Path, *command: str, **variables: str) -> tuple[int, str]:
        return said(manage(var, "database", *command, **variables))

    def test_dump_and_restore(self, var: Path) -> None:
        make = "from django.db import connection; c = connection.cursor();"
        make += "c.execute('CREATE TABLE kept AS SELECT 42 AS n')"
        look = "from django.db import connection; c = connection.cursor();"
        look += "c.execute('SELECT n FROM kept'); print(c.fetchone())"
        spoil = make.replace("CREATE TABLE kept AS SELECT 42 AS n", "DROP TABLE kept")
        shell: tuple[Any, ...] = ("shell", "--no-imports", "--command")
        dump = str(var / "portal.dump")

        assert said(manage(var, *shell, make))[0] == 0
        Path(dump).write_text("an earlier one, for all to read")
        assert self.run(var, "dump", dump)[0] == 0
        assert permissions_of(Path(dump)) == 0o600
        assert said(manage(var, *shell, spoil))[0] == 0
        assert self.run(var, "restore", dump, "--noinput")[0] == 0

        assert "(42,)" in said(manage(var, *shell, look))[1]
        assert "stopped" in self.run(var, "status")[1]

    def test_a_broken_dump_changes_nothing(self, var: Path) -> None:
        (var / "broken.dump").write_text("this is no dump")

        status, out = self.run(var, "restore", str(var / "broken.dump"), "--noinput")

        assert status == 1
        assert "pg_restore failed" in out

    def test_status_starts_nothing(self, tmp_path: Path) -> None:
        status, out = self.run(tmp_path, "status")

        assert (status, out.startswith("Not made yet")) == (0, True)
        assert not (tmp_path / "postgres").exists()

    def test_not_for_another_server(self, tmp_path: Path) -> None:
        address = "postgresql://someone@db.example.org/portal"

        status, out = self.run(tmp_path, "stop", DATABASE_URL=address)

        assert status == 1
        assert "DATABASE_URL is set" in out


class TestBackup:
    def test_a_dump_is_checked_and_old_ones_go(self, var: Path) -> None:
        folder = var / "backups"
        folder.mkdir()
        for day in range(1, 4):
            (folder / f"clausebook-2020-01-0{day}-000000.dump").write_text("old")
        (folder / "notes.txt").write_text("another's")
        assert said(manage(var, "migrate"))[0] == 0

        status, out = said(manage(var, "backup", str(folder), "--keep", "2"))

        assert status == 0, out
        assert "Written and checked" in out
        kept = sorted(folder.glob("*.dump"))
        assert [each.name[11:15] for each in kept] == ["2020", str(date.today().year)]
        assert permissions_of(kept[-1]) == 0o600
        assert (folder / "notes.txt").exists()
        assert not self.databases(var) & {"clausebook_check"}

    def test_what_cannot_be_restored_is_told_and_nothing_goes(self, var: Path) -> None:
        folder = var / "unchecked"
        folder.mkdir()
        old = folder / "clausebook-2020-01-01-000000.dump"
        old.write_text("old")
        # Nothing was migrated: the dump is whole, and no portal.
        status, out = said(manage(var, "backup", str(folder), "--keep", "1"))

        assert status == 1
        assert "The dump does not pass migrate --check" in out
        # It does not count as a dump, and goes with the next.
        assert list(folder.glob("*.dump")) == [old]
        assert len(list(folder.glob("*.unchecked"))) == 1
        assert not self.databases(var) & {"clausebook_check"}

    def test_not_into_nowhere(self, tmp_path: Path) -> None:
        status, out = said(manage(tmp_path, "backup", str(tmp_path / "none")))
        assert (status, "There is no folder" in out) == (1, True)

    def databases(self, var: Path) -> set[str]:
        look = "from django.db import connection; c = connection.cursor();"
        look += "c.execute('SELECT datname FROM pg_database');"
        look += "print(*(name for (name,) in c.fetchall()))"
        told = said(manage(var, "shell", "--no-imports", "--command", look))[1]
        return set(told.split())


def test_a_server_that_ends_at_once_is_not_started_again() -> None:
    with pytest.raises(CommandError, match="ended by itself"):
        _refuse_to_go_on(1, SOON - 0.1)
    _refuse_to_go_on(1, SOON)  # it was killed: another one starts
