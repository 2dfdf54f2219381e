"""Clause choices of an import on the command line: printed questions, answer file.

The file is JSON and names units by the printed numbers, as in {"12": "statement-op3",
"13": "new"}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext, ngettext

from documents.importing import MAX_FILE_BYTES, Unit
from documents.languages import BY_CODE
from documents.matching import BadChoice
from documents.models import ClauseVersion
from documents.services import UncertainMatches
from documents.text.content import ClauseContent


def read_choices(name: str) -> dict[int, str]:
    """Return the clause key of each unit in the file, by unit index from 0.

    Raises CommandError with exit status 2 when the file is invalid.
    """
    try:
        return _checked(json.loads(read_file(name)))
    except (ValueError, RecursionError) as error:  # not JSON, not text, or not choices
        message = gettext(
            "The file %(name)s must map unit numbers to clauses, for example"
            ' {"12": "statement-op3", "13": "new"}.'
        )
        raise CommandError(message % {"name": name}, returncode=2) from error


def _checked(found: Any) -> dict[int, str]:
    if not isinstance(found, dict):
        raise ValueError(found)
    choices = {int(unit) - 1: key for unit, key in found.items()}
    if len(choices) < len(found) or not all(
        isinstance(key, str) for key in choices.values()
    ):
        raise ValueError(found)
    return choices


def cannot_follow(error: BadChoice) -> CommandError:
    message = gettext(
        "Unit %(unit)s cannot be matched to the clause %(key)s: there is no such"
        " unit, no such clause in its part, or the clause is matched to another"
        " unit. Nothing was saved."
    )
    details = {"unit": error.unit + 1, "key": error.key}
    return CommandError(message % details, returncode=2)


def to_be_chosen(error: UncertainMatches, language: str) -> CommandError:
    """Return the CommandError that lists each uncertain unit with its candidates."""
    count = len(error.places)
    asked = ngettext(
        "%(count)s unit may match an existing clause or be a new one. Nothing was"
        " saved.",
        "%(count)s units may match existing clauses or be new ones. Nothing was saved.",
        count,
    )
    answer = gettext(
        "Choose in the administration, or put the clauses into a file for --choices:"
    )
    lines = [asked % {"count": count}]
    for place in error.places:
        lines += _lines_of(error, place, language)
    template = {str(place + 1): None for place in error.places}
    return CommandError("\n".join([*lines, answer, json.dumps(template)]), returncode=2)


def _lines_of(error: UncertainMatches, place: int, language: str) -> Iterator[str]:
    unit: Unit = error.units[place]
    yield f"[{place + 1}] {unit.part}, {unit.kind}: {_line(unit.number, unit.text)}"
    for candidate in error.matching.matches[place].candidates:
        said = _tell_clause(error.clauses[candidate.key], language)
        yield f"    {candidate.score:.2f} {candidate.key}: {said}"


def _tell_clause(version: ClauseVersion, language: str) -> str:
    """Return a clause's text in a language, or, marked, in another one."""
    content = ClauseContent.of(version)
    code = content.language_shown(language)
    words = _line(content.number(code), content.text(code))
    return words if code == language else f"({BY_CODE[code].name}) {words}"


def _line(number: str, text: str) -> str:
    return " ".join(filter(None, (number, text.replace("\n", " / "))))


def read_file(name: str) -> bytes:
    """Return the bytes of a file, or of standard input for "-".

    Raises CommandError with exit status 2 when it cannot be read.
    """
    # One byte beyond the limit suffices to refuse it.
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        message = gettext("The file %(name)s cannot be read: %(reason)s.")
        details = {"name": name, "reason": error.strerror}
        raise CommandError(message % details, returncode=2) from error
