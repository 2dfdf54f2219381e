"""Locators in an instrument: parsed, stored and formatted in the interface language.

They are stored in the form in which the detector writes them: "art. VII, para. 2 (a)".
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from documents.models import Instrument
from documents.text.numerals import hanzi, roman, roman_value

# Translators: a place in a treaty, as in "article VII"; Chinese says 第七条
NAMES: Final[dict[str, Promise]] = {
    "annex": pgettext_lazy("place in an instrument", "annex %(number)s"),
    "chap.": pgettext_lazy("place in an instrument", "chapter %(number)s"),
    "sect.": pgettext_lazy("place in an instrument", "section %(number)s"),
    "art.": pgettext_lazy("place in an instrument", "article %(number)s"),
    "para.": pgettext_lazy("place in an instrument", "paragraph %(number)s"),
    "subpara.": pgettext_lazy("place in an instrument", "subparagraph %(number)s"),
}
# Translators: a paragraph of a work without articles; Chinese says 第2段, not 第2款
PARAGRAPH = pgettext_lazy("place in a resolution", "paragraph %(number)s")
# Translators: a place inside another one: article VII, paragraph 2
INSIDE = pgettext_lazy("place in an instrument", "%(above)s, %(below)s")
# Translators: a subparagraph of a place: paragraph 2 (a)
SUB = pgettext_lazy("place in an instrument", "%(place)s (%(number)s)")
STEP: Final = re.compile(
    r"(annex|chap\.|sect\.|art\.|para\.|subpara\.) (\w+)((?: \(\w+\))*)"
)
# Prints articles and annexes in Chinese numerals (第七条, 附件一), but not 第2款.
CHINESE: Final = "zh-hans"
IN_CHINESE_NUMERALS: Final = {"annex", "chap.", "sect.", "art."}
NUMBER: Final = re.compile(
    r"(?P<arabic>[1-9]\d{0,2})|(?P<roman>[ivxlc]{1,12})", re.IGNORECASE
)
WITH_SUBS: Final = re.compile(
    rf"(?P<number>{NUMBER.pattern})(?P<subs>(?:\s*\(\w{{1,4}}\))*)", re.IGNORECASE
)


def format_locator(locator: str) -> str:
    """Return a stored locator in the active language; one of another form unchanged."""
    articles = "art." in locator
    steps = [_shown_step(step, articles) for step in locator.split(", ")]
    place = steps[0]
    for step in steps[1:]:
        place = str(INSIDE) % {"above": place, "below": step}
    return place


def _shown_step(step: str, has_articles: bool) -> str:
    match = STEP.fullmatch(step)
    if match is None:
        return step
    unit, number, subs = match.groups()
    name = PARAGRAPH if unit == "para." and not has_articles else NAMES[unit]
    place = str(name) % {"number": _written(unit, number)}
    for sub in re.findall(r"\w+", subs):
        place = str(SUB) % {"place": place, "number": sub}
    return place


def _written(unit: str, number: str) -> str:
    """Return a number as the active language prints it: 第七条, but 第2款."""
    value = _value_or_none(number)
    is_chinese = get_language() == CHINESE and unit in IN_CHINESE_NUMERALS
    return hanzi(value) if value and is_chinese else number


def append_locator(name: str, locator: str) -> str:
    """Return an instrument's name with a formatted place in it: "NPT, article VII"."""
    return append_place(name, format_locator(locator) if locator else "")


def append_place(name: str, place: str) -> str:
    """Return a name with a place in it, both as shown; the name alone without one."""
    if not place:
        return name
    # Translators: an instrument and a place in it: NPT, article VII
    pattern = pgettext("place in an instrument", "%(instrument)s, %(place)s")
    return pattern % {"instrument": name, "place": place}


def make_locator(instrument: Instrument, *, article: str, paragraph: str) -> str:
    """Return the locator of an article and a paragraph as typed in a form.

    Articles get the instrument's numerals. Raises ValueError for what is not a number.
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
    return f"{roman(value) if is_roman else value}{subs}"


def _value(written: str) -> int:
    value = roman_value(written)
    if roman(value) != written:
        raise ValueError(written)
    return value


def _value_or_none(number: str) -> int | None:
    if number.isascii() and number.isdigit():
        return int(number)
    try:
        return _value(number)
    except (KeyError, ValueError):
        return None
