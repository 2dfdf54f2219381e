#!/usr/bin/env python
"""Run a Django management command of the portal."""

from __future__ import annotations

import os
import sys

# Servers change nothing themselves: each request is recorded with its person. And what
# changes the schema must reach the database as it is written, "%" and all.
UNRECORDED = {"serve", "runserver", "migrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import pghistory
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    command = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        if command in UNRECORDED:
            execute_from_command_line(sys.argv)
            return
        with pghistory.context(command=command):  # what it changes is recorded so
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a wrong setting: a sentence says which
        sys.exit(str(error))


if __name__ == "__main__":
    main()
