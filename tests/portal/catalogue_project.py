"""A source tree with catalogues, for tests."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from pytest_django import Settings

from portal import catalogues


class Project:
    """A source tree with catalogues for the languages that the test sets."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root, self.settings = root, settings
        settings.BASE_DIR = root
        settings.LOCALE_PATHS = [root / "locale"]
        self.speak("ru")

    def speak(self, *codes: str) -> None:
        self.settings.LANGUAGES = [(code, code) for code in (*codes, "en")]

    def source(self, text: str, name: str = "portal/module.py") -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def po(self, entries: str, locale: str = "ru", header: str | None = None) -> Path:
        path = catalogues.po_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        header = header or catalogues._render(Catalog(locale=locale))
        path.write_text(f"{header}\n{entries}\n", encoding="utf-8")
        return path

    def text(self, locale: str = "ru") -> str:
        return catalogues.po_path(locale).read_text(encoding="utf-8")


def entry(msgid: str, msgstr: str) -> str:
    return f'msgid "{msgid}"\nmsgstr "{msgstr}"\n'
