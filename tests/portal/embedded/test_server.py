"""Real clusters, real processes, and what happens to both."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from portal.embedded.binaries import find_binaries
from portal.embedded.server import (
    LONGEST_SOCKET_PATH,
    SOCKET_NAME,
    EmbeddedPostgres,
    EmbeddedPostgresError,
)
from portal.embedded.usage import Usage
from tests.processes import PATIENCE, read_until

ROOT = Path(__file__).resolve().parents[3]
AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="only root can change its user")

DAC_OVERRIDE = 1 << 1  # the capability to pass where the mode does not let one

# What Docker leaves to root: among others not the right to look into processes.
LIKE_A_CONTAINER = (
    "setpriv",
    "--bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid"
    ",+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap",
    "--",
)

# Connects as any process of the portal does, prints one value, then goes on with
# what the test adds to it.
USE = """
import os, sys
from pathlib import Path
import psycopg
from portal.embedded.server import server_for
server = server_for(Path(sys.argv[1]))
server.ensure()
def ask(question):
    where = server.connection()
    with psycopg.connect(host=where["HOST"], port=where["PORT"], user=where["USER"],
                         dbname="clausebook") as connection:
        answer = connection.execute(question)
        return answer.fetchone()[0] if answer.description else None
print(ask(sys.argv[2]), flush=True)
"""
HOLD = USE + "sys.stdin.read()\n"


def start(
    program: str,
    directory: Path,
    question: str = "SELECT 1",
    *,
    within: Sequence[str] = (),
    **variables: str,
) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [*within, sys.executable, "-c", program, str(directory), question],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return out.strip()


def use(directory: Path, question: str = "SELECT 1", **variables: str) -> str:
    return finish(start(USE, directory, question, **variables))


def hold(
    directory: Path, *, within: Sequence[str] = (), **variables: str
) -> subprocess.Popen[str]:
    """Return a process that is using the database now."""
    process = start(HOLD, directory, within=within, **variables)
    read_until(process, "1")
    return process


def is_open(directory: Path) -> bool:
    """Tell whether everybody may enter a directory and every one above it."""
    return all(each.stat().st_mode & 0o001 for each in (directory, *directory.parents))


def server_pid(directory: Path) -> int:
    pid = EmbeddedPostgres(directory).status().pid
    assert pid is not None
    return pid


def is_running(directory: Path) -> bool:
    return EmbeddedPostgres(directory).status().running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("template") / "postgres"
    use(directory, "CREATE TABLE kept AS SELECT 42 AS n")
    return directory


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    directory = tmp_path / "postgres"
    yield directory
    EmbeddedPostgres(directory).stop(even_if_used=True)


@pytest.fixture
def cluster(empty: Path, template: Path) -> Path:
    # Copied by root it belongs to root, as a copied checkout does.
    shutil.copytree(template, empty)
    return empty


@pytest.fixture
def opened() -> Iterator[Path]:
    """A directory that everybody may enter, as every one above it."""
    # pytest's own are closed, and TMPDIR may lie anywhere.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


class TestColdStart:
    def test_several_at_once(self, empty: Path) -> None:
        processes = [start(USE, empty) for _number in range(4)]

        assert [finish(process) for process in processes] == ["1"] * 4

    def test_the_callers_locale_does_not_matter(self, empty: Path) -> None:
        question = "SELECT lower('ЯДЕРНОГО') || ' ' || current_setting('fsync')"

        answer = use(empty, question, LC_ALL="C", LANG="C", PYTHONUTF8="1")

        assert answer == "ядерного on"

    def test_the_callers_postgres_variables_do_not_matter(self, empty: Path) -> None:
        variables = {"PGPORT": "6543", "PGDATA": "/nowhere", "PGHOST": "example.org"}

        assert use(empty, **variables) == "1"

    def test_a_half_made_cluster_is_made_again(self, empty: Path) -> None:
        draft = empty.with_name("postgres.new")
        draft.mkdir()
        (draft / "PG_VERSION").write_text("18\n")

        assert use(empty) == "1"

    def test_the_role_is_no_superuser_and_may_create_databases(
        self, cluster: Path
    ) -> None:
        question = (
            "SELECT rolsuper::text || rolcreatedb FROM pg_roles WHERE rolname = user"
        )

        assert use(cluster, question) == "falsetrue"

    def test_there_is_no_tcp(self, cluster: Path) -> None:
        assert use(cluster, "SELECT '<' || current_setting('listen_addresses')") == "<"

    def test_strange_characters_in_the_path(self, tmp_path: Path) -> None:
        directory = tmp_path / "a checkout 'of' 文件 $HOME" / "postgres"

        assert use(directory) == "1"

    def test_a_deep_path(self, tmp_path: Path) -> None:
        directory = tmp_path / ("deep" * 25) / "postgres"
        assert len(bytes(directory / SOCKET_NAME)) > LONGEST_SOCKET_PATH

        assert use(directory) == "1"
        assert use(directory) == "1"
        assert not EmbeddedPostgres(directory).socket_directory().exists()


class TestRoot:
    @only_root
    def test_below_a_closed_directory(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)

        assert use(closed / "postgres") == "1"
        assert closed.stat().st_mode & 0o777 == 0o700
        assert (closed / "postgres").stat().st_uid != 0

    @only_root
    def test_below_an_open_directory_the_server_keeps_no_capability(
        self, opened: Path
    ) -> None:
        directory = opened / "postgres"
        process = hold(directory)
        status = Path(f"/proc/{server_pid(directory)}/status").read_text()
        finish(process)

        # Unless its own programs lie in a closed one, as in a checkout of root's home.
        kept = 0 if is_open(find_binaries().directory) else DAC_OVERRIDE
        assert f"CapEff:\t{kept:016x}" in status

    @only_root
    @pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")
    def test_with_the_few_capabilities_of_a_container(self, empty: Path) -> None:
        process = hold(empty, within=LIKE_A_CONTAINER)
        assert finish(start(USE, empty, within=LIKE_A_CONTAINER)) == "1"
        assert is_running(empty)

        finish(process)
        assert not is_running(empty)

    @only_root
    @pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")
    def test_without_the_capability_to_change_its_user(self, empty: Path) -> None:
        within = ("setpriv", "--bounding-set=-all,+dac_override", "--")
        process = start(USE, empty, within=within)
        _out, err = process.communicate(timeout=PATIENCE)

        assert "Run the command as an ordinary user, or set DATABASE_URL" in err

    @only_root
    def test_a_socket_directory_of_somebody_else_is_not_used(
        self, tmp_path: Path
    ) -> None:
        server = EmbeddedPostgres(tmp_path / ("deep" * 25) / "postgres")
        taken = server.socket_directory()
        taken.mkdir(mode=0o700)
        try:
            os.chown(taken, 12345, 12345)
            chosen = server.socket_directory()
            taken.rmdir()
            taken.symlink_to(tmp_path)
            assert server.socket_directory() == chosen != taken
        finally:
            taken.unlink(missing_ok=True)

    @only_root
    def test_another_user_is_told_whose_directory_it_is(
        self, cluster: Path, opened: Path
    ) -> None:
        use(cluster)
        shutil.copytree(cluster, opened / "postgres")
        nobody = pwd.getpwnam("nobody")
        check = "from portal.embedded.account import server_account as s; s(p)"
        program = (
            "import os, sys; from pathlib import Path; p = Path(sys.argv[1]);"
            f"import portal.embedded.account; os.setuid({nobody.pw_uid});"
            f"{check}"
        )
        process = start(program, opened / "postgres")
        _out, err = process.communicate(timeout=PATIENCE)

        assert "belongs to another user" in err


class TestAfterAnAccident:
    def test_kill_9_of_the_server(self, cluster: Path) -> None:
        process = hold(cluster)
        os.kill(server_pid(cluster), signal.SIGKILL)

        assert use(cluster, "SELECT n FROM kept") == "42"
        finish(process)

    def test_kill_9_of_the_only_user(self, cluster: Path) -> None:
        process = hold(cluster)
        process.kill()
        process.communicate(timeout=PATIENCE)
        assert is_running(cluster)

        assert use(cluster, "SELECT n FROM kept") == "42"
        assert not is_running(cluster)

    def test_a_stale_file_that_names_another_process(self, cluster: Path) -> None:
        process = hold(cluster)
        file = cluster / "postmaster.pid"
        left_behind = file.read_text()
        os.kill(server_pid(cluster), signal.SIGKILL)
        lines = left_behind.splitlines()
        file.write_text("\n".join([str(process.pid), *lines[1:], ""]))

        assert use(cluster, "SELECT n FROM kept") == "42"
        assert process.poll() is None
        finish(process)

    def test_stopping_leaves_the_process_a_stale_file_names_alone(
        self, cluster: Path
    ) -> None:
        bystander = start("import sys; sys.stdin.read()", cluster)
        (cluster / "postmaster.pid").write_text(f"{bystander.pid}\n")

        assert EmbeddedPostgres(cluster).stop()
        assert bystander.poll() is None
        finish(bystander)

    def test_a_start_that_fails_shows_the_log(
        self, cluster: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.embedded.server.FAILED_STARTS", 1)
        (cluster / "postgresql.conf").write_text("no_such_setting = 1\n")

        with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
            EmbeddedPostgres(cluster).ensure()


class TestRefusals:
    def test_another_major_version(self, cluster: Path) -> None:
        (cluster / "PG_VERSION").write_text("14\n")

        with pytest.raises(EmbeddedPostgresError, match=r"PostgreSQL 14.*PGBIN"):
            EmbeddedPostgres(cluster).ensure()

    def test_a_directory_of_something_else(self, empty: Path) -> None:
        empty.mkdir()
        (empty / "letter.txt").touch()

        with pytest.raises(EmbeddedPostgresError, match="Move it away"):
            EmbeddedPostgres(empty).ensure()

    def test_programs_that_are_not_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PGBIN", str(tmp_path))

        with pytest.raises(EmbeddedPostgresError, match="Set PGBIN"):
            find_binaries()

    def test_programs_that_are_too_old(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("postgres", "initdb", "pg_ctl"):
            program = tmp_path / name
            program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
            program.chmod(0o755)
        monkeypatch.setenv("PGBIN", str(tmp_path))

        with pytest.raises(EmbeddedPostgresError, match="15 or newer"):
            find_binaries()


class TestLastOneOut:
    def test_stops_the_server(self, cluster: Path) -> None:
        use(cluster)

        assert not is_running(cluster)

    def test_leaves_it_to_those_who_still_use_it(self, cluster: Path) -> None:
        first, second = hold(cluster), hold(cluster)

        finish(first)
        assert is_running(cluster)
        assert not EmbeddedPostgres(cluster).stop()

        finish(second)
        assert not is_running(cluster)

    def test_a_forked_child_stops_nothing(self, cluster: Path) -> None:
        program = USE + (
            "child = os.fork()\n"
            "if not child: sys.exit(0)\n"
            "os.waitpid(child, 0)\n"
            "print(ask(sys.argv[2]))\n"
        )

        assert finish(start(program, cluster)).split() == ["1", "1"]

    def test_a_forked_child_counts_once_it_uses_the_database(
        self, cluster: Path
    ) -> None:
        program = USE + (
            "if not os.fork():\n"
            "    server.ensure()\n"
            "    print('in', flush=True)\n"
            "    sys.stdin.read()\n"
        )
        process = start(program, cluster)
        assert read_until(process, "in") == ["1\n", "in\n"]
        process.wait(PATIENCE)
        assert is_running(cluster)

        finish(process)  # its end of file is the child's, too
        with Usage(cluster.with_name("postgres.users")).leave():
            pass

    def test_a_start_may_race_a_stop(self, cluster: Path) -> None:
        for _round in range(3):
            processes = [start(USE, cluster) for _number in range(4)]
            assert [finish(process) for process in processes] == ["1"] * 4

        assert not is_running(cluster)


class TestBackend:
    SETUP = "import django, os, signal, sys; django.setup()\n"
    SETUP += "from django.db import connection\n"

    def run(self, body: str, var: Path, **variables: str) -> str:
        variables = {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR_DIR": str(var),
            "DATABASE_URL": "",
            **variables,
        }
        return finish(start(self.SETUP + body, var, **variables))

    def test_loading_the_portal_starts_nothing(self, tmp_path: Path) -> None:
        self.run("connection.vendor", tmp_path)

        assert not (tmp_path / "postgres").exists()

    def test_the_first_connection_starts_the_server(self, cluster: Path) -> None:
        body = (
            "with connection.cursor() as cursor:\n"
            "    cursor.execute('SELECT n FROM kept')\n"
            "    print(cursor.fetchone()[0])\n"
        )

        assert self.run(body, cluster.parent) == "42"

    def test_it_connects_again_after_kill_9(self, cluster: Path) -> None:
        body = (
            "connection.ensure_connection()\n"
            "os.kill(connection.server.status().pid, signal.SIGKILL)\n"
            "connection.close()\n"
            "connection.ensure_connection()\n"
            "print(connection.is_usable())\n"
        )

        assert self.run(body, cluster.parent) == "True"

    def test_database_url_wins(self, tmp_path: Path) -> None:
        address = "postgresql://someone@db.example.org/portal"
        body = "print(connection.settings_dict['HOST'], connection.Database.__name__)"

        answer = self.run(body, tmp_path, DATABASE_URL=address)

        assert answer == "db.example.org psycopg"
        assert not (tmp_path / "postgres").exists()
