"""The letter as it is delivered, in the database of a test."""

from __future__ import annotations

import io
from functools import partial
from typing import Final

from django.core.management import call_command

from documents.models import Instrument
from tests.snapshots import Stored

_load: Final = partial(call_command, "load_documents", stdout=io.StringIO())
_store: Final = Stored(_load)


def load_letter() -> None:
    """Load the letter; with a register, the references to it are looked for, too."""
    load = _load if Instrument.objects.exists() else _store
    load()
