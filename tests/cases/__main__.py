"""`python -m tests.cases FOLDER`: run the cases of a folder, one line for each.

A case is a JSON file with `id`, `area`, `language`, `why`, `input` and `expected`.
Prints "pass ID" or "FAIL ID: what happened", then the number passed and the total. Exit
status 1 when a case fails, 2 when one is of an unknown area or the folder has none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django


def main(arguments: list[str]) -> int:
    """Run the cases of the folder named by the arguments; return the exit status."""
    from tests.cases.run import UnknownArea, read_cases, run_case

    if len(arguments) != 1 or not (cases := read_cases(Path(arguments[0]))):
        print("usage: python -m tests.cases FOLDER (of JSON files)", file=sys.stderr)
        return 2
    passed = 0
    for case in cases:
        try:
            fault = run_case(case)
        except UnknownArea as error:
            print(error, file=sys.stderr)
            return 2
        print(f"FAIL {case['id']}: {fault}" if fault else f"pass {case['id']}")
        passed += not fault
    print(f"{passed}/{len(cases)}")
    return int(passed < len(cases))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
