"""Embedded PostgreSQL server, for a first run, for development and for tests.

Used when DATABASE_URL is unset. The first connection creates a cluster under var/ and
starts it; the last process that used it stops it. It listens on a socket only, open to
its owner and to root. Every packaged manager failed at least one of these, all covered
by tests/portal/embedded/test_server.py: several cold starts at once, kill -9, a stale
process id file, root, a closed directory above the checkout, a caller whose locale is
C.
"""

from __future__ import annotations

import atexit
import logging
import os
import pwd
import shlex
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import pq, sql

from portal.embedded import EmbeddedPostgresError
from portal.embedded.account import ROOT, Account, server_account
from portal.embedded.binaries import Binaries, find_binaries
from portal.embedded.process import is_server
from portal.embedded.usage import Usage, one_at_a_time

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "Status", "server_for"]

logger = logging.getLogger(__name__)

DATABASE = "clausebook"
ROLE = "clausebook"
SUPERUSER = "postgres"
PORT = 5432  # no TCP: it only names the socket file
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # bytes: 107 on Linux, 103 on macOS
PATIENCE = 60.0  # seconds for a start with crash recovery, or for a stop
FAILED_STARTS = 20  # seconds; a killed server's children may hold its memory briefly
PAUSE = 0.05
LOG_TAIL = 15  # lines
LOG_LIMIT = 5_000_000  # bytes


@dataclass(frozen=True)
class Status:
    """The state of a server, found without starting it."""

    running: bool
    pid: int | None
    major: str
    data_directory: Path
    socket_directory: Path


