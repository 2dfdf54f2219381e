"""Exports: file formats of an edition, one entry each in FORMATS.

The addresses, the view and the links are made from FORMATS. A new format is a module
here, an entry in the table, and a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.exports.bundle import write_bundle
from documents.integrity import digests
from documents.models import Edition


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """An export format: its address, its link's text and its writer."""

    name: str  # the last segment of its address
    url_name: str
    label: str | Promise
    content_type: str
    write: Callable[[Edition], bytes | str]
    saved_as: str = ""  # suffix of the downloaded file; "" shows it in the browser

    def file_name(self, edition: Edition) -> str:
        """Return the name of the downloaded file."""
        return f"{edition.document.slug}-e{edition.number}{self.saved_as}"


FORMATS: Final = (
    ExportFormat(
        name="manifest.txt",
        url_name="edition-manifest",
        label=_("Manifest"),
        content_type="text/plain; charset=utf-8",
        write=digests.manifest,
    ),
    ExportFormat(
        name="texts.zip",
        url_name="edition-texts",
        label=_("All texts (ZIP)"),
        content_type="application/zip",
        write=write_bundle,
        saved_as=".zip",
    ),
)
