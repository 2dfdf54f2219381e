"""Numbers of articles and paragraphs: 7, VII, 七."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip


def value_of(number: str) -> int:
    """Return the value of Arabic, Roman or Chinese numerals; 0 when there is none."""
    plain = normalise_number(number)
    if not plain.isdecimal():
        plain = normalise_number(f"article {number}")
    return int(plain) if plain.isdecimal() else 0


def roman(value: int) -> str:
    """Return a number in Roman numerals, which this table has up to CCCXCIX."""
    if not 0 < value < 400:
        return str(value)
    letters = ""
    for worth, letter in ROMAN:
        count, value = divmod(value, worth)
        letters += letter * count
    return letters


HAN_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")}
HAN_TENS: Final = {"十": 10, "百": 100}
ROMAN_DIGITS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Cyrillic letters that are typed for Latin ones in Roman numbers.
LOOK_ALIKE: Final = str.maketrans("ХхІіСсМм", "XxIiCcMm")
# Items are lettered а, б, в and a, b, c: it is the place that agrees.
CYRILLIC_ITEMS: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
ARTICLE_WORD: Final = re.compile(r"(?i)^(?:article|art\.|статья|ст\.)\s*")
FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")


@lru_cache(maxsize=4096)
def normalise_number(number: str) -> str:
    """Return a printed number without its dress: "1．" and "1." give "1", "(a)" "a".

    "第七条", "Article VII" and "Статья 7." give "7"; a dash gives "".
    """
    text = number.translate(FULL_WIDTH).strip()
    is_article = bool(ARTICLE_WORD.match(text)) or bool(re.match(r"第.*条", text))
    bare = re.sub(r"[^\w.]|_", "", ARTICLE_WORD.sub("", text).strip("第条 "))
    bare = _without_circle(bare).strip(".")
    if not bare:
        return ""
    if re.fullmatch(r"[零〇一二三四五六七八九十百]+", bare):
        return str(_han_value(bare))
    if is_article:
        return _article_number(bare)
    lowered = bare.lower()
    if len(lowered) == 1 and lowered in CYRILLIC_ITEMS:
        return "abcdefghijklmnopqrstuvwxyz"[CYRILLIC_ITEMS.index(lowered) % 26]
    return lowered


def _without_circle(text: str) -> str:
    """Read signs such as ㈠ and ① as the number they enclose."""
    return "".join(
        str(ord(char) - 0x321F)
        if "㈠" <= char <= "㈩"
        else str(ord(char) - 0x245F)
        if "①" <= char <= "⑳"
        else char
        for char in text
    )


def _article_number(bare: str) -> str:
    # A typewriter's 1 is often a capital I or a small l.
    roman = bare.translate(LOOK_ALIKE).lower()
    if roman == "l":
        return "1"
    if re.fullmatch(r"[ivxlc]+", roman):
        return str(_roman_value(roman))
    return roman


def _roman_value(roman: str) -> int:
    values = [ROMAN_DIGITS[char] for char in roman]
    return sum(
        -value if value < max(values[place:]) else value
        for place, value in enumerate(values)
    )


def _han_value(text: str) -> int:
    total, digit = 0, 0
    for char in text.replace("〇", "零"):
        if char in HAN_TENS:
            total += (digit or 1) * HAN_TENS[char]
            digit = 0
        else:
            digit = digit * 10 + HAN_DIGITS[char]
    return total + digit
