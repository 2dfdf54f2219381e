"""Twin letters: "а) b) с)" typed on a keyboard of another script is one list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from documents.importing.block import Block
from documents.importing.list_numbers import LATIN, RUSSIAN
from documents.languages.base import Cues

# Letters of both alphabets that look the same.
TWINS: Final = dict(zip("aceopxасеорх", "асеорхaceopx", strict=True))
LETTER: Final = re.compile(r"\W*(?P<letter>[a-zа-я])\W+\Z")
# A neighbour in the list is looked for so many items away, past a list below it.
NEAR: Final = 12


def settle_letters(blocks: Sequence[Block], cues: Cues) -> None:
    """Give each lettered item the letter of the alphabet that its list is counted in.

    The printed sign stays as it looks. An item that fits its list as typed is kept.
    """
    items = [(block, found) for block in blocks if (found := _letter(block, cues))]
    letters = [letter for _, (letter, _) in items]
    for index, (block, (letter, place)) in enumerate(items):
        if letter not in TWINS:
            continue
        near = letters[max(0, index - NEAR) : index], letters[index + 1 : index + NEAR]
        twin = TWINS[letter]
        if _fits(letter, *near) or not _fits(twin, *near):
            continue
        letters[index] = twin
        block.text = f"{block.text[:place]}{twin}{block.text[place + 1 :]}"


def _letter(block: Block, cues: Cues) -> tuple[str, int] | None:
    """Return the letter that a block is numbered with, and its place."""
    item = cues.item.match(block.text)
    mark = LETTER.match(item["number"]) if item else None
    return (mark["letter"], mark.start("letter")) if mark else None


def _fits(letter: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether the letter before it or behind it in its alphabet is near."""
    alphabet = LATIN if letter in LATIN else RUSSIAN
    place = alphabet.index(letter)
    earlier, later = alphabet[:place][-1:], alphabet[place + 1 : place + 2]
    return (bool(earlier) and earlier in before) or (bool(later) and later in after)
