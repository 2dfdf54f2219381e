"""A page's address in another interface language."""

from __future__ import annotations

from django.utils.translation import get_language_from_path


def without_language(path: str) -> str:
    """Return a page's path without its prefix: it leads to the best language."""
    prefix = get_language_from_path(path)
    return path[len(prefix) + 1 :] if prefix else path


def in_language(url: str, code: str) -> str:
    """Return the same path, query and fragment under another language's prefix.

    An address without a language, such as the admin's, comes back as it is.
    """
    prefix = get_language_from_path(url.partition("?")[0].partition("#")[0])
    return f"/{code}{url[len(prefix) + 1 :]}" if prefix else url
