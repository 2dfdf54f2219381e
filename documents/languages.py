"""The three languages of the portal's texts, in the order in which it lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """A language of texts: its code in addresses and the tag that pages carry."""

    code: str
    bcp47: str
    name: str

    @property
    def suffix(self) -> str:
        """The ending of the columns that hold this language, as in `text_zh_hans`."""
        return self.code.replace("-", "_")


CHINESE: Final = Language("zh-hans", "zh-Hans", "中文")
RUSSIAN: Final = Language("ru", "ru", "Русский")
ENGLISH: Final = Language("en", "en", "English")

LANGUAGES: Final = (CHINESE, RUSSIAN, ENGLISH)
CODES: Final = tuple(language.code for language in LANGUAGES)
BY_CODE: Final = {language.code: language for language in LANGUAGES}


def parse_codes(value: str) -> tuple[str, ...]:
    """Read a list such as "zh-hans,ru", keeping its order.

    Raises ValueError naming the first code that is unknown or given twice, or when
    there is none.
    """
    codes = tuple(code.strip() for code in value.split(","))
    for index, code in enumerate(codes):
        if code not in BY_CODE or code in codes[:index]:
            raise ValueError(code)
    return codes


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the known ones among `codes`, in the portal's order."""
    wanted = set(codes)
    return tuple(code for code in CODES if code in wanted)
