"""Import session: an import under review, stored in the editor's session.

In the session, so that a page that is refused, reloaded or opened in another language
loses nothing, each import has an address of its own, and forms send only corrections:
the text may have five megabytes. The parsed units are stored rather than the source, so
that corrections stay with their units when the importer changes.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from documents.importing import Unit
from documents.models import Document, Edition
from documents.services import SourceFile, find_latest
from documents.text.kinds import Kind

KEY = "documents.imports"
MOST = 3  # imports at a time: the session is read for every page


@dataclass(frozen=True, slots=True)
class Correction:
    """An editor's correction of a unit."""

    kind: str
    number: str
    depth: int
    match: str = ""  # the key of its clause, or NEW; "" without a choice


@dataclass(frozen=True, slots=True)
class ImportSession:
    """A parsed text with an editor's corrections and choices, ready for JSON."""

    slug: str
    language: str
    name: str
    sha256: str
    # (part, kind, number, depth, text, page); lists, as JSON has no tuples
    read: list[list[Any]]
    corrections: dict[str, list[Any]] = field(default_factory=dict)
    # the chosen clause key by the unit's index
    chosen: dict[str, str] = field(default_factory=dict)
    standing: str = ""  # "": keep the stored one
    # What was typed about the document, beside what was proposed.
    about: dict[str, str] = field(default_factory=dict)
    # The lines of the text that stand in no unit.
    furniture: list[str] = field(default_factory=list)

    @property
    def source(self) -> SourceFile:
        return SourceFile(name=self.name, sha256=self.sha256)

    @property
    def document(self) -> Document | None:
        """The document; None if it is to be created."""
        return Document.objects.named(self.slug).first()

    def units(self) -> list[Unit]:
        """Return the parsed units with the corrections applied."""
        units = []
        for place, (part, kind, number, depth, text, *page) in enumerate(self.read):
            kind, number, depth = self.corrections.get(
                str(place), [kind, number, depth]
            )
            units.append(Unit(part, Kind(kind), number, depth, text, *page))
        return units

    @property
    def choices(self) -> dict[int, str]:
        return {int(place): key for place, key in self.chosen.items()}

    def corrected(self, corrections: list[Correction]) -> ImportSession:
        """Return a copy with these corrections and choices, one for each unit."""
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
        [unit.part, unit.kind.value, unit.number, unit.depth, unit.text, unit.page]
        for unit in units
    ]


def latest_edition(document: Document | None) -> Edition | None:
    """Return the edition that an import would join or be based on."""
    return find_latest(document) if document else None


def save_session(session: SessionBase, pending: ImportSession, token: str = "") -> str:
    """Store an import and return its token; beyond MOST the oldest is dropped."""
    token = token or secrets.token_urlsafe(9)
    kept: dict[str, Any] = session.get(KEY, {})
    kept[token] = asdict(pending)
    session[KEY] = dict(list(kept.items())[-MOST:])
    return token


def find_session(session: SessionBase, token: str) -> ImportSession | None:
    """Return an import by its token; None if it was stored, dropped or expired."""
    found = session.get(KEY, {}).get(token)
    return ImportSession(**found) if found else None


def delete_session(session: SessionBase, token: str) -> None:
    kept: dict[str, Any] = session.get(KEY, {})
    if kept.pop(token, None):
        session[KEY] = kept
