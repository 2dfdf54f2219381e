"""How good the placing is, measured; `pytest -s` prints the table.

QUOTE_FIGURES=20 takes twenty times as many edits.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from commentary.quotes.anchoring.matcher import Matcher, State
from commentary.quotes.anchoring.selectors import select
from documents.languages import CODES

from .edits import Editor, clauses_of
from .judging import Judge

SCALE = int(os.environ.get("QUOTE_FIGURES", "1"))
VERSIONS = 200 * SCALE
QUOTES = 10  # of each version
LONGEST = {"zh-hans": 80, "ru": 40, "en": 40}
SHORT = {"zh-hans": 6, "ru": 3, "en": 3}


def counted(language: str, seed: int) -> Counter[str]:
    """Count what became of quotes from a clause that was edited at random."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    clauses = clauses_of(language)
    editor = Editor(clauses, language, seed)
    edited = editor.edited(chance.choice(clauses), chance.randint(1, 6))
    judge = Judge(edited)
    placer = Matcher(edited.before, edited.texts, language=language)
    count: Counter[str] = Counter()
    for _ in range(QUOTES):
        size = chance.randint(1, chance.choice((4, LONGEST[language])))
        first = chance.randrange(len(judge.old))
        quoted = range(first, min(len(judge.old), first + size))
        found = placer.place(select(edited.before, *judge.span(quoted)))
        count["quotes"] += 1
        count[found.state] += 1
        if judge.is_untouched(quoted):
            size_name = "short" if len(quoted) <= SHORT[language] else "long"
            count[f"untouched, {size_name}"] += 1
            count[f"lost, {size_name}"] += found.state is State.DETACHED
        if judge.is_wrong(quoted, found):
            count["WRONG"] += 1
    return count


@pytest.mark.parametrize("language", CODES)
def test_figures(language: str) -> None:
    total: Counter[str] = Counter()
    for seed in range(VERSIONS):
        total += counted(language, seed)
    print("\n", language, dict(sorted(total.items())))  # noqa: T201 - figures to read
    assert total["WRONG"] == 0
