"""Terms that the languages have in common: a table of the beginnings of words.

Each line of `terms.tsv` below the first is one term: the columns are languages, and "|"
separates the ways of saying it. A term is known by where its word begins; Chinese has
no blanks, so there it may begin anywhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("terms.tsv")
WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
HAN: Final = re.compile(r"[\u3400-\u9fff\d]+")


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[int]]:
    """Return the numbers of the terms that a beginning may stand for."""
    found: dict[str, set[int]] = {}
    _languages, *lines = TABLE.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        for beginning in re.split(r"[\t|]", line):
            found.setdefault(beginning, set()).add(number)
    return {beginning: frozenset(numbers) for beginning, numbers in found.items()}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _table()))


def find_terms(text: str) -> frozenset[int]:
    """Return the numbers of the terms that a text may contain, in any language."""
    found: set[int] = set()
    for word in WORD.findall(text.lower()):
        if not HAN.match(word):
            found |= _terms_at(word, 0)
    for run in HAN.findall(text):
        for place in range(len(run)):
            found |= _terms_at(run, place)
    return frozenset(found)


def _terms_at(word: str, place: int) -> frozenset[int]:
    """Return the terms of the longest beginning that stands at a place."""
    table = _table()
    for length in range(min(_longest(), len(word) - place), 0, -1):
        if numbers := table.get(word[place : place + length]):
            return numbers
    return frozenset()
