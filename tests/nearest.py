"""The tests nearest to what changed: `python -m tests.nearest [BASE]`, for make check.

Prints paths for pytest, each ended by NUL. A module `app/feature/name.py` is tested by
`tests/app/feature/test_name*.py`, else by the nearest folder of tests above it; a
template by the folder of its feature. Files that git does not track count as changed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
APPLICATIONS = ("portal", "documents", "commentary")
ALWAYS = "tests/test_architecture.py"


def changed_files(base: str) -> list[str]:
    """Return the files that differ from `base` or are new, relative to the root."""
    differ = _git("diff", "--name-only", "-z", "--diff-filter=d", base)
    return differ + _git("ls-files", "--others", "--exclude-standard", "-z")


def _git(*arguments: str) -> list[str]:
    command = ("git", *arguments)
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in done.stdout.split("\0") if name]


def nearest_tests(changed: Iterable[str], root: Path = ROOT) -> list[str]:
    """Return the test files and folders to run, none inside another of them."""
    found = {ALWAYS}
    for name in changed:
        found.update(_tests_of(PurePosixPath(name), root))
    return sorted(
        each
        for each in found
        if not any(str(parent) in found for parent in PurePosixPath(each).parents)
    )


def _tests_of(path: PurePosixPath, root: Path) -> list[str]:
    if path.parts[0] == "tests":
        return [str(path)] if path.name.startswith("test_") else []
    if path.parts[0] == "templates":
        path = PurePosixPath(*path.parts[1:])
    if path.parts[0] not in APPLICATIONS:
        return []
    folder = root / "tests" / path.parent
    own = sorted(folder.glob(f"test_{path.stem}*.py")) if path.suffix == ".py" else []
    while not own and not folder.is_dir():
        folder = folder.parent
    return [each.relative_to(root).as_posix() for each in own or [folder]]


if __name__ == "__main__":
    base = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    for each in nearest_tests(changed_files(base)):
        sys.stdout.write(f"{each}\0")
