"""Waiting on other processes: each wait ends, and says what it waited for."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")

PATIENCE = 120.0  # seconds: a cold start on a machine that does much else
PAUSE = 0.1


def read_until(
    process: subprocess.Popen[str], words: str, patience: float = PATIENCE
) -> list[str]:
    """Return the lines a process writes, up to the one that holds the words."""
    assert process.stdout is not None
    deadline = time.monotonic() + patience
    read = b""
    # Not readline: it waits for ever, and its buffer is hidden from select.
    while words.encode() not in read.rpartition(b"\n")[0]:
        left = max(deadline - time.monotonic(), 0)
        ready, _, _ = select.select([process.stdout], [], [], left)
        chunk = os.read(process.stdout.fileno(), 65536) if ready else b""
        if not chunk:
            why = _rest(process) if ready else f"waited {patience:.0f} s"
            raise AssertionError(f"No line with {words!r}: {why}\n{read.decode()}")
        read += chunk
    return read.decode().splitlines(keepends=True)


def _rest(process: subprocess.Popen[str]) -> str:
    _out, err = process.communicate(timeout=PATIENCE)
    return f"the process ended (status {process.returncode}) {err or ''}"


def wait_for(what: str, look: Callable[[], T], patience: float = PATIENCE) -> T:
    """Return the first true answer of `look`; what is waited for names the failure."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {patience:.0f} s for {what}.")
        time.sleep(PAUSE)
    return found


def run_python(checkout: Path, database: str, *arguments: str) -> str:
    """Return what Python says in a checkout, with a database that has this address."""
    done = subprocess.run(  # noqa: S603 - this project's own code
        [sys.executable, *arguments],
        cwd=checkout,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_ENV": "",
            "PORTAL_VAR_DIR": str(checkout / "var"),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def children_of(pid: int, words: str) -> list[psutil.Process]:
    """Return the processes that `pid` started and whose command holds the words."""
    with suppress(psutil.NoSuchProcess):
        children = psutil.Process(pid).children()
        return [child for child in children if words in _command(child)]
    return []


def _command(process: psutil.Process) -> str:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return " ".join(process.cmdline())
    return ""
