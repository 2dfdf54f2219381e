"""Places in an instrument: stored in one form, said in the reader's language.

What is stored is what the detector stores: "art. VII, para. 2 (a)".
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from documents.languages import CHINESE
from documents.models import Instrument

# Translators: a place in a treaty, as in "article VII"; Chinese says 第七条
NAMES: Final[dict[str, Promise]] = {
    "annex": pgettext_lazy("place in an instrument", "annex %(number)s"),
    "chap.": pgettext_lazy("place in an instrument", "chapter %(number)s"),
    "sect.": pgettext_lazy("place in an instrument", "section %(number)s"),
    "art.": pgettext_lazy("place in an instrument", "article %(number)s"),
    "para.": pgettext_lazy("place in an instrument", "paragraph %(number)s"),
    "subpara.": pgettext_lazy("place in an instrument", "subparagraph %(number)s"),
}
# Translators: a place inside another one: article VII, paragraph 2
INSIDE = pgettext_lazy("place in an instrument", "%(above)s, %(below)s")
# Translators: a subparagraph of a place: paragraph 2 (a)
SUB = pgettext_lazy("place in an instrument", "%(place)s (%(number)s)")
STEP: Final = re.compile(
    r"(annex|chap\.|sect\.|art\.|para\.|subpara\.) (\w+)((?: \(\w+\))*)"
)
# Chinese writes 第七条 and 附件一, but 第2款.
IN_CHINESE_NUMERALS: Final = {"annex", "chap.", "sect.", "art."}
HANZI: Final = "零一二三四五六七八九"
NUMBER: Final = re.compile(
    r"(?P<arabic>[1-9]\d{0,2})|(?P<roman>[ivxlc]{1,12})", re.IGNORECASE
)
WITH_SUBS: Final = re.compile(
    rf"(?P<number>{NUMBER.pattern})(?P<subs>(?:\s*\(\w{{1,4}}\))*)", re.IGNORECASE
)
ROMAN: Final = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def format_locator(locator: str) -> str:
    """Return a locator in the active language; one of another form as it is."""
    steps = [_shown_step(step) for step in locator.split(", ")]
    place = steps[0]
    for step in steps[1:]:
        place = str(INSIDE) % {"above": place, "below": step}
    return place


def _shown_step(step: str) -> str:
    match = STEP.fullmatch(step)
    if match is None:
        return step
    unit, number, subs = match.groups()
    place = str(NAMES[unit]) % {"number": _written(unit, number)}
    for sub in re.findall(r"\w+", subs):
        place = str(SUB) % {"place": place, "number": sub}
    return place


def _written(unit: str, number: str) -> str:
    """Return a number as the active language writes it: 第七条, but 第2款."""
    value = _value_or_none(number)
    is_chinese = get_language() == CHINESE.code and unit in IN_CHINESE_NUMERALS
    return _hanzi(value) if value and is_chinese else number


def _hanzi(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    written = f"{HANZI[hundreds]}百" if hundreds else ""
    if tens:
        written += "十" if tens == 1 and not hundreds else f"{HANZI[tens]}十"
    elif hundreds and ones:
        written += "零"
    return written + (HANZI[ones] if ones else "")


def append_locator(name: str, locator: str) -> str:
    """Return an instrument's name with the place in it: "NPT, article VII"."""
    if not locator:
        return name
    # Translators: an instrument and a place in it: NPT, article VII
    pattern = pgettext("place in an instrument", "%(instrument)s, %(place)s")
    return pattern % {"instrument": name, "place": format_locator(locator)}


def make_locator(instrument: Instrument, *, article: str, paragraph: str) -> str:
    """Return the locator for an article and a paragraph as somebody typed them.

    Articles get the numerals that the instrument has. Raises ValueError for what is
    no number.
    """
    is_roman = instrument.numerals == Instrument.Numerals.ROMAN
    steps = []
    if article:
        steps.append(f"art. {_number(article, is_roman=is_roman)}")
    if paragraph:
        steps.append(f"para. {_number(paragraph, is_roman=False)}")
    return ", ".join(steps)


def _number(typed: str, *, is_roman: bool) -> str:
    match = WITH_SUBS.fullmatch(typed.strip())
    if match is None:
        raise ValueError(typed)
    value = int(match["arabic"]) if match["arabic"] else _value(match["roman"].upper())
    subs = "".join(f" ({sub})" for sub in re.findall(r"\w+", match["subs"]))
    return f"{_roman(value) if is_roman else value}{subs}"


def _roman(value: int) -> str:
    written = ""
    for worth, letters in ROMAN:
        count, value = divmod(value, worth)
        written += letters * count
    return written


def _value(written: str) -> int:
    rest, value = written, 0
    for worth, letters in ROMAN:
        while rest.startswith(letters):
            rest, value = rest.removeprefix(letters), value + worth
    if _roman(value) != written:
        raise ValueError(written)
    return value


def _value_or_none(number: str) -> int | None:
    if number.isascii() and number.isdigit():
        return int(number)
    try:
        return _value(number)
    except ValueError:
        return None
