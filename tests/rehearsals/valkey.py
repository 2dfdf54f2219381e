"""A Valkey or Redis of a rehearsal, where the machine has one."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.processes import wait_for
from tests.rehearsals.serving import find_port

HOST: Final = "127.0.0.1"


def find_program() -> str | None:
    """Return the server's program; None without it, or without its Python client."""
    if importlib.util.find_spec("redis") is None:
        return None
    return shutil.which("valkey-server") or shutil.which("redis-server")


@dataclass
class CacheServer:
    """A server of its own that keeps nothing on disk."""

    program: str
    folder: Path
    port: int = field(default_factory=find_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"redis://{HOST}:{self.port}"

    def start(self) -> None:
        options = {"bind": HOST, "port": str(self.port), "dir": str(self.folder)}
        options |= {"save": "", "maxmemory-policy": "noeviction"}
        given = [part for key, value in options.items() for part in (f"--{key}", value)]
        self.process = subprocess.Popen(  # noqa: S603 - what find_program found
            [self.program, *given], stdout=subprocess.DEVNULL
        )
        wait_for(self.program, self._answers)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection((HOST, self.port)):
            return True
        return False
