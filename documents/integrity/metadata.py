"""Metadata as an edition keeps them: plain values, and lines of its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final

from documents.languages import LANGUAGES
from documents.models import Document, Relation
from documents.models.metadata import PLAIN, WORDED

NONE: Final = "none"
# How the manifest calls the fields.
NAMES: Final = {
    "symbol": "symbol",
    "date": "date",
    "issued_on": "issued",
    "document_type": "type",
    "original_language": "original",
    "short_title": "short-title",
    "organs": "body",
    "session": "session",
    "subjects": "subject",
}


def read_metadata_of(document: Document) -> dict[str, Any]:
    """Return a document's metadata and relations as they are now; one query."""
    relations = document.relations.select_related("target", "instrument")
    return as_values(document, relations.all())


def as_values(row: Any, relations: Iterable[Relation] = ()) -> dict[str, Any]:
    """Return the metadata of a document, or of an event of one, ready for JSON."""
    return {
        **{field: _plain(getattr(row, field)) for field in PLAIN},
        **{
            field: {
                language.code: said
                for language in LANGUAGES
                if (said := getattr(row, f"{field}_{language.suffix}"))
            }
            for field in WORDED
        },
        "relations": sorted([each.kind, each.target_name] for each in relations),
    }


def digest_metadata(document: Document) -> str:
    """Return a hash of a document's metadata, to notice that they changed."""
    return sha256(repr(read_metadata_of(document)).encode()).hexdigest()


def lines_of_metadata(values: Mapping[str, Any]) -> list[str]:
    """Return the manifest's lines about the metadata of a document."""
    lines = [f"# {NAMES[field]} {values[field] or NONE}" for field in PLAIN]
    for field in WORDED:
        lines += [f"# {NAMES[field]} {said}" for said in _worded(field, values[field])]
    lines += [f"# relation {kind} {target}" for kind, target in values["relations"]]
    return [" ".join(line.split()) for line in lines]


def _worded(field: str, by_language: Mapping[str, str]) -> Iterator[str]:
    """Yield what a field says in each language; each subject by itself."""
    for language in LANGUAGES:
        said = by_language.get(language.code, "")
        for line in said.splitlines() if field == "subjects" else [said]:
            if line.strip():
                yield f"{language.code} {line}"


def _plain(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
