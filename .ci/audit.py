"""Look for known vulnerabilities of what requirements.txt pins, with pip-audit.

Status 1 if there is one. Where the data cannot be had (no network, or an index that
does not publish it), that is said aloud, and the status is 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

COMMAND = [
    *(sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt"),
    *("--disable-pip", "--require-hashes", "--progress-spinner", "off"),
    *("--format", "json"),
]
LONGEST = 180  # seconds


def main() -> int:
    """Run pip-audit and say what it found; return the exit status."""
    try:
        answer = subprocess.run(  # noqa: S603 - our own command
            COMMAND, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        packages = json.loads(answer.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return _say("pip-audit: SKIPPED, the data on vulnerabilities cannot be had")
    known = [each for each in packages if "skip_reason" not in each]
    if not known:
        return _say("pip-audit: SKIPPED, the index knows none of these packages")
    vulnerable = [each for each in known if each["vulns"]]
    for package in vulnerable:
        _say(_describe(package))
    _say(f"pip-audit: {len(known)} of {len(packages)} packages looked up")
    return 1 if vulnerable else 0


def _describe(package: dict[str, Any]) -> str:
    found = ", ".join(each["id"] for each in package["vulns"])
    return f"{package['name']} {package['version']}: {found}"


def _say(line: str) -> int:
    sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
