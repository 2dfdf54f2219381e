"""Numbers of articles and paragraphs: 7, VII, 七."""

from __future__ import annotations

from documents.importing import normalise_number

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
