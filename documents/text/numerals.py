"""Numerals: the one table of 7, VII, 七, ㈦, ⑦, ７, and of look-alike letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from documents.languages import LANGUAGES

ROMAN: Final = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip
ROMAN_DIGITS: Final = {letters: worth for worth, letters in ROMAN if len(letters) == 1}
# The numbers that can be written.
ROMAN_VALUES: Final = range(1, 400)
HAN_DIGITS: Final = "零一二三四五六七八九"
HAN_TENS: Final = {"十": 10, "百": 100}
# Cyrillic letters typed for Latin look-alikes in symbols and Roman numerals.
LOOK_ALIKE: Final = dict(zip("АВСЕНМТХІ", "ABCEHMTXI", strict=True))
ROMAN_LOOK_ALIKE: Final = str.maketrans(
    {
        typed: meant
        for cyrillic, latin in LOOK_ALIKE.items()
        if latin in "CIMX"
        for typed, meant in ((cyrillic, latin), (cyrillic.lower(), latin.lower()))
    }
)
# Items are lettered а, б, в and a, b, c: compared by their position.
CYRILLIC_ITEMS: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")
# With the letters of items: （ｃ）.
FULL_WIDTH_MARKS: Final = FULL_WIDTH | {
    0xFF41 + place: ord("a") + place for place in range(26)
}
# A sign such as ㈠, ① or ⑴ as the number it encloses.
CIRCLED: Final = str.maketrans(
    {chr(0x3220 + place): str(place + 1) for place in range(10)}
    | {chr(0x2460 + place): str(place + 1) for place in range(20)}
    | {chr(0x2474 + place): str(place + 1) for place in range(20)}
)
ARTICLE_WORD: Final = re.compile(
    rf"(?i)^(?:{'|'.join(word for each in LANGUAGES for word in each.articles)})\s*"
)


# --- Reading


def value_of(number: str) -> int:
    """Return the value of an Arabic, Roman or Chinese numeral; 0 for none."""
    plain = normalise_number(number)
    if not plain.isdecimal():
        plain = normalise_number(f"article {number}")
    return int(plain) if plain.isdecimal() else 0


def roman_value(written: str) -> int:
    """Return the value of a Roman numeral, IIII included.

    Raises KeyError for any other letter.
    """
    values = [ROMAN_DIGITS[char] for char in written]
    return sum(
        -value if value < max(values[place:]) else value
        for place, value in enumerate(values)
    )


@lru_cache(maxsize=4096)
def normalise_number(number: str) -> str:
    """Return a printed number without its punctuation: "1．" and "1." give "1".

    "(a)" gives "a"; "第七条", "Article VII" and "Статья 7." give "7"; a dash gives "".
    """
    text = number.translate(FULL_WIDTH_MARKS).strip()
    is_article = bool(ARTICLE_WORD.match(text)) or bool(re.match(r"第.*条", text))
    bare = re.sub(r"[^\w.]|_", "", ARTICLE_WORD.sub("", text).strip("第条 "))
    bare = bare.translate(CIRCLED).strip(".")
    if not bare:
        return ""
    if re.fullmatch(r"[零〇一二三四五六七八九十百]+", bare):
        return str(han_value(bare))
    if is_article:
        return _article_number(bare)
    lowered = bare.lower()
    if len(lowered) == 1 and lowered in CYRILLIC_ITEMS:
        return "abcdefghijklmnopqrstuvwxyz"[CYRILLIC_ITEMS.index(lowered) % 26]
    return lowered


def _article_number(bare: str) -> str:
    # Typewriters often print I or l for 1.
    number = bare.translate(ROMAN_LOOK_ALIKE).lower()
    if number == "l":
        return "1"
    if re.fullmatch(r"[ivxlc]+", number):
        return str(roman_value(number.upper()))
    return number


def han_value(text: str) -> int:
    """Return the value of a Chinese numeral. Raises ValueError for any other sign."""
    total, digit = 0, 0
    for char in text.replace("〇", "零"):
        if char in HAN_TENS:
            total += (digit or 1) * HAN_TENS[char]
            digit = 0
        else:
            digit = digit * 10 + HAN_DIGITS.index(char)
    return total + digit


# --- Writing


def roman(value: int) -> str:
    """Return a number in Roman numerals, or in Arabic ones beyond the table."""
    if value not in ROMAN_VALUES:
        return str(value)
    letters = ""
    for worth, letter in ROMAN:
        count, value = divmod(value, worth)
        letters += letter * count
    return letters


def hanzi(value: int) -> str:
    """Return a number below a thousand in Chinese numerals: 二十一, 一百零七."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    written = f"{HAN_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += "十" if tens == 1 and not hundreds else f"{HAN_DIGITS[tens]}十"
    elif hundreds and ones:
        written += "零"
    return written + (HAN_DIGITS[ones] if ones else "")
