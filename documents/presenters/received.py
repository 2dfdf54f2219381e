"""Received files of editions: what a text was imported from, by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from documents.languages import BY_CODE, Language
from documents.models import Edition, LanguageVersion


@dataclass(frozen=True, slots=True)
class Received:
    """A file as received: the language of its text, and what identifies it."""

    language: Language
    name: str
    format: str
    size: int
    sha256: str


def read_received(editions: Iterable[Edition]) -> dict[int, list[Received]]:
    """Return the files that readers may have, by the edition's id; one query."""
    rows = (
        LanguageVersion.objects.with_file()
        .filter(edition__in=editions)
        .select_related("received")
        .defer("received__content")
        .order_by("edition", "pk")
    )
    found: dict[int, list[Received]] = defaultdict(list)
    for row in rows:
        if file := row.received:
            found[row.edition_id].append(
                Received(
                    BY_CODE[row.language],
                    row.file_name.rpartition("/")[2],
                    file.get_format_display(),
                    file.size,
                    file.sha256,
                )
            )
    return found
