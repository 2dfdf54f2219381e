"""Translated: base of models with translated fields; validators shared by models."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from documents.languages import BY_CODE, LANGUAGES

LANGUAGE_CHOICES = [(language.code, language.name) for language in LANGUAGES]
SHA256 = RegexValidator(r"^[0-9a-f]{64}\Z", _("Enter a SHA-256 in hexadecimal."))
KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*(-[a-z0-9_]+)*\Z",
    _(
        "Enter lower-case Latin letters, digits, hyphens or underscores, for example"
        " statement-op3."
    ),
)


class Translated:
    """Access by language code to the columns made by modeltranslation."""

    def in_language(self, field: str, code: str) -> str:
        """Return `field` in one language; "" if it has none, never another language."""
        return getattr(self, f"{field}_{BY_CODE[code].suffix}") or ""
