"""List numbers: how the items of an automatic list are counted, by the style's name.

The names are those of WordprocessingML; HTML's are mapped onto them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from documents.text.numerals import hanzi, roman

# What no list reaches is a mistake of the file, or was made to be slow.
HIGHEST: Final = 9999
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"  # lists leave out ё й ъ ы ь
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
HAN: Final = "〇一二三四五六七八九"
FINANCIAL: Final = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def letters(alphabet: str) -> Callable[[int], str]:
    """Return a counter that goes on with doubled letters: z, aa, bb."""

    def count(value: int) -> str:
        times, place = divmod(value - 1, len(alphabet))
        return alphabet[place] * min(times + 1, 5) if value > 0 else str(value)

    return count


def _enclosed(first: int, last: int = 20) -> Callable[[int], str]:
    return lambda value: chr(first + value - 1) if 0 < value <= last else str(value)


def _digits(value: int) -> str:
    return "".join(HAN[int(digit)] for digit in str(value))


def _hanzi(value: int) -> str:
    return hanzi(value) if 0 < value < 1000 else _digits(value)


def _ordinal(value: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    is_teen = value % 100 in {11, 12, 13}
    return f"{value}{'th' if is_teen else ends.get(value % 10, 'th')}"


def _mark(value: int) -> str:
    return "*†‡§"[(value - 1) % 4] * min((value - 1) // 4 + 1, 3)


def _upper(count: Callable[[int], str]) -> Callable[[int], str]:
    return lambda value: count(value).upper()


COUNTERS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "lowerLetter": letters(LATIN),
    "upperLetter": _upper(letters(LATIN)),
    "lowerRoman": lambda value: roman(value).lower(),
    "upperRoman": roman,
    "russianLower": letters(RUSSIAN),
    "russianUpper": _upper(letters(RUSSIAN)),
    "chineseCounting": lambda v: _hanzi(v) if v < 100 else _digits(v),
    "chineseCountingThousand": _hanzi,
    "chineseLegalSimplified": lambda value: _hanzi(value).translate(FINANCIAL),
    "taiwaneseCounting": lambda v: _hanzi(v) if v < 100 else _digits(v),
    "taiwaneseCountingThousand": _hanzi,
    "japaneseCounting": _hanzi,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "ideographTraditional": letters(STEMS),
    "ideographZodiac": letters(BRANCHES),
    "decimalFullWidth": lambda value: str(value).translate(WIDE),
    "decimalFullWidth2": lambda value: str(value).translate(WIDE),
    "decimalEnclosedCircle": _enclosed(0x2460),
    "decimalEnclosedCircleChinese": _enclosed(0x2460),
    "decimalEnclosedParen": _enclosed(0x2474),
    "decimalEnclosedFullstop": _enclosed(0x2488),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "ordinal": _ordinal,
    "chicago": _mark,
    "none": lambda _value: "",
}


def count_in(style: str, value: int) -> str:
    """Return a number in a style; in figures where the style is not known."""
    if not -HIGHEST <= value <= HIGHEST:
        return str(value)
    return COUNTERS.get(style, str)(value)
