"""`python -m tests.rehearsals.systemd FOLDER start|stop|restart|wait UNIT`

Runs units as systemd does, as far as ours go, where there is no systemd: Type, the
environment, ExecStart, KillMode=mixed (SIGTERM to the main process) and Restart=always.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

LIMIT: Final = 60.0  # seconds for a process to end
PAUSE: Final = 0.05


class Unit:
    """A unit file, and the process that runs it."""

    def __init__(self, folder: Path, name: str) -> None:
        head, at, rest = name.removesuffix(".service").partition("@")
        self.instance = rest
        self.folder = folder
        self.pid_file = folder / f"{name.removesuffix('.service')}.pid"
        self.log_file = folder / f"{name.removesuffix('.service')}.log"
        text = (folder / f"{head}{at}.service").read_text().replace("%i", rest)
        lines = [line.strip() for line in text.splitlines()]
        pairs = [line.partition("=") for line in lines if line and line[0] not in "#["]
        self.settings = [(key, value) for key, _equals, value in pairs]

    def values(self, key: str) -> list[str]:
        return [value for name, value in self.settings if name == key]

    def environment(self) -> dict[str, str]:
        given = {"PATH": os.defpath, "LANG": "C.UTF-8"}
        for file in self.values("EnvironmentFile"):
            for line in Path(file).read_text().splitlines():
                name, equals, value = line.partition("=")
                if equals and not name.startswith("#"):
                    given[name] = " ".join(shlex.split(value))
        return given

    def start(self) -> int:
        if self.values("Type") == ["oneshot"]:
            return max(self._run(command) for command in self.values("ExecStart"))
        [command] = self.values("ExecStart")
        with self.log_file.open("a") as log:
            process = subprocess.Popen(  # noqa: S603 - from our own units
                shlex.split(command),
                cwd=self.values("WorkingDirectory")[0],
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.pid_file.write_text(str(process.pid))
        return 0

    def _run(self, command: str) -> int:
        with self.log_file.open("a") as log:
            return subprocess.run(  # noqa: S603 - from our own units
                shlex.split(command),
                cwd=self.values("WorkingDirectory")[0],
                env=self.environment(),
                stdout=log,
                stderr=log,
                check=True,
            ).returncode

    def stop(self) -> int:
        if not self.pid_file.exists():
            return 0
        pid = int(self.pid_file.read_text())
        self.pid_file.unlink()
        end = time.monotonic() + LIMIT
        try:
            os.kill(pid, signal.SIGTERM)
            while time.monotonic() < end and _runs(pid):
                time.sleep(PAUSE)
            if _runs(pid):
                raise TimeoutError(f"{self.pid_file.stem} does not end")
        except ProcessLookupError:
            pass
        return 0

    def restart(self) -> int:
        self.stop()
        return self.start()


def _runs(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # if it is a child of this process
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def main(arguments: list[str]) -> int:
    """Do what systemctl would; return the exit status."""
    folder, action, name = arguments
    return int(getattr(Unit(Path(folder), name), action)())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
