"""Verification of published editions against their digests and the audit record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext

from documents.audit import (
    LANGUAGE,
    TEXT,
    events_until_publication,
    sealed_metadata,
)
from documents.integrity import digests
from documents.integrity.metadata import lines_of_metadata
from documents.integrity.printed import first_text, read_units
from documents.languages import LANGUAGES, Language
from documents.models import ClauseVersion, Document, Edition, Part
from documents.text.kinds import Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one edition; `fault` is "" if it verifies."""

    edition: Edition
    fault: str

    @property
    def is_sound(self) -> bool:
        return not self.fault


def verify_document(document: Document) -> Iterator[Finding]:
    """Yield a finding for each published edition of a document, by number.

    All digests are computed from the texts; stored digests are only compared.
    """
    previous = ""
    rows = Edition.objects.filter(document=document).published().order_by("number")
    current = rows.standing().last()
    for edition in rows.with_document():
        fault = _fault(edition, previous)
        if not fault and edition == current:
            fault = _fault_of_titles(edition)
        yield Finding(edition, fault)
        previous = edition.digest


def _fault(edition: Edition, previous: str) -> str:
    for version in edition.versions.for_reading():
        if fault := _fault_of_text(version):
            return fault
    if edition.previous_digest != previous:
        return gettext("it does not follow the previous edition")
    if digests.edition_digest(digests.manifest(edition)) != edition.digest:
        return first_difference(edition) or gettext(
            "its digest does not match its clauses"
        )
    return ""


def _fault_of_text(version: ClauseVersion) -> str:
    for language in LANGUAGES:
        text = version.in_language("text", language.code)
        stored = version.in_language("digest", language.code)
        if stored != (digests.digest(text) if text else ""):
            message = gettext(
                "the text of %(key)s in %(language)s is not the published text"
            )
            return message % {"key": version.clause.key, "language": language.name}
    return ""


def _fault_of_titles(edition: Edition) -> str:
    """Return what is wrong with the title that lists and notices give a document.

    It is what the current edition prints, where it prints one; so are those of parts.
    """
    versions = list(edition.versions.for_reading())
    titled: list[tuple[Document | Part, list[ClauseVersion]]] = [
        (edition.document, versions)
    ]
    for part in dict.fromkeys(version.clause.part for version in versions):
        titled.append((part, [row for row in versions if row.clause.part == part]))
    for target, rows in titled:
        for language in LANGUAGES:
            printed = first_text(read_units(rows, language), Kind.TITLE)
            if printed and printed != target.in_language("title", language.code):
                return _name_title(target, language)
    return ""


def _name_title(target: Document | Part, language: Language) -> str:
    message = gettext("the title of %(of)s in %(language)s is not the one it prints")
    of = target.key if isinstance(target, Part) else target.slug
    return message % {"of": of, "language": language.name}


NUMBERS = tuple(f"number_{language.suffix}" for language in LANGUAGES)
SAID = ("kind", "depth", *NUMBERS)
STANDING = ("standing", "confirmed")


def first_difference(edition: Edition) -> str:
    """Return a message about the manifest's first line that differs from the audit.

    "" if no line does.
    """
    for about, was, found in _differences(edition):
        if was != found:
            message = gettext(
                "%(about)s: the manifest now says “%(found)s” where it said “%(was)s”"
            )
            none = gettext("no line")
            return message % {
                "about": about,
                "found": found or none,
                "was": was or none,
            }
    return ""


def _differences(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield (subject, line as recorded, line as now) of the manifest."""
    if edition.metadata is not None:
        sealed = lines_of_metadata(sealed_metadata(edition) or edition.metadata)
        now = digests.lines_about_document(edition)
        yield from _beside(gettext("the metadata"), sealed, now)
    languages = list(edition.languages.order_by("language"))
    then = _as_recorded(edition, languages, LANGUAGE, STANDING)
    lines = map(digests.lines_of_languages, (then, languages))
    yield from _beside(gettext("the languages"), *lines)
    versions = list(edition.versions.for_reading())
    recorded = _as_recorded(edition, versions, TEXT, SAID)
    for was, found in zip(recorded, versions, strict=True):
        lines = map(digests.lines_of, (was, found))
        yield from _beside(found.clause.key, *lines)


def _beside(
    about: str, then: Iterable[str], now: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    for was, found in zip_longest(then, now, fillvalue=""):
        yield about, was, found


def _as_recorded(
    edition: Edition, rows: Iterable[Any], model: str, columns: Iterable[str]
) -> list[Any]:
    """Return copies of rows with the columns that were recorded at publication."""
    events = events_until_publication(edition, model)
    return [_replaced(row, events.get(row.pk), columns) for row in rows]


def _replaced(row: Model, event: Any, columns: Iterable[str]) -> Model:
    if event is None:
        return row
    stand_in = copy(row)
    for name in columns:
        setattr(stand_in, name, getattr(event, name))
    return stand_in
