"""Localized fields: a title in the interface language, or in another, marked so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import get_language

from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Edition
from documents.text.content import ClauseRow
from documents.text.kinds import Kind


class InLanguages(Protocol):
    """What has fields in several languages, such as a model that is Translated."""

    def in_language(self, field: str, code: str) -> str: ...


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text and its language, which the page marks with `lang`."""

    text: str
    language: Language | None

    def __str__(self) -> str:
        return self.text

    @property
    def lang(self) -> str:
        """The BCP 47 tag of the text; "" (unknown) when it is empty."""
        return self.language.bcp47 if self.language else ""


def interface_language() -> Language:
    """Return the text language that corresponds to the active interface language."""
    return BY_CODE.get(get_language() or "", BY_CODE[settings.LANGUAGE_CODE])


def localized_field(source: InLanguages, field: str) -> LocalizedText:
    """Return a field in the interface language, else in the first language that has it.

    For names in lists and headings; never for the text of a clause.
    """
    active = get_language()
    for language in sorted(LANGUAGES, key=lambda language: language.code != active):
        if text := source.in_language(field, language.code):
            return LocalizedText(text, language)
    return LocalizedText("", None)


def short_title(
    document: InLanguages, title: LocalizedText | None = None
) -> LocalizedText:
    """Return what a document is called where space is short: else its title.

    A title in the reader's language comes before a short one in another. `title` is
    that of the edition that is shown, where one is.
    """
    short = localized_field(document, "short_title")
    whole = title or localized_field(document, "title")
    is_understood = _is_active(short) or not _is_active(whole)
    return short if short.text and is_understood else whole


def _is_active(text: LocalizedText) -> bool:
    return text.language is not None and text.language.code == get_language()


def printed_title(
    edition: Edition, versions: Iterable[ClauseRow] | None = None
) -> LocalizedText:
    """Return a document's title as an edition prints it: its first title clause.

    `versions` are the edition's, in reading order; without them one query. The
    document's own `title` is that of its current edition: for lists, where no edition
    is asked for.
    """
    if versions is None:
        versions = edition.versions.of_kinds(Kind.TITLE)[:1]
    clause = next((row for row in versions if row.kind == Kind.TITLE), None)
    title = localized_field(clause, "text") if clause else None
    return title if title and title.text else localized_field(edition.document, "title")
