"""Every published edition in a folder: `python -m tests.upgrade.unpack DIR`."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import django


def unpack(folder: Path) -> None:
    """Write each edition as readers download it, and print its folder and digest."""
    from documents.exports.bundle import write_bundle
    from documents.models import Edition

    for edition in Edition.objects.published().with_document():
        place = folder / f"{edition.document.slug}-e{edition.number}"
        with zipfile.ZipFile(io.BytesIO(write_bundle(edition))) as archive:
            archive.extractall(place)
        sys.stdout.write(f"{place} {edition.digest}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    unpack(Path(sys.argv[1]))
