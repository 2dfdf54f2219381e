"""Naming a person in a comment: how it is written, and how it is stored.

People type `@` and a display name, as they know it from everywhere; no script is
needed. Names are not unique, have blanks in them, and Chinese sets no blank behind
them, so what is stored says where the name ends and whose it is: `@[Anna](12)`. A name
that several of the people asked about bear is left as typed: nobody is told by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

LONGEST_NAME: Final = 100
TOKEN: Final = re.compile(r"@\[([^\[\]@\n]{1,100})\]\(([1-9][0-9]{0,17})\)")
# What is shown as it stands, and calls nobody: fenced code and code within a line.
CODE: Final = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`)", re.DOTALL)
UNUSABLE: Final = re.compile(r"[\[\]@\n\r]")
# A letter or digit of a script that sets blanks between words.
SPACED: Final = r"[^\W\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


def token(name: str, person: int) -> str:
    """Return how a mention of a person is stored."""
    bare = UNUSABLE.sub("", name).strip()[:LONGEST_NAME]
    return f"@[{bare or person}]({person})"


def tokens_in(source: str) -> list[int]:
    """Return the ids of everybody mentioned, each once, code and all."""
    return list(dict.fromkeys(int(found[2]) for found in TOKEN.finditer(source)))


def settle(source: str, people: Iterable[tuple[int, str]]) -> str:
    """Return a text in which each `@Name` that one of `people` alone bears is stored.

    Names count in any letter case; of two that fit, the longer one. Doing it again
    changes nothing.
    """
    bearers = _bearers(people)
    if not bearers:
        return source
    longest_first = sorted(bearers, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    # Not in an e-mail address before, not the beginning of a longer name behind.
    pattern = re.compile(
        rf"(?<!{SPACED})@({names})(?!(?<={SPACED}){SPACED})", re.IGNORECASE
    )
    pieces = CODE.split(source)
    pieces[::2] = [_settle(piece, pattern, bearers) for piece in pieces[::2]]
    return "".join(pieces)


def spoken(source: str) -> str:
    """Return a text with mentions as people read them: `@Anna`."""
    return TOKEN.sub(lambda found: f"@{found[1]}", source)


def _settle(piece: str, pattern: re.Pattern[str], bearers: Mapping[str, int]) -> str:
    def replaced(found: re.Match[str]) -> str:
        person = bearers.get(found[1].casefold())
        return token(found[1], person) if person else found[0]

    return pattern.sub(replaced, piece)


def _bearers(people: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Return, by name, who bears it; 0 when several people do."""
    bearers: dict[str, int] = {}
    for person, name in people:
        name = name.casefold()
        if not name.strip() or UNUSABLE.search(name):
            continue
        bearers[name] = person if bearers.get(name, person) == person else 0
    return bearers
