"""Short titles: what a document with a long title is proposed to be called."""

from __future__ import annotations

from typing import Final

from documents.languages import Language

# A longer title does not fit a line of a page's head, a card or a table.
LONGEST: Final = 60  # letters


def propose_short_title(title: str, language: Language) -> str:
    """Return a short form of a title; "" where the title itself is short.

    A letter is called by its date. Of other titles the beginning is taken, for an
    editor to mend.
    """
    line = language.joint.join(title.split())
    # A Chinese character is as wide as two letters.
    most = LONGEST if language.spaced else LONGEST // 2
    if len(line) <= most:
        return ""
    kind, day = language.letter.search(line), language.day.search(line)
    if kind and day:
        return language.dated_letter.format(kind=kind[0], day=day[0])
    return _cut(line, most, language)


def _cut(line: str, most: int, language: Language) -> str:
    beginning = line[:most]
    if language.spaced:
        beginning = beginning.rpartition(" ")[0] or beginning
    return beginning.rstrip(" ,;:，、；：—–-")
