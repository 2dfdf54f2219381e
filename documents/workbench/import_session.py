"""Imports that an editor is looking through, kept until they are stored.

They wait in the session, so that a page that is refused, reloaded or left in another
language loses nothing, each has an address of its own, and what is sent back and forth
is the corrections only: the text itself may have five megabytes. What was read is kept
rather than the source, so that corrections stay with their units whatever happens to
the importer in the meantime.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from documents.importing import Unit
from documents.models import Document, Edition
from documents.services import SourceFile
from documents.text.kinds import Kind

KEY = "documents.imports"
MOST = 3  # at once: a session is read with every page


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor made of a unit."""

    kind: str
    number: str
    depth: int
    match: str = ""  # the clause it is, or NEW; "" when nothing was chosen


@dataclass(frozen=True, slots=True)
class ImportSession:
    """A text that was read, how its units were corrected and which clauses they are."""

    slug: str
    language: str
    name: str
    sha256: str
    # part, kind, number, depth, text; a list is what JSON gives back
    read: list[list[Any]]
    corrections: dict[str, list[Any]] = field(default_factory=dict)
    # the clause that a unit was said to be, by the unit's place
    chosen: dict[str, str] = field(default_factory=dict)
    standing: str = ""  # "": as it is stored

    @property
    def source(self) -> SourceFile:
        return SourceFile(name=self.name, sha256=self.sha256)

    @property
    def document(self) -> Document | None:
        """The document it belongs to; None when that is still to be made."""
        return Document.objects.filter(slug=self.slug).first()

    def units(self) -> list[Unit]:
        """Return the units as they were read and then corrected."""
        units = []
        for place, (part, kind, number, depth, text) in enumerate(self.read):
            kind, number, depth = self.corrections.get(
                str(place), [kind, number, depth]
            )
            units.append(Unit(part, Kind(kind), number, depth, text))
        return units

    @property
    def choices(self) -> dict[int, str]:
        return {int(place): key for place, key in self.chosen.items()}

    def corrected(self, corrections: list[Correction]) -> ImportSession:
        """Return it with these corrections and choices, one for each unit."""
        changed = {
            str(place): [wanted.kind, wanted.number, wanted.depth]
            for place, (wanted, read) in enumerate(
                zip(corrections, self.read, strict=True)
            )
            if [wanted.kind, wanted.number, wanted.depth] != read[1:4]
        }
        chosen = {
            str(place): wanted.match
            for place, wanted in enumerate(corrections)
            if wanted.match
        }
        return replace(self, corrections=changed, chosen=chosen)


def as_read(units: tuple[Unit, ...]) -> list[list[Any]]:
    return [
        [unit.part, unit.kind.value, unit.number, unit.depth, unit.text]
        for unit in units
    ]


def latest_edition(document: Document | None) -> Edition | None:
    """Return the edition that an import would join or begin from."""
    return document.editions.latest_first().first() if document else None


def save_session(session: SessionBase, pending: ImportSession, token: str = "") -> str:
    """Keep an import and return its token; the oldest of too many is forgotten."""
    token = token or secrets.token_urlsafe(9)
    kept: dict[str, Any] = session.get(KEY, {})
    kept[token] = asdict(pending)
    session[KEY] = dict(list(kept.items())[-MOST:])
    return token


def find_session(session: SessionBase, token: str) -> ImportSession | None:
    """Return an import; None when it was stored, or forgotten with the session."""
    found = session.get(KEY, {}).get(token)
    return ImportSession(**found) if found else None


def delete_session(session: SessionBase, token: str) -> None:
    kept: dict[str, Any] = session.get(KEY, {})
    if kept.pop(token, None):
        session[KEY] = kept
