"""Which texts of many are worth comparing with one: those that share pairs of words.

Comparing two thousand texts of two hundred words each with each takes twenty seconds;
so many are sifted first by an inverted index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import ceil, log
from typing import Final

# Fewer are compared each with each: that takes a second at most.
FEW: Final = 300
WORTH_COMPARING: Final = 40
# Of a long text so many pairs, spread over it, are looked up: two texts as like as
# matching asks for share most of them.
LOOKED_UP: Final = 32
# Of a pair in more texts than this the first stand for the rest: a formula needs to be
# seen in some of them, not in all.
LISTED: Final = 100


class Index:
    """Texts by the pairs of neighbouring words in them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for pair in _pairs(text):
                self._places[pair].append(place)

    def worth_comparing(self, text: str, among: Collection[int]) -> Collection[int]:
        """Return those of `among` that may be like a text, all when they are few."""
        if len(among) <= FEW:
            return among
        shared: dict[int, float] = defaultdict(float)
        pairs = _pairs(text)
        for pair in pairs[:: ceil(len(pairs) / LOOKED_UP) or 1]:
            places = self._places.get(pair, ())
            weight = log(1 + self.size / len(places)) if places else 0.0
            for place in places[:LISTED]:
                shared[place] += weight
        found = [place for place in shared if place in among]
        found.sort(key=lambda place: -shared[place])
        return found[:WORTH_COMPARING]


def _pairs(text: str) -> list[str]:
    """Return each pair of neighbours once, in order; a single word stands alone."""
    pairs = (text[place : place + 2] for place in range(max(len(text) - 1, 1)))
    return list(dict.fromkeys(pairs))
