from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _

from documents.languages import LANGUAGES, Language


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        register(check_languages)


def check_languages(
    languages: Iterable[Language] = LANGUAGES, **_kwargs: Any
) -> list[CheckMessage]:
    """System check: an error for each text language that lacks a required field."""
    return [
        Error(
            f"The text language {language.code} lacks {', '.join(missing)}.",
            hint=f"Give it in documents/languages/{language.suffix}.py.",
            id="documents.E001",
        )
        for language in languages
        if (missing := language.missing())
    ]
