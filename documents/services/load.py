"""Loading of the delivered documents, a folder each under documents/texts/.

The folder's name is the document's slug. Its document.toml gives the date and, for each
text, the language, the file, its SHA-256, the standing, and credit and source in three
languages; everything else is read from the texts. editions.toml gives the editions that
are made from them (documents/services/edition_steps.py). An edition that the portal
published by itself has no publisher; any other one is by editors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from documents.importing import parse_file
from documents.languages import BY_CODE
from documents.models import Document, Edition
from documents.services.describe import describe_language
from documents.services.draft import is_closed
from documents.services.edition_steps import (
    publish_next,
    publish_prepared,
    read_tables,
)
from documents.services.import_text import SourceFile, import_text
from documents.services.received import keep_file


class TextChanged(Exception):
    """The file's SHA-256 is not the one in document.toml."""


class TextsDisagree(Exception):
    """The units of a text do not align with those of the texts before it."""


class EditorsEdition(Exception):
    """A delivered edition would follow one by editors, or replace it: `edition`."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition)
        self.edition = edition

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is a delivered edition that a publisher withdrew."""
        return self.edition.is_published and self.edition.published_by_id is None


@transaction.atomic
def load_document(folder: Path) -> list[Edition]:
    """Publish the editions of the document in a folder that are missing; return them.

    Raises EditorsEdition when editors published one of these numbers themselves or have
    an open draft of one, and TextChanged, TextsDisagree or ImportRefused; then nothing
    is stored.
    """
    about = read_tables(folder / "document.toml")
    tables = read_tables(folder / "editions.toml")["editions"]
    document = Document.objects.named(folder.name).select_for_update().first()
    if document is None:
        document, _is_new = Document.objects.select_for_update().get_or_create(
            slug=folder.name, defaults={"date": about["date"]}
        )
    editions = _published_by_the_portal(document, len(tables))
    already = len(editions)
    if not editions:
        draft = [load_text(document, folder, text) for text in about["texts"]][-1]
        editions.append(publish_prepared(draft, tables[0]))
    for table in tables[len(editions) :]:
        editions.append(publish_next(editions[-1], table))
    return editions[already:]


def _published_by_the_portal(document: Document, count: int) -> list[Edition]:
    """Return those of the first editions that exist. Raises EditorsEdition."""
    editions = list(document.editions.filter(number__lte=count).order_by("number"))
    for edition in editions:
        if not edition.is_published or edition.published_by_id is not None:
            raise EditorsEdition(edition)
    _refuse_withdrawn(editions, count)
    return editions


def _refuse_withdrawn(editions: list[Edition], count: int) -> None:
    """Raise EditorsEdition when a next edition would follow a withdrawn one."""
    if editions and len(editions) < count:
        standing = Edition.objects.standing().filter(pk=editions[-1].pk)
        if not standing.exists() or is_closed(editions[-1].document):
            raise EditorsEdition(editions[-1])


def load_text(document: Document, folder: Path, about: dict[str, Any]) -> Edition:
    """Import a text listed in document.toml into a draft, and return the draft.

    Raises TextChanged, TextsDisagree or ImportRefused.
    """
    data = (folder / about["file"]).read_bytes()
    file = SourceFile.of(f"{folder.name}/{about['file']}", data)
    if about.get("sha256", file.sha256) != file.sha256:
        raise TextChanged(
            f"{file.name} is not the text with the SHA-256 it is to have."
        )
    language: str = about["language"]
    units = parse_file(data, language).units
    keep_file(data)
    result = import_text(document, language=language, file=file, units=units)
    if result.alignment.disagreements:
        raise TextsDisagree(f"{file.name} does not fit the texts before it.")
    edition = result.edition
    described = {
        f"{field}_{BY_CODE[code].suffix}": words
        for field in ("credit", "source")
        for code, words in about.get(field, {}).items()
    }
    describe_language(
        edition, language, standing=about["standing"], confirmed=True, **described
    )
    return edition
