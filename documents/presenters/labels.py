"""Labels: the name of a clause's place in the interface language, from its locator.

The forms are those of UN editorial usage: "preambular para. 7", «пункт 7 преамбулы»,
序言部分第7段. Paragraphs without a printed number are labelled with the portal's count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from typing import NamedTuple

from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from documents.models import Part
from documents.text.locators import CONTINUED, LOOSE, UNNUMBERED

PLACES = {
    "organ": _("masthead, organ %(number)s"),
    "session": _("masthead, session %(number)s"),
    "item": _("masthead, agenda item"),
    "item_title": _("masthead, title of the agenda item"),
    "title": _("title"),
    # Translators: the paragraphs of a letter or of another text without a preamble
    "p": pgettext_lazy("in a letter", "para. %(number)s"),
    "sig": _("signature %(number)s"),
    "annex": _("annex heading"),
    "original": _("note of original language"),
    "opening": _("opening line"),
    "pre": _("preambular para. %(number)s"),
    # Translators: the numbered paragraphs after a preamble, as in a resolution
    "op": pgettext_lazy("operative", "para. %(number)s"),
    "art": _("article %(number)s"),
    "h": _("heading %(number)s"),
    "place_date": _("place and date"),
    "note": _("note %(number)s"),
    LOOSE: _("subparagraph %(number)s"),
}
# Translators: a second one in the same part: title 2, opening line 2
AGAIN = pgettext_lazy("another of its kind", "%(name)s %(count)s")
# Translators: %(number)s is the letter or number of a subparagraph: para. 3 (a)
SUBPARAGRAPH = pgettext_lazy("subparagraph", "%(above)s (%(number)s)")
# Translators: %(number)s is a count of list items without numbers: para. 3, item 2
LIST_ITEM = pgettext_lazy("list item", "%(above)s, item %(number)s")
# Translators: a paragraph of an article: article 7, para. 2
ARTICLE_PARAGRAPH = pgettext_lazy("in an article", "%(above)s, para. %(number)s")
# Translators: an unnumbered piece behind a numbered paragraph: para. 2, continued
CONTINUATION = pgettext_lazy("place", "%(place)s, continued")
# Translators: the second, third, … of several: para. 2, continued (2)
FURTHER = pgettext_lazy("place", "%(place)s, continued (%(count)s)")
# Translators: an unnumbered paragraph before numbered ones: para. 1 (unnumbered)
WITHOUT_NUMBER = pgettext_lazy("place", "%(place)s (unnumbered)")
# Translators: a place in a named part: statement, preambular para. 7
IN_PART = pgettext_lazy("in a part", "%(part)s, %(place)s")
# Translators: one of several parts of a kind: annex 2
COUNTED_PART = pgettext_lazy("one of several parts", "%(name)s %(count)s")

PIECE = re.compile(rf"{CONTINUED}(\d*)((?:_\d+)?)\Z")
FIRST_STEP = re.compile(rf"({'|'.join(sorted(PLACES, key=len, reverse=True))})(.*)\Z")


class Labels(NamedTuple):
    """What a clause's place is called: alone, on a page, and with its part.

    Alone ("para. 2") where the context shows the part; with its part ("letter, para.
    2") anywhere. On a page the paragraphs of a letter are named with the letter, since
    a bare "para. 2" would be taken for an operative one.
    """

    place: str
    label: str
    full: str


def labels_of(locator: str) -> Labels:
    """Return the labels of a clause's place in the active language."""
    return _labels_in(get_language(), locator)


# Documents have the same places again and again: statement/op1.
@lru_cache(maxsize=4_096)
def _labels_in(_language: str | None, locator: str) -> Labels:
    part, place = _place(locator)
    full = _in_part(part, place)
    is_of_letter = part.startswith("letter") and "/p" in locator
    return Labels(place, full if is_of_letter else place, full)


def label(locator: str) -> str:
    """Return the label of the place within its part, as a page shows it."""
    return labels_of(locator).label


def place(locator: str) -> str:
    """Return the label within its part, where the context shows the part."""
    return labels_of(locator).place


def full_label(locator: str) -> str:
    """Return the label with its part: "statement, preambular para. 7"."""
    return labels_of(locator).full


def part_name(key: str) -> str:
    """Return the name of a part by its key: "statement", "annex 2"."""
    kind, _dash, count = key.partition("-")
    name = str(Part.Kind(kind).label)
    return str(COUNTED_PART) % {"name": name, "count": count} if count else name


def _in_part(part: str, place: str) -> str:
    return str(IN_PART) % {"part": part_name(part), "place": place}


def _place(locator: str) -> tuple[str, str]:
    if piece := PIECE.search(locator):
        part, name = _place(f"{locator[: piece.start()]}{piece[2]}")
        pattern = str(FURTHER if piece[1] else CONTINUATION)
        return part, pattern % {"place": name, "count": piece[1]}
    part, first, *below = locator.split("/")
    match = FIRST_STEP.match(first)
    if match is None:
        return part, first
    code, number = match.groups()
    name = _named(code, number)
    for step in below:
        name = _below(name, step)
    return part, name


def _named(code: str, number: str) -> str:
    if number.startswith(UNNUMBERED):
        name = _named(code, number.removeprefix(UNNUMBERED))
        return str(WITHOUT_NUMBER) % {"place": name}
    pattern = str(PLACES[code])
    if number and "%(number)s" not in pattern:  # a second title, a second date
        return str(AGAIN) % {"name": pattern, "count": _printed(number)}
    return pattern % {"number": _printed(number)}


def _below(above: str, step: str) -> str:
    if UNNUMBERED in step:
        name = _below(above, step.replace(UNNUMBERED, ""))
        return str(WITHOUT_NUMBER) % {"place": name}
    for code, pattern in (("item", LIST_ITEM), ("p", ARTICLE_PARAGRAPH)):
        number = step.removeprefix(code)
        if number != step and number[:1].isdigit():
            return str(pattern) % {"above": above, "number": _printed(number)}
    return str(SUBPARAGRAPH) % {"above": above, "number": _printed(step)}


def _printed(number: str) -> str:
    """Return a number with its repetition in the printed form: "3_2" as "3-2"."""
    return number.replace("_", "-")


def enumerate_labels(labels: Iterable[str]) -> str:
    """Return labels as one list on a line, in the active language."""
    # Translators: an item added to a list on one line; in Chinese "、" is between them
    pattern = pgettext("list on one line", "%(before)s, %(last)s")
    items = list(labels) or [""]
    return reduce(lambda all_, each: pattern % {"before": all_, "last": each}, items)


def introduce(name: str, text: str) -> str:
    """Return a name and what is said of it, with the colon of the active language."""
    # Translators: a name and what belongs to it: "memo: statement, para. 1"
    pattern = pgettext("a name and what belongs to it", "%(name)s: %(text)s")
    return pattern % {"name": name, "text": text}
