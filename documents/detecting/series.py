"""Several names with one noun in Chinese: 特拉特洛尔科、拉罗通加和曼谷各条约."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

NOUNS: Final = ("条约", "公约", "宣言", "协定", "声明", "公报", "议定书")
JOIN: Final = r"\s*(?:、|，|和|及|以及|与)\s*"
ALL: Final = (
    r"\s*(?:等)?(?:各|诸|各项|[二两三四五六七八九十]项|[二两三四五六七八九十]个)?"
)
LENGTHS: Final = range(2, 13)


class Series:
    """The words that tell names with the same noun apart, and finding several."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._owners: dict[str, dict[str, str]] = defaultdict(dict)
        for name, owner in names:
            for noun in NOUNS:
                word = name.removesuffix(noun)
                if word != name and len(word) in LENGTHS:
                    self._owners[noun][word] = owner
        self._patterns = {
            noun: self._pattern(noun, words) for noun, words in self._owners.items()
        }

    def _pattern(self, noun: str, words: Iterable[str]) -> re.Pattern[str]:
        one = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        return re.compile(rf"(?:{one})(?:{JOIN}(?:{one}))+{ALL}{noun}")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and owner of each name; the last one takes the noun in."""
        for noun, pattern in self._patterns.items():
            owners = self._owners[noun]
            one = re.compile("|".join(map(re.escape, sorted(owners, key=len)[::-1])))
            for match in pattern.finditer(text):
                found = list(one.finditer(text, *match.span()))
                for each in found:
                    end = match.end() if each is found[-1] else each.end()
                    yield each.start(), end, owners[each[0]]
