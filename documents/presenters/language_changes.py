"""Presenter of the standing, credit and source of texts, as two editions differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Edition, LanguageVersion
from documents.presenters.localized import localized_field
from documents.presenters.metadata import blank_metadata


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """A statement about the text of one language that two editions make differently."""

    language: Language
    name: str
    was: str  # "" for none
    now: str


def language_changes_between(before: Edition, after: Edition) -> list[LanguageChange]:
    """Return what two editions state differently about their languages; two queries.

    A language that one of them lacks states nothing there.
    """
    was, now = _by_language(before), _by_language(after)
    return [
        LanguageChange(language, name, former, present)
        for code, language in BY_CODE.items()
        for name, former, present in _beside(was.get(code), now.get(code))
        if former != present
    ]


def _by_language(edition: Edition) -> dict[str, LanguageVersion]:
    return {row.language: row for row in edition.languages.all()}


def _beside(
    was: LanguageVersion | None, now: LanguageVersion | None
) -> Iterator[tuple[str, str, str]]:
    former, present = _statements(was), _statements(now)
    for name in present | former:
        yield name, former.get(name, ""), present.get(name, "")


def _statements(row: LanguageVersion | None) -> dict[str, str]:
    """Return what is stated about a text, by the name of the statement."""
    if row is None:
        return {}
    return {
        gettext("standing"): str(row.get_standing_display()),
        gettext("credit"): localized_field(row, "credit").text,
        gettext("source"): localized_field(row, "source").text,
    }


def blank_statements(edition: Edition) -> list[str]:
    """Return the names of what is not known of an edition's document and texts.

    Readers look for them: what describes the document, and the source of each text. One
    query.
    """
    rows = _by_language(edition)
    known = {
        # Translators: the source of the text in a language
        gettext("source: %(language)s") % {"language": language.name}: localized_field(
            rows[language.code], "source"
        ).text
        for language in LANGUAGES
        if language.code in rows
    }
    unsourced = [name for name, value in known.items() if not value]
    return [*blank_metadata(edition.document, rows), *unsourced]
