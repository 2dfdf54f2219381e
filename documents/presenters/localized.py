"""A title in the reader's language, or, said openly, in another one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from documents.languages import LANGUAGES, Language
from documents.models import Translated


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """Words and the language they are in, which a page must mark with `lang`."""

    text: str
    language: Language | None

    def __str__(self) -> str:
        return self.text

    @property
    def lang(self) -> str:
        """The BCP 47 tag of the words; "" (unknown) when there are none."""
        return self.language.bcp47 if self.language else ""


def localized_field(source: Translated, field: str) -> LocalizedText:
    """Return a field in the interface language, else in the first that has it.

    For names on lists and heads only; the text of a clause is never replaced so.
    """
    active = get_language()
    for language in sorted(LANGUAGES, key=lambda language: language.code != active):
        if text := source.in_language(field, language.code):
            return LocalizedText(text, language)
    return LocalizedText("", None)
