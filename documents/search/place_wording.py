"""Wording of places: how people type an address, put as texts and labels have it.

"para 3", "3rd preambular paragraph", «7-й пункт преамбулы», 第七序言段 and 聲明第3段
are read by the same cues as "para. 3", "preambular paragraph 3" and so on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from documents.search.words import simplify

Rule: TypeAlias = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
FIRST_TEN: Final = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
    *("перв", "втор", "трет", "четверт", "пят"),
    *("шест", "седьм", "восьм", "девят", "десят"),
)
HAN_NUMBER: Final = r"\d一二三四五六七八九十百"
PARAGRAPH: Final = r"((?:preambular|operative)\s+)?(paragraph|para\b\.?)"


def _number(match: re.Match[str]) -> str:
    return str(FIRST_TEN.index(match[1].lower()) % 10 + 1) + "-"


RULES: Final[tuple[Rule, ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        (rf"\b({'|'.join(FIRST_TEN)})(?:[ыиоеу]\w{{1,2}}|ья|ье\w?)?\b", _number),
        (rf"\b(\d{{1,3}})(?:-|st|nd|rd|th)\s*{PARAGRAPH}", r"\2\3 \1"),
        (r"\b(\d{1,3})-(?:\w{1,3})?\s*(пункт\w*|п\.)", r"\2 \1"),
        (r"\b(пункт\w*)\s+(\d{1,3})-", r"\1 \2"),
        (r"\b(paras?|arts?)\.?\s*(?=\d)", r"\1. "),
        (r"(?<!\w)(п|ст)\.?\s*(?=\d)", r"\1. "),
        (rf"第\s*([{HAN_NUMBER}]+)\s*(序言|执行)(?:部分)?段", r"\2部分第\1段"),
    )
)


def as_in_texts(typed: str) -> str:
    """Return what was typed as texts would have it, and in simplified characters."""
    text = simplify(typed)
    for pattern, put in RULES:
        text = pattern.sub(put, text)
    return text
