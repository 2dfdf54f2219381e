"""The languages of the interface: `settings.LANGUAGES`, each with a catalogue.

Those of texts are another matter (`documents.languages`): a text may stand in a
language in which no button does.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, to_locale


@dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    """A language of the interface: its code in addresses and its name in itself."""

    code: str
    name: str

    @property
    def bcp47(self) -> str:
        """The tag that pages carry: "zh-Hans"."""
        return to_locale(self.code).replace("_", "-")


def interface_languages() -> list[InterfaceLanguage]:
    """Return the languages of the interface, in the order in which it lists them."""
    return [InterfaceLanguage(code, name) for code, name in settings.LANGUAGES]


def is_interface_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def current_language() -> str:
    """Return the code of the language that the page is in."""
    code = get_language() or ""
    return code if is_interface_language(code) else settings.LANGUAGE_CODE
