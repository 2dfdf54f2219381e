"""Interface languages: `settings.LANGUAGES`, each with a catalogue.

Text languages are separate (`documents.languages`): a text may be in a language that
the interface does not have.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, to_locale


@dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    """A language of the interface: its code and its own name."""

    code: str
    name: str

    @property
    def bcp47(self) -> str:
        """The BCP 47 tag, for HTML: "zh-Hans"."""
        return to_locale(self.code).replace("_", "-")


def interface_languages() -> list[InterfaceLanguage]:
    """Return the languages of the interface, in the order of the settings."""
    return [InterfaceLanguage(code, name) for code, name in settings.LANGUAGES]


def is_interface_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def current_language() -> str:
    """Return the code of the active interface language."""
    code = get_language() or ""
    return code if is_interface_language(code) else settings.LANGUAGE_CODE
