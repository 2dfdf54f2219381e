"""The database's records of edits, and the one reason for which they are altered.

They are only added to. Words that a person takes back for good go from them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pgtrigger
from django.apps import apps

COMMENTS: Final = "commentary.CommentEvent"
REFERENCES: Final = "commentary.CrossReferenceEvent"


def record_of(name: str) -> Any:
    """Return the manager of a record, whose model django-pghistory makes."""
    return apps.get_model(name)._default_manager


@contextmanager
def opened_record(name: str) -> Iterator[Any]:
    """Let the rows of a record be altered inside; gives its manager."""
    with pgtrigger.ignore(f"{name}:append_only"):
        yield record_of(name)