class EmbeddedPostgres:
    """The server of one data directory."""

    def __init__(self, data_directory: Path) -> None:
        self.data_directory = data_directory.absolute()
        self._usage = Usage(self._beside(".users"))
        self._mutex = threading.Lock()
        self._ensured = False
        os.register_at_fork(after_in_child=self._start_anew_in_child)
        atexit.register(self.release)

    # --- Public interface

    def ensure(self, *, again: bool = False) -> None:
        """Start the server unless it runs; it then runs as long as this process.

        Further calls cost nothing, unless `again` requires a check because a connection
        failed.
        """
        with self._mutex:
            if self._ensured and not again:
                return
            self._usage.join()
            with one_at_a_time(self._beside(".lock")):
                self._bring_up()
            self._ensured = True

    def connection(self) -> dict[str, str]:
        """Return HOST, PORT and USER of the server, for DATABASES."""
        host = str(self.socket_directory())
        return {"HOST": host, "PORT": str(PORT), "USER": ROLE}

    def release(self) -> None:
        """Stop using the database; the last process stops the server."""
        with self._mutex:
            if not self._usage.joined:
                return
            self._ensured = False
            try:
                self._stop_if_alone()
            except (EmbeddedPostgresError, OSError) as error:
                logger.warning("The embedded database was not stopped: %s", error)

    def stop(self, *, even_if_used: bool = False) -> bool:
        """Stop the server and return True; return False if other processes use it."""
        with self._mutex:
            return self._stop_if_alone(even_if_used=even_if_used)

    def status(self) -> Status:
        """Return the state of the server without starting it."""
        return Status(
            running=self._answers(),
            pid=self._postmaster(),
            major=self._read("PG_VERSION"),
            data_directory=self.data_directory,
            socket_directory=self.socket_directory(),
        )

    def socket_directory(self) -> Path:
        """Return the directory of the socket: the data directory if its path is short.

        A socket's path is limited to about a hundred bytes. For a longer one a private
        directory in /tmp is used.
        """
        if len(os.fsencode(self.data_directory / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return self.data_directory
        digest = sha256(os.fsencode(self.data_directory)).hexdigest()[:16]
        owner = server_account(self.data_directory)
        # Another user may own the name: then every process takes the next one.
        for attempt in range(10):
            candidate = Path("/tmp") / f"clausebook-{digest}-{attempt}"  # noqa: S108 - see above
            if _is_private_directory(candidate, owner):
                return candidate
        raise EmbeddedPostgresError(
            f"Others have taken every directory /tmp/clausebook-{digest}-*. Remove"
            " them, or set PORTAL_VAR_DIR to a directory with a shorter path."
        )

    # --- Starting

    def _bring_up(self) -> None:
        self._refuse_what_is_not_ours()
        if not self._answers():
            binaries = find_binaries()
            if not self._read("PG_VERSION"):
                self._initialise(binaries)
            self._refuse_other_major(binaries)
            self._start(binaries)
        self._create_role_and_database()

    def _refuse_what_is_not_ours(self) -> None:
        server_account(self.data_directory)
        directory = self.data_directory
        if not directory.exists() or self._read("PG_VERSION"):
            return
        if any(directory.iterdir()):
            raise EmbeddedPostgresError(
                f"{directory} is not empty and holds no PostgreSQL cluster. Move it"
                " away, and the portal makes a new one."
            )

    def _refuse_other_major(self, binaries: Binaries) -> None:
        found = self._read("PG_VERSION")
        if found != str(binaries.major):
            raise EmbeddedPostgresError(
                f"{self.data_directory} was made by PostgreSQL {found}, and"
                f" {binaries.directory} is PostgreSQL {binaries.major}, which cannot"
                f" read it. To keep the data, set PGBIN to the programs of PostgreSQL"
                f" {found}, run `manage.py database dump FILE`, unset PGBIN, move the"
                " directory away and run `manage.py database restore FILE`. To start"
                " afresh, only move the directory away."
            )

    def _initialise(self, binaries: Binaries) -> None:
        """Create the cluster in a temporary directory and rename it into place."""
        draft = self._beside(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        account = server_account(self.data_directory)
        account.owning(draft)
        account = account.able_to_work_in(draft, binaries)
        made = account.run(
            [
                binaries.program("initdb"),
                "--pgdata=.",
                f"--username={SUPERUSER}",
                "--auth=peer",
                "--no-instructions",
                # An empty cluster is quickly recreated; the server itself does sync.
                "--no-sync",
                *binaries.locale_options(),
            ],
            cwd=draft,
        )
        if made.returncode != 0:
            raise EmbeddedPostgresError(
                f"initdb could not make {self.data_directory}:\n{made.stdout.strip()}"
            )
        draft.rename(self.data_directory)

    def _start(self, binaries: Binaries) -> None:
        account = server_account(self.data_directory)
        if self.data_directory.stat().st_uid != account.uid:
            self._give_all_to(account)
        account = account.able_to_work_in(self.data_directory, binaries)
        self._write_access_rules(account)
        failures = 0

        def running() -> bool:
            nonlocal failures
            if self._answers():
                return True
            if self._postmaster() is None:
                self._file("postmaster.pid").unlink(missing_ok=True)
                failures += not self._start_once(account, binaries)
            return failures >= FAILED_STARTS

        _wait_until(running)
        if not self._answers():
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL in {self.data_directory} does not start."
                f" Its log ends:\n{self._log_tail()}\n"
                "Where the log does not help, move the directory away and the portal"
                " makes a new one, or set DATABASE_URL to another server."
            )

    def _start_once(self, account: Account, binaries: Binaries) -> bool:
        options = ["-k", str(self._own_socket_directory(account)), "-h", ""]
        for setting in (
            f"port={PORT}",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            "lc_messages=C",
        ):
            options += ["-c", setting]
        log = self._file("server.log")
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.unlink()
        # Relative paths: pg_ctl hands its own to a shell within double quotes.
        command = [binaries.program("pg_ctl"), "start", "--pgdata=.", "--wait"]
        command += [f"--log={log.name}", f"--options={shlex.join(options)}"]
        command += [f"--timeout={PATIENCE:.0f}"]
        return account.run(command, cwd=self.data_directory).returncode == 0

    def _own_socket_directory(self, account: Account) -> Path:
        directory = self.socket_directory()
        if not directory.exists():
            directory.mkdir(mode=0o700)
            account.owning(directory)
        return directory

    def _write_access_rules(self, account: Account) -> None:
        """Write pg_hba.conf: access for the owner and root only."""
        names = {account.name, pwd.getpwuid(ROOT).pw_name}
        pairs = ((name, role) for name in sorted(names) for role in (SUPERUSER, ROLE))
        lines = [f'portal "{name}" {role}\n' for name, role in pairs]
        self._write("pg_ident.conf", "".join(lines), account)
        self._write("pg_hba.conf", "local all all peer map=portal\n", account)

    def _write(self, name: str, text: str, account: Account) -> None:
        # Root writes into another account's directory: never through a link that
        # exists there, hence a new file renamed over the old one.
        draft = self._file(f"{name}.new")
        draft.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(draft, flags, 0o600), "w") as file:
            file.write(text)
        account.owning(draft)
        draft.replace(self._file(name))

    def _give_all_to(self, account: Account) -> None:
        """Change the owner of a copy made by root, whose files all belong to root."""
        for directory, _directories, files in os.walk(self.data_directory):
            account.owning(Path(directory))
            for name in files:
                account.owning(Path(directory) / name)

    def _create_role_and_database(self) -> None:
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        try:
            with psycopg.connect(self._conninfo(), autocommit=True) as connection:
                run = connection.execute
                if not run("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).rowcount:
                    run(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
                found = run("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
                if not found.rowcount:
                    create = sql.SQL("CREATE DATABASE {} OWNER {}")
                    run(create.format(database, role))
        except psycopg.Error as error:
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL in {self.data_directory} runs but does not"
                f" let us in: {error}\nIts log ends:\n{self._log_tail()}"
            ) from error

    # --- Stopping

    def _stop_if_alone(self, *, even_if_used: bool = False) -> bool:
        with self._usage.leave() as alone:
            if not alone and not even_if_used:
                return False
            with one_at_a_time(self._beside(".lock")):
                self._stop_server()
        return True

    def _stop_server(self) -> None:
        # Not pg_ctl: with a stale file it would signal an unrelated process.
        pid = self._postmaster()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # "fast": roll back, write everything, end
        if not _wait_until(lambda: self._postmaster() != pid):
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL (process {pid}) did not stop within"
                f" {PATIENCE:.0f} seconds. Its log ends:\n{self._log_tail()}"
            )
        if self.socket_directory() != self.data_directory:
            with suppress(OSError):
                self.socket_directory().rmdir()

    # --- State

    def _answers(self) -> bool:
        where = f"{self._conninfo()} connect_timeout=5"
        return pq.PGconn.ping(where.encode()) == pq.Ping.OK

    def _conninfo(self) -> str:
        return psycopg.conninfo.make_conninfo(
            host=str(self.socket_directory()),
            port=PORT,
            user=SUPERUSER,
            dbname="postgres",
        )

    def _postmaster(self) -> int | None:
        """Return the process id in the file if it is that of our server."""
        first = self._read("postmaster.pid").partition("\n")[0]
        pid = int(first) if first.isdecimal() else 0
        if pid and is_server(pid, self.data_directory, self.socket_directory()):
            return pid
        return None

    def _log_tail(self) -> str:
        lines = self._read("server.log").splitlines()
        return "\n".join(lines[-LOG_TAIL:]) or "(there is no log)"

    def _read(self, name: str) -> str:
        try:
            return self._file(name).read_text(errors="replace").strip()
        except FileNotFoundError:
            return ""

    def _file(self, name: str) -> Path:
        return self.data_directory / name

    def _beside(self, suffix: str) -> Path:
        # initdb requires an empty directory, so files needed earlier are beside it.
        return self.data_directory.with_name(self.data_directory.name + suffix)

    def _start_anew_in_child(self) -> None:
        self._mutex = threading.Lock()
        self._usage.forget()
        self._ensured = False


@cache
def server_for(data_directory: Path) -> EmbeddedPostgres:
    """Return this process's only EmbeddedPostgres of the data directory."""
    return EmbeddedPostgres(data_directory)


def _is_private_directory(path: Path, owner: Account) -> bool:
    """Return whether the directory is private to the owner, or does not exist."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return True
    return (
        path.is_dir()
        and not path.is_symlink()
        and ((state.st_uid, state.st_mode & 0o077) == (owner.uid, 0))
    )


def _wait_until(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True
