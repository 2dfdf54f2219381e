"""Reading the files that commands are given."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext

from documents.importing import MAX_BYTES


def read_file(name: str) -> bytes:
    """Return the bytes of a file, or of standard input for "-".

    Raises CommandError with exit status 2 when it cannot be read.
    """
    # One byte more than the limit is enough to be refused.
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        message = gettext("The file %(name)s cannot be read: %(reason)s.")
        details = {"name": name, "reason": error.strerror}
        raise CommandError(message % details, returncode=2) from error
