"""Mentions of people in comments: the typed form, the stored form, and conversion.

People type `@`, or the full-width ＠, and a display name. Names are not unique, contain
blanks, and are not followed by a blank in Chinese, so the stored form delimits the name
and has the person's id: `@[Anna](12)`. A name borne by several of the candidates is
left as typed, so that nobody is notified by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

LONGEST_NAME: Final = 100
TOKEN: Final = re.compile(r"@\[([^\[\]@\n]{1,100})\]\(([1-9][0-9]{0,17})\)")
# Code blocks and inline code: shown as typed, without mentions.
CODE: Final = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`)", re.DOTALL)
UNUSABLE: Final = re.compile(r"[\[\]@\n\r]")
SIGNS: Final = "@＠"
# A letter or digit of a script that sets blanks between words.
SPACED: Final = r"[^\W\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


def token(name: str, person: int) -> str:
    """Return the stored form of a mention of a person."""
    bare = UNUSABLE.sub("", name).strip()[:LONGEST_NAME]
    return f"@[{bare or person}]({person})"


def tokens_in(source: str) -> list[int]:
    """Return the ids of all stored mentions, each once, those in code included."""
    return list(dict.fromkeys(int(found[2]) for found in TOKEN.finditer(source)))


def settle(source: str, people: Iterable[tuple[int, str]]) -> str:
    """Return a text with each `@Name` of exactly one of `people` in stored form.

    Names are matched in any letter case, the longest first. Idempotent.
    """
    bearers = _bearers(people)
    if not bearers:
        return source
    longest_first = sorted(bearers, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    # Not within an e-mail address, and not the beginning of a longer name.
    pattern = re.compile(
        rf"(?<!{SPACED})[{SIGNS}]({names})(?!(?<={SPACED}){SPACED})", re.IGNORECASE
    )
    pieces = CODE.split(source)
    pieces[::2] = [_settle(piece, pattern, bearers) for piece in pieces[::2]]
    return "".join(pieces)


def may_mention(source: str) -> bool:
    """Return whether a text has the sign of a mention."""
    return any(sign in source for sign in SIGNS)


def spoken(source: str) -> str:
    """Return a text with mentions in readable form: `@Anna`."""
    return TOKEN.sub(lambda found: f"@{found[1]}", source)


def _settle(piece: str, pattern: re.Pattern[str], bearers: Mapping[str, int]) -> str:
    def replaced(found: re.Match[str]) -> str:
        person = bearers.get(found[1].casefold())
        return token(found[1], person) if person else found[0]

    return pattern.sub(replaced, piece)


def _bearers(people: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Return the id of the person with each name; 0 for a name of several."""
    bearers: dict[str, int] = {}
    for person, name in people:
        name = name.casefold()
        if not name.strip() or UNUSABLE.search(name):
            continue
        bearers[name] = person if bearers.get(name, person) == person else 0
    return bearers
