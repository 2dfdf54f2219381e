"""Addresses: a page's path in another interface language, or in none."""

from __future__ import annotations

from django.utils.translation import get_language_from_path


def without_language(path: str) -> str:
    """Return a path without its language prefix; it redirects to the best language."""
    prefix = get_language_from_path(path)
    return path[len(prefix) + 1 :] if prefix else path


def in_language(url: str, code: str) -> str:
    """Return the path, query and fragment under another language's prefix.

    An address without a language, such as the admin's, is returned unchanged.
    """
    prefix = get_language_from_path(url.partition("?")[0].partition("#")[0])
    return f"/{code}{url[len(prefix) + 1 :]}" if prefix else url
