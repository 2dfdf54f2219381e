"""Text languages, one module each, in the order of the portal's columns.

The languages of the interface are another setting: `settings.LANGUAGES`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Final

from documents.languages.base import Language

__all__ = ["BY_CODE", "CODES", "LANGUAGES", "Language", "in_order", "parse_codes"]


def _gather() -> tuple[Language, ...]:
    """Return the languages of the modules in this package, in their order."""
    names = {module.name for module in pkgutil.iter_modules(__path__)} - {"base"}
    found = [import_module(f"{__name__}.{name}").LANGUAGE for name in names]
    return tuple(sorted(found, key=lambda language: (language.order, language.code)))


LANGUAGES: Final = _gather()
CODES: Final = tuple(language.code for language in LANGUAGES)
BY_CODE: Final = {language.code: language for language in LANGUAGES}


def parse_codes(value: str) -> tuple[str, ...]:
    """Return the codes of a list such as "zh-hans,ru", in its order.

    Raises ValueError with the first code that is unknown or repeated, or for an empty
    list.
    """
    codes = tuple(code.strip() for code in value.split(","))
    for index, code in enumerate(codes):
        if code not in BY_CODE or code in codes[:index]:
            raise ValueError(code)
    return codes


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the known codes among `codes`, in the portal's order."""
    wanted = set(codes)
    return tuple(code for code in CODES if code in wanted)
