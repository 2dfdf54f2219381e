"""A PostgreSQL of a rehearsal: made or copied in a folder, killed, promoted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil
import psycopg

from portal.embedded.account import server_account
from portal.embedded.binaries import find_binaries
from tests.rehearsals.serving import find_port

HOST: Final = "127.0.0.1"
SUPERUSER: Final = "postgres"


@dataclass(frozen=True)
class Server:
    """A server of its own, at a port of this machine, for whoever asks."""

    folder: Path
    port: int = field(default_factory=find_port)

    def initialise(self) -> None:
        programs = find_binaries()
        self._prepare()
        self._run("initdb", f"--username={SUPERUSER}", *programs.locale_options())

    def copy(self, other: Server) -> None:
        """Become a standby of another, from its copy."""
        self._prepare()
        where = [f"--host={HOST}", f"--port={other.port}", f"--username={SUPERUSER}"]
        self._run("pg_basebackup", *where, "--write-recovery-conf", "--checkpoint=fast")

    def start(self) -> None:
        options = f"-h {HOST} -p {self.port} -k {self.folder} -c max_connections=200"
        log = f"--log={self.folder / 'log'}"
        self._run("pg_ctl", "start", "--wait", "--silent", log, f"--options={options}")

    def promote(self) -> None:
        self._run("pg_ctl", "promote", "--wait", "--silent")

    def kill(self) -> None:
        """End all its processes, as when the machine is gone."""
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            kill_all(self.processes()[0])

    def processes(self) -> list[psutil.Process]:
        """Return all its processes, the first one first."""
        first = (self.folder / "postmaster.pid").read_text().splitlines()[0]
        master = psutil.Process(int(first))
        return [master, *master.children(recursive=True)]

    def sql(self, statement: Any) -> list[tuple[Any, ...]]:
        """Run a statement as the superuser; return its rows."""
        with psycopg.connect(
            host=HOST, port=self.port, user=SUPERUSER, autocommit=True
        ) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def wait_for(self, standbys: str) -> None:
        """Let commits wait for these standbys; "" for none."""
        self.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")
        self.sql("SELECT pg_reload_conf()")

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700)
        server_account(self.folder).owning(self.folder)

    def _run(self, program: str, *options: str) -> None:
        command = [find_binaries().program(program), *options]
        command.append(f"--pgdata={self.folder}")
        done = server_account(self.folder).run(command, cwd=self.folder)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")


def kill_all(process: psutil.Process) -> None:
    """Kill a process and all that it started."""
    for each in [process, *process.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            each.kill()
