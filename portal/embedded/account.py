"""System account that runs PostgreSQL, which refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portal.embedded import EmbeddedPostgresError
from portal.embedded.binaries import Binaries, client_environment

ROOT = 0
UNPRIVILEGED = ("postgres", "nobody")
WAY_OUT = "Run the command as an ordinary user, or set DATABASE_URL to a server."


@dataclass(frozen=True)
class Account:
    """The system account that owns the data directory and runs the server."""

    uid: int
    gid: int
    name: str
    # Empty, or a command that runs another one under this account although the
    # account may not enter the directories above.
    launcher: tuple[str, ...] = ()

    def run(
        self, command: Sequence[str | Path], *, cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs, detached from our terminal."""
        change = os.geteuid() == ROOT and not self.launcher
        try:
            return subprocess.run(  # noqa: S603 - our own programs
                [*self.launcher, *command],
                cwd=cwd,
                env=client_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,  # Ctrl-C must not reach the server
                user=self.uid if change else None,
                group=self.gid if change else None,
                extra_groups=[] if change else None,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise EmbeddedPostgresError(
                f"Cannot run {command[0]} as {self.name}: {error.args[-1]}. {WAY_OUT}"
            ) from error

    def owning(self, path: Path) -> None:
        """Change the owner of the path to this account."""
        if os.geteuid() != ROOT:
            return
        try:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"PostgreSQL refuses to run as root, and here {path} cannot be given to"
                f" {self.name}: {error.strerror}. {WAY_OUT}"
            ) from error

    def able_to_work_in(self, directory: Path, binaries: Binaries) -> Account:
        """Return this account, with a launcher if it needs one for the directory.

        Root's home is usually closed to others and stays so; the server then keeps the
        one capability that lets it pass.
        """
        if os.geteuid() != ROOT or self._reaches(directory, binaries):
            return self
        passing = replace(self, launcher=self._passing_launcher())
        if passing.launcher and passing._reaches(directory, binaries):
            return passing
        raise EmbeddedPostgresError(
            f"PostgreSQL refuses to run as root, and {self.name} may not enter"
            f" {directory}. Run the command as an ordinary user, or set PORTAL_VAR_DIR"
            " to a directory that others may enter, or set DATABASE_URL to a server."
        )

    def _reaches(self, directory: Path, binaries: Binaries) -> bool:
        script = 'cd -- "$1" && : >.probe && rm .probe && exec "$2" --version'
        program = binaries.program("postgres")
        command = ["/bin/sh", "-c", script, "sh", str(directory), program]
        return self.run(command, cwd=Path("/")).returncode == 0

    def _passing_launcher(self) -> tuple[str, ...]:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return ()
        return (
            setpriv,
            f"--reuid={self.uid}",
            f"--regid={self.gid}",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            # Without it access(2), which PostgreSQL calls, ignores the capability.
            "--securebits=+no_setuid_fixup",
            "--",
        )


def server_account(data_directory: Path) -> Account:
    """Return the account that runs the server of this directory, existing or not."""
    try:
        owner = data_directory.stat().st_uid
    except FileNotFoundError:
        owner = None
    ours = os.geteuid()
    if ours == ROOT:
        return _account(owner) if owner else _unprivileged_account()
    if owner not in {None, ours}:
        raise EmbeddedPostgresError(
            f"{data_directory} belongs to another user. Run the command as that user,"
            " or set PORTAL_VAR_DIR to a directory of your own."
        )
    return _account(ours)


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"The user id {uid} has no name on this machine, and PostgreSQL needs one."
            " Run the command as a user listed in /etc/passwd, or set DATABASE_URL."
        ) from None
    return Account(uid, entry.pw_gid, entry.pw_name)


def _unprivileged_account() -> Account:
    for name in UNPRIVILEGED:
        try:
            return _account(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise EmbeddedPostgresError(
        "PostgreSQL refuses to run as root, and this machine has neither a user"
        " postgres nor a user nobody. Run the command as an ordinary user."
    )
