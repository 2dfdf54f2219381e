"""Checking published editions against their digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from documents import fixity
from documents.languages import LANGUAGES
from documents.models import ClauseVersion, Document, Edition
from documents.recorded import first_difference


@dataclass(frozen=True, slots=True)
class Finding:
    """An edition and what is wrong with it; "" when all is well."""

    edition: Edition
    fault: str

    @property
    def is_sound(self) -> bool:
        return not self.fault


def verify_document(document: Document) -> Iterator[Finding]:
    """Yield a finding for each published edition of a document, the first one first.

    Everything is computed anew from the texts; nothing that is stored is believed.
    """
    previous = ""
    editions = Edition.objects.filter(document=document).published().order_by("number")
    for edition in editions.with_document():
        yield Finding(edition, _fault(edition, previous))
        previous = edition.digest


def _fault(edition: Edition, previous: str) -> str:
    for version in edition.versions.for_reading():
        if fault := _fault_of_text(version):
            return fault
    if edition.previous_digest != previous:
        return gettext("it does not follow the edition before it")
    if fixity.edition_digest(fixity.manifest(edition)) != edition.digest:
        return first_difference(edition) or gettext(
            "its digest is not that of its clauses"
        )
    return ""


def _fault_of_text(version: ClauseVersion) -> str:
    for language in LANGUAGES:
        text = version.in_language("text", language.code)
        stored = version.in_language("digest", language.code)
        if stored != (fixity.digest(text) if text else ""):
            message = gettext("the text of %(key)s in %(language)s is not as published")
            return message % {"key": version.clause.key, "language": language.name}
    return ""
