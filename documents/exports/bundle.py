"""Export of an edition as ZIP, verifiable with `sha256sum --check manifest.txt`."""

from __future__ import annotations

import io
import zipfile

from documents.integrity import digests
from documents.languages import LANGUAGES
from documents.models import Edition

# A fixed time for every file: the same edition gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_bundle(edition: Edition) -> bytes:
    """Return a ZIP with one file for each text of an edition, and its manifest."""
    versions = list(edition.versions.for_reading())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "manifest.txt", digests.manifest(edition))
        for version in versions:
            for language in LANGUAGES:
                if words := version.in_language("text", language.code):
                    name = digests.file_name(version.clause.key, language)
                    _add(archive, name, f"{words}\n")
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.encode())
