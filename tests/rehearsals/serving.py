"""The portal served from a folder of its own, by `manage.py serve`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portal.embedded.server import EmbeddedPostgres
from tests.processes import read_until

ROOT: Final = Path(__file__).resolve().parents[2]
GREETING: Final = "The portal is at"
# What one address and one person may do within an hour is not what is rehearsed.
NO_LIMITS: Final = {
    "COMMENTARY_COMMENTS_PER_PERSON": "1000000",
    "COMMENTARY_EDITS_PER_PERSON": "1000000",
    "COMMENTARY_POSTS_PER_ADDRESS": "1000000",
    "COMMENTARY_MAILS_PER_PERSON": "1000000",
}


def find_port() -> int:
    """Return a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Portal:
    """A portal that is served, and can be killed and started again."""

    folder: Path
    port: int
    environment: Mapping[str, str]
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Serve, and return when the first page can be had."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            text=True,
        )
        read_until(self.process, GREETING)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def run(self, code: str) -> str:
        """Run Python in the portal's shell; return what it prints."""
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def end(self) -> None:
        """End the server, not its database."""
        if self.process is not None:
            self.process.terminate()
            self.process.communicate()

    def stop(self) -> None:
        self.end()
        EmbeddedPostgres(self.folder / "postgres").stop(even_if_used=True)


@contextmanager
def served() -> Iterator[Portal]:
    """Serve the portal without limits until the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = {**os.environ, **NO_LIMITS, "PORTAL_VAR_DIR": name, "DATABASE_URL": ""}
        portal = Portal(folder, find_port(), given)
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()
