"""manage.py: what commands change is recorded, and the schema is left alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from pghistory.runtime import _tracker

import manage


def contexts_of(command: str) -> Iterator[object]:
    seen: list[object] = []

    def run(_argv: list[str]) -> None:
        seen.append(getattr(_tracker, "value", None))

    with (
        patch.object(sys, "argv", ["manage.py", command]),
        patch("django.core.management.execute_from_command_line", run),
    ):
        manage.main()
    return iter(seen)


def test_commands_are_named_in_records() -> None:
    [context] = contexts_of("import_document")
    assert getattr(context, "metadata", None) == {"command": "import_document"}


@pytest.mark.parametrize("command", ["serve", "runserver", "migrate"])
def test_some_are_not(command: str) -> None:
    assert list(contexts_of(command)) == [None]
