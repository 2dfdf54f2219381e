"""Bounded process: files with a format of their own are read in one, never in ours.

A reader is a function from the bytes of a file, and what is asked about it, to what
JSON can say. It runs in a process of its own, whose memory and time are bounded; an
ImportRefused that it raises is raised here too.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from documents.importing.refusals import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ImportRefused,
    NoSuchPage,
    NoTextInFile,
    OtherFormat,
    TooLongFile,
)

ROOT: Final = Path(__file__).resolve().parents[2]
START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from documents.importing.bounded import answer; sys.exit(answer(*sys.argv[2:]))"
)
# Deeper than any file is; elements within elements are read by recursion.
DEPTH: Final = 20_000
MEMORY: Final = 1 << 30  # bytes
SECONDS: Final = 40  # of computing
MOST_SECONDS: Final = 45  # on the clock
# The exit status that stands for a refusal; 1 and 2 are Python's own.
STATUSES: Final[dict[int, type[ImportRefused]]] = {
    3: DamagedFile,
    4: EncryptedFile,
    5: TooLongFile,
    6: NoTextInFile,
    7: OtherFormat,
    8: EmptyFile,
    9: NoSuchPage,
}
# What ends a process that takes too much: PDFium stops itself when memory is refused.
TOO_MUCH: Final = frozenset(
    {
        -signal.SIGXCPU,
        -signal.SIGABRT,
        -signal.SIGTRAP,
        -signal.SIGILL,
        -signal.SIGKILL,
        -signal.SIGSEGV,
    }
)


def read_bounded(reader: str, data: bytes, *asked: str) -> Any:
    """Return what a reader makes of a file; `reader` is written "module:function".

    Raises ImportRefused; DamagedFile when the reader fails otherwise.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the program is ours, the input is data
            [sys.executable, "-I", "-c", START, str(ROOT), reader, *asked],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLongFile from error
    if done.returncode in TOO_MUCH:
        raise TooLongFile
    if done.returncode:
        raise STATUSES.get(done.returncode, DamagedFile)
    return json.loads(done.stdout)


def answer(reader: str, *asked: str) -> int:
    """Read a file from the standard input, write the answer; return the exit status.

    What the bounded process runs.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(DEPTH)
    module, _, function = reader.partition(":")
    read = getattr(import_module(module), function)
    try:
        found = read(sys.stdin.buffer.read(), *asked)
    except ImportRefused as refusal:
        return next((n for n, kind in STATUSES.items() if kind is type(refusal)), 3)
    except (MemoryError, RecursionError):
        return 5
    json.dump(found, sys.stdout)
    return 0
