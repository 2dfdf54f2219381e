"""Loading of the delivered documents, a folder each under documents/texts/.

The folder's name is the document's slug. Its document.toml gives the date and, for each
text, the language, the file, its SHA-256, the standing, and credit and source in three
languages; everything else is read from the texts.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from documents.importing import decode, parse
from documents.languages import BY_CODE
from documents.models import Document, Edition
from documents.services.describe import describe_language
from documents.services.import_text import SourceFile, import_text
from documents.services.publish import publish_edition


class TextChanged(Exception):
    """The file's SHA-256 is not the one in document.toml."""


class TextsDisagree(Exception):
    """The units of a text do not align with those of the texts before it."""


@transaction.atomic
def load_document(folder: Path) -> Edition | None:
    """Import and publish the document in a folder; None when it exists.

    Raises TextChanged, TextsDisagree or ImportRefused; then nothing is stored.
    """
    slug = folder.name
    about = tomllib.loads((folder / "document.toml").read_text("utf-8"))
    document, is_new = Document.objects.get_or_create(
        slug=slug, defaults={"date": about["date"]}
    )
    if not is_new:
        return None
    editions = [load_text(document, folder, text) for text in about["texts"]]
    return publish_edition(editions[-1], user=None)


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
    units = parse(decode(data), language).units
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
