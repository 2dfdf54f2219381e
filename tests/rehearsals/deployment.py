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
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from portal.embedded.server import EmbeddedPostgres
from tests.rehearsals.systemd import Unit

ROOT: Final = Path(__file__).resolve().parents[2]
HOST: Final = "localhost"
NAME: Final = "portal"
READERS: Final = 4
WRITERS: Final = 2
PAGES: Final = (
    "/en/",
    "/ru/documents/letter-2006-09-08/",
    "/zh-hans/documents/letter-2006-09-08/clauses/statement-op1/",
    "/en/search/?q=treaty",
    "/en/commentary/",
)
CLAUSE: Final = "/en/documents/letter-2006-09-08/clauses/statement-op1/commentary/"
PERSON: Final = """
from django.test import Client
from django.contrib.auth import get_user_model
person = get_user_model().objects.create(email="%(name)s@example.org",
    display_name="%(name)s", is_active=True)
from django.contrib.auth.models import Permission
person.user_permissions.add(Permission.objects.get(codename="add_comment"))
client = Client()
client.force_login(person)
print("COOKIE", client.cookies["sessionid"].value)
"""
COUNT: Final = """
from commentary.models import Comment
print("COUNT", Comment.objects.filter(source__startswith="rehearsed").count())
"""


@dataclass
class Load:
    """Readers and writers, and what they were answered."""

    port: int
    cookies: list[str]
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    slowest: float = 0.0
    is_over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [
            threading.Thread(target=self._read, args=(n,)) for n in range(READERS)
        ]
        threads += [
            threading.Thread(target=self._write, args=(c,)) for c in self.cookies
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join()

    def _read(self, number: int) -> None:
        turn = number
        while not self.is_over.is_set():
            turn += 1
            self._note("read", self._ask("GET", PAGES[turn % len(PAGES)]))

    def _write(self, cookie: str) -> None:
        token = "t" * 32
        while not self.is_over.is_set():
            sent = {
                "csrfmiddlewaretoken": token,
                "kind": "comment",
                "language": "en",
                "source": f"rehearsed {uuid.uuid4()}",
                "submission": str(uuid.uuid4()),
                "edition": "2",
            }
            status = self._ask(
                "POST", CLAUSE, sent, f"sessionid={cookie}; csrftoken={token}"
            )
            self._note("posted", status)
            if status in (200, 302):
                with self.lock:
                    self.acknowledged += 1
            time.sleep(0.2)  # a person's pace

    def _ask(
        self,
        method: str,
        path: str,
        sent: dict[str, str] | None = None,
        cookie: str = "",
    ) -> int | str:
        headers = {"Host": f"{HOST}:{self.port}", "Cookie": cookie}
        headers["Referer"] = f"https://{HOST}:{self.port}/"
        if sent:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        context = ssl._create_unverified_context()  # noqa: S323 - our own certificate
        began = time.monotonic()
        try:
            connection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, context=context, timeout=60
            )
            connection.request(method, path, urlencode(sent or {}) or None, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        with self.lock:
            self.slowest = max(self.slowest, time.monotonic() - began)
        return answer.status

    def _note(self, what: str, status: int | str) -> None:
        with self.lock:
            self.answers[f"{what}: {status}"] += 1

    def failed(self) -> int:
        """Count what was not answered as it should."""
        good = re.compile("(read: 200|posted: (200|302))$")
        return sum(n for what, n in self.answers.items() if not good.fullmatch(what))


class Rehearsal:
    """A host in a folder: its files, its processes, and what is done with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.root = folder / "srv"
        self.ports = [_free_port(), _free_port()]
        self.https, self.http = _free_port(), _free_port()

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
        return next(
            line.removeprefix(word).strip()
            for line in said.splitlines()
            if line.startswith(word)
        )

    def stop(self) -> None:
        names = [*(f"{NAME}@{port}" for port in self.ports), f"{NAME}-worker"]
        for name in names if self.files.exists() else ():
            Unit(self.files, name).stop()
        EmbeddedPostgres(self.folder / "postgres").stop(even_if_used=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


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
        cookies = [
            rehearsal.shell(PERSON % {"name": f"writer{number}"}, "COOKIE")
            for number in range(WRITERS)
        ]
        load = Load(rehearsal.https, cookies)
        with load.running():
            for turn in range(asked.upgrades):
                rehearsal.upgrade(asked.before if turn % 2 else asked.after)
        stored = int(rehearsal.shell(COUNT, "COUNT"))
        backups = len(list((folder / "backups").glob("*.dump")))
    for what, count in sorted(load.answers.items()):
        _say(f"{what:40}{count:>8}")
    _say(
        f"slowest answer {load.slowest:.1f} s; backups restored and verified: {backups}"
    )
    _say(f"comments acknowledged: {load.acknowledged}, stored: {stored}")
    # One that was stored while its answer was lost is no loss, and is counted above.
    return 1 if load.failed() or stored < load.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
