"""`python -m tests.rehearsals.deployment`: install, load, upgrade and back up for real.

Makes the files of `manage.py deploy_files` and uses them as they are: a PostgreSQL of
its own with the two roles of database.sql, nginx with TLS, two processes of the portal
and the worker (run by systemd.py from the unit files), upgrade.sh while readers read
and writers post, a backup that is restored. Prints what was asked, refused and lost;
its status is 1 if anything was. Needs nginx, openssl and git; takes some minutes, most
of them to install two versions.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from portal.embedded.server import EmbeddedPostgres
from tests.rehearsals.load import COUNT, Load
from tests.rehearsals.people import MAKE, Person, Site, find_line
from tests.rehearsals.serving import find_port
from tests.rehearsals.systemd import Unit

ROOT: Final = Path(__file__).resolve().parents[2]
HOST: Final = "localhost"
NAME: Final = "portal"
READERS: Final = 4
WRITERS: Final = 2


class Rehearsal:
    """A host in a folder: its files, its processes, and what is done with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.root = folder / "srv"
        self.ports = [find_port(), find_port()]
        self.https, self.http = find_port(), find_port()

    def install(self, version: str) -> None:
        """Write the files, make the database and the certificate, put a version in."""
        (self.root / "releases").mkdir(parents=True)
        (self.folder / "backups").mkdir()
        (self.folder / "var").mkdir()
        _run(
            "git",
            "clone",
            "--quiet",
            "--no-checkout",
            str(ROOT),
            self.root / "repository",
        )
        _run(
            *(
                "openssl",
                "req",
                "-x509",
                "-nodes",
                "-newkey",
                "rsa:2048",
                "-days",
                "2",
            ),
            *("-subj", f"/CN={HOST}", "-keyout", self.folder / "key.pem"),
            *("-out", self.folder / "certificate.pem"),
        )
        self._write_files()
        self._fill_in()
        self._make_systemctl()
        self.upgrade(version)

    def _write_files(self) -> None:
        _run(
            *(sys.executable, "manage.py", "deploy_files", self.files, "--host", HOST),
            *("--name", NAME),
            *("--root", self.root, "--var", self.folder / "var"),
            *("--user", "root", "--settings-folder", self.files),
            *("--backups", self.folder / "backups"),
            *("--certificate", self.folder / "certificate.pem"),
            *("--key", self.folder / "key.pem", "--ports", *map(str, self.ports)),
            *("--https-port", str(self.https), "--http-port", str(self.http)),
        )
        if analyze := shutil.which("systemd-analyze"):
            said = subprocess.run(  # noqa: S603 - of the system
                [analyze, "verify", *map(str, self.files.glob("*.service"))],
                capture_output=True,
                text=True,
                check=False,
            ).stderr
            ours = [line for line in said.splitlines() if str(self.files) in line]
            _say("\n".join(["systemd-analyze:", *(ours or ["nothing to say"])]))

    def _fill_in(self) -> None:
        """Do what the README tells the operator to: roles, passwords, settings."""
        server = EmbeddedPostgres(self.folder / "postgres")
        server.ensure()
        where = server.connection()
        environment = self.files / "environment"
        script = (
            (self.files / "database.sql").read_text().replace("CHANGE-ME", "secret")
        )
        # Its own superuser is known by the system; ours come as from another host.
        rules = Path(server.status().data_directory) / "pg_hba.conf"
        rules.write_text(f"local all all trust\n{rules.read_text()}")
        self._psql(where, f"SELECT pg_reload_conf();\n{script}")
        address = f"@{quote(str(where['HOST']), safe='')}:{where['PORT']}/"
        for file in (environment, self.files / "owner"):
            text = re.sub(
                r":CHANGE-ME@127.0.0.1/", f":secret{address}", file.read_text()
            )
            file.write_text(text)
        text = environment.read_text().replace(":CHANGE-ME@mail.localhost:587", "")
        text = re.sub("(?m)^EMAIL_URL=.*$", "EMAIL_URL=smtp://127.0.0.1:9", text)
        text += f"CSRF_TRUSTED_ORIGINS=https://{HOST}:{self.https}\n"
        for name in ("COMMENTS_PER_PERSON", "POSTS_PER_ADDRESS"):
            text += f"COMMENTARY_{name}=100000\n"
        environment.write_text(text)

    def _psql(self, where: Any, script: str) -> None:
        from portal.embedded.binaries import find_binaries

        subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [
                *(find_binaries().program("psql"), "--quiet", "--set=ON_ERROR_STOP=1"),
                *(f"--host={where['HOST']}", f"--port={where['PORT']}"),
                *("--username=postgres", "postgres"),
            ],
            input=script,
            text=True,
            check=True,
        )

    def _make_systemctl(self) -> None:
        programs = self.folder / "bin"
        programs.mkdir()
        script = programs / "systemctl"
        script.write_text(
            f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m'
            f' tests.rehearsals.systemd "{self.files}" "$@"\n'
        )
        script.chmod(0o755)

    def upgrade(self, version: str) -> None:
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(  # noqa: S603 - our own script
            ["/bin/sh", str(self.files / "upgrade.sh"), version],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        _say(done.stdout.strip())
        if done.returncode != 0:
            logs = "\n".join(
                log.read_text()[-2000:] for log in self.files.glob("*.log")
            )
            raise RuntimeError(f"upgrade.sh: {done.stderr}\n{logs}")

    @contextmanager
    def nginx(self) -> Iterator[None]:
        configuration = self.folder / "main.conf"
        configuration.write_text(
            f"user root; daemon off; worker_processes 1; pid {self.folder}/nginx.pid;\n"
            f"error_log {self.folder}/nginx.log;\nevents {{}}\n"
            f"http {{ include /etc/nginx/mime.types; access_log off;\n"
            f"include {self.files}/nginx.conf; }}\n"
        )
        process = subprocess.Popen(["nginx", "-c", str(configuration)])  # noqa: S603, S607
        try:
            _await(self.https)
            yield
        finally:
            process.terminate()
            process.wait()

    def shell(self, code: str, word: str) -> str:
        """Run Python in the portal as it is deployed; return what it says of a word."""
        unit = Unit(self.files, f"{NAME}@{self.ports[0]}.service")
        said = subprocess.run(  # noqa: S603 - our own command
            [".venv/bin/python", "manage.py", "shell", "--no-imports", "-c", code],
            cwd=self.root / "current",
            env=unit.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return find_line(said, word)

    def stop(self) -> None:
        names = [*(f"{NAME}@{port}" for port in self.ports), f"{NAME}-worker"]
        for name in names if self.files.exists() else ():
            Unit(self.files, name).stop()
        EmbeddedPostgres(self.folder / "postgres").stop(even_if_used=True)


def _await(port: int) -> None:
    for _each in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Nothing answers at port {port}.")


def _run(*command: object) -> None:
    done = subprocess.run(  # noqa: S603 - our own commands
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Rehearse and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default="HEAD", help="the version that runs first")
    parser.add_argument("--after", default="HEAD", help="the version that follows")
    parser.add_argument("--upgrades", type=int, default=3)
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        rehearsal = Rehearsal(folder)
        stack.callback(rehearsal.stop)
        rehearsal.install(asked.before)
        stack.enter_context(rehearsal.nginx())
        site = Site(rehearsal.https, HOST, is_secure=True)
        people = [
            Person(site, rehearsal.shell(MAKE.format(name=f"writer{number}"), "COOKIE"))
            for number in range(WRITERS)
        ]
        load = Load(site, people, READERS)
        with load.running():
            for turn in range(asked.upgrades):
                rehearsal.upgrade(asked.before if turn % 2 else asked.after)
        stored = int(rehearsal.shell(COUNT, "COUNT"))
        backups = len(list((folder / "backups").glob("*.dump")))
    _say(load.tell(stored))
    _say(f"backups restored and verified: {backups}")
    # One that was stored while its answer was lost is no loss, and is counted above.
    return 1 if load.failed() or stored < load.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
