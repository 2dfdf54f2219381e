"""How good the placing is, measured; `pytest -s` prints the table.

`QUOTE_FIGURES=200000` asks for so many placements in each language and of each manner
of editing; without it none are made.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from commentary.quotes.anchoring.matcher import Matcher, Place, State
from commentary.quotes.anchoring.selectors import select
from documents.languages import CODES

from .edits import HARD, LIKELY, Editor, Edits, clauses_of
from .judging import Judge

QUOTES: Final = 10  # of each version
VERSIONS: Final = int(os.environ.get("QUOTE_FIGURES", "0")) // QUOTES
LONGEST: Final = {"zh-hans": 80, "ru": 40, "en": 40}
SHORT: Final = {"zh-hans": 6, "ru": 3, "en": 3}
# A clause of fewer words is a heading or a signature.
HEADING: Final = {"zh-hans": 14, "ru": 8, "en": 8}


@dataclass(frozen=True, slots=True)
class Manner:
    """A manner of editing: its edits, the most of them in a clause, what may be lost.

    Of untouched long quotes, of short ones, and of short ones outside headings; in per
    cent.
    """

    edits: Edits
    most: int
    long: float
    short: float
    in_clauses: float


MANNERS: Final = {
    "likely": Manner(LIKELY, 3, long=3, short=17, in_clauses=8),
    "hard": Manner(HARD, 6, long=4, short=21, in_clauses=13),
}


def counted(language: str, manner: Manner, seed: int) -> Counter[str]:
    """Count what became of quotes from a clause that was edited at random."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    clauses = clauses_of(language)
    editor = Editor(clauses, language, seed)
    clause, edits = chance.choice(clauses), chance.randint(1, manner.most)
    edited = editor.edited(clause, edits, manner.edits)
    judge = Judge(edited)
    placer = Matcher(edited.before, edited.texts, language=language)
    count: Counter[str] = Counter()
    for _ in range(QUOTES):
        size = chance.randint(1, chance.choice((4, LONGEST[language])))
        first = chance.randrange(len(judge.old))
        quoted = range(first, min(len(judge.old), first + size))
        place = placer.place(select(edited.before, *judge.span(quoted)))
        count.update(judged(judge, quoted, place, language))
    return count


def judged(judge: Judge, quoted: range, place: Place, language: str) -> Iterator[str]:
    """Yield what one placement counts as."""
    yield "placements"
    if judge.is_wrong(quoted, place):
        yield "wrong"
    if not (judge.is_untouched(quoted) and judge.says_words(quoted)):
        return
    kinds = ["short" if len(quoted) <= SHORT[language] else "long"]
    if kinds == ["short"] and judge.words_in_all >= HEADING[language]:
        kinds.append("in clauses")
    for kind in kinds:
        yield kind
        if place.state is State.DETACHED:
            yield f"lost, {kind}"


@pytest.mark.skipif(not VERSIONS, reason="it takes minutes; see above")
@pytest.mark.parametrize("name", MANNERS)
@pytest.mark.parametrize("language", CODES)
def test_figures(language: str, name: str) -> None:
    manner = MANNERS[name]
    total: Counter[str] = Counter()
    for seed in range(VERSIONS):
        total += counted(language, manner, seed)
    lost = {
        kind: 100 * total[f"lost, {kind}"] / total[kind]
        for kind in ("long", "short", "in clauses")
    }
    told = "".join(f"  {kind} {share:5.2f} %" for kind, share in lost.items())
    sys.stdout.write(
        f"\n{language:8} {name:7} {total['placements']:7} wrong {total['wrong']}"
        f"  lost: {told} "
    )
    assert total["wrong"] == 0
    assert lost["long"] <= manner.long
    assert lost["short"] <= manner.short
    assert lost["in clauses"] <= manner.in_clauses
