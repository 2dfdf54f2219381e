"""Process check: whether a process id belongs to the server of a data directory."""

from __future__ import annotations

import subprocess
from pathlib import Path

PROC = Path("/proc")


def is_server(pid: int, data_directory: Path, socket_directory: Path) -> bool:
    """Return whether the process is alive and is the server of the data directory.

    After a reboot or kill -9 the id may belong to any process, even to the server of
    another directory. A zombie counts as dead.
    """
    process = PROC / str(pid)
    if not PROC.joinpath("self").exists():
        return _is_called_with(socket_directory, _listing(pid))
    try:
        return process.joinpath("cwd").samefile(data_directory)
    except PermissionError:
        # Root in a container may not inspect another user's process, but everyone
        # may read its command line.
        return _is_called_with(socket_directory, _read(process / "cmdline"))
    except OSError:
        return False


def _is_called_with(socket_directory: Path, command: str) -> bool:
    return "postgres" in command and f"-k {socket_directory} " in command


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="surrogateescape").replace("\0", " ")
    except OSError:
        return ""


def _listing(pid: int) -> str:
    # Without /proc, as on macOS.
    return subprocess.run(  # noqa: S603 - a number is all that varies
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
