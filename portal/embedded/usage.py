"""Usage locks: which processes use the database; the kernel releases them at exit."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.embedded import EmbeddedPostgresError


class Usage:
    """A shared file lock that each process holds while it uses the database.

    The kernel releases it at any exit, kill -9 included. The process that leaves last
    stops the server.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def joined(self) -> bool:
        return self._descriptor is not None

    def join(self) -> None:
        """Take the lock; waits while the last process is stopping the server."""
        if self._descriptor is None:
            descriptor = _open(self.path)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            self._descriptor = descriptor

    @contextmanager
    def leave(self) -> Iterator[bool]:
        """Release the lock; yields whether no other process holds it.

        No process can join within the context.
        """
        descriptor = self._descriptor
        if descriptor is None:
            descriptor = _open(self.path)
        self._descriptor = None
        try:
            yield _locks_alone(descriptor)
        finally:
            os.close(descriptor)

    def forget(self) -> None:
        """Drop the lock in a forked child without releasing the parent's."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = None


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the file's exclusive lock."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _locks_alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Python opens with O_CLOEXEC, so child programs do not inherit a lock.
        return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except PermissionError as error:
        raise EmbeddedPostgresError(
            f"{path} cannot be opened by this user. Run the command as the user who"
            " made it, or set PORTAL_VAR_DIR to a directory of your own."
        ) from error
