"""How often an alignment errs, and errs in silence, on damaged parallel texts.

Printed as a table with `-s`; `ALIGN_FIGURES=10` makes ten times as many damages.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Final

import pytest

from documents.importing import Alignment, Unit, align, parse
from documents.text.kinds import Kind

from .base import CORPUS, units_of

SEEDS: Final = 2 * int(os.environ.get("ALIGN_FIGURES", "1"))
SIZES: Final = (5, 12, 99)
CLAUSES: Final = {Kind.PREAMBULAR, Kind.OPERATIVE, Kind.PARAGRAPH, Kind.SUBPARAGRAPH}
PRACTICE: Final = (
    {"en": "EN7_UDHR_217A", "ru": "RU8_UDHR_217A", "zh-hans": "ZH1_UDHR_217A"},
    {
        "en": "EN8_Agreement_Minsk_1991_A-46-771_annex",
        "ru": "RU7_Agreement_Minsk_1991-12-08",
    },
    {
        "en": "EN4_A-RES-2758-XXVI",
        "ru": "RU1_A-RES-2758-XXVI",
        "zh-hans": "ZH2_A-RES-2758-XXVI",
    },
)
# A text in the other language, and the places in the base of what it says.
Said = tuple[str, frozenset[int]]
Damage = Callable[[list[Said], random.Random], list[Said]]


@dataclass
class Figures:
    """What became of the pairs of many damaged texts."""

    astray: int = 0  # wrong, had the texts been laid side by side in order
    wrong: int = 0
    silent: int = 0
    doubted: int = 0
    doubted_right: int = 0

    def __str__(self) -> str:
        return (
            f"{self.astray:8}{self.wrong:8}{self.silent:8}"
            f"{self.doubted:9}{self.doubted_right:8}"
        )

    def count(
        self,
        base: Sequence[Unit],
        other: Sequence[Unit],
        said: Sequence[Said],
        alignment: Alignment,
    ) -> None:
        in_order = zip(range(len(base)), said, strict=False)
        self.astray += sum(mine not in places for mine, (_text, places) in in_order)
        told = {(id(each.base), id(each.other)) for each in alignment.disagreements}
        for mine, theirs in alignment.rows:
            if mine is None or theirs is None:
                continue
            is_told = (id(base[mine]), id(other[theirs])) in told
            is_right = mine in said[theirs][1]
            self.wrong += not is_right
            self.silent += not is_right and not is_told
            self.doubted += is_told
            self.doubted_right += is_right and is_told


def exchange(said: list[Said], rng: random.Random) -> list[Said]:
    place = rng.randrange(len(said) - 1)
    said[place], said[place + 1] = said[place + 1], said[place]
    return said


def move(said: list[Said], rng: random.Random) -> list[Said]:
    place = rng.randrange(len(said))
    moved = said.pop(place)
    near = range(max(0, place - 6), min(len(said), place + 6) + 1)
    said.insert(rng.choice([each for each in near if each != place]), moved)
    return said


def lose_and_split(said: list[Said], rng: random.Random) -> list[Said]:
    lost, cut = rng.sample(range(len(said)), 2)
    said = _split(said, cut, rng)
    del said[lost + (lost > cut)]
    return said


def merge_and_split(said: list[Said], rng: random.Random) -> list[Said]:
    merged = rng.randrange(len(said) - 1)
    cut = rng.choice([n for n in range(len(said)) if n not in {merged, merged + 1}])
    said = _split(said, cut, rng)
    place = merged + (merged > cut)
    (one, mine), (two, theirs) = said[place : place + 2]
    said[place : place + 2] = [(f"{one} {two}", mine | theirs)]
    return said


def _split(said: list[Said], place: int, rng: random.Random) -> list[Said]:
    """Cut a text in two, at a comma about its middle if there is one."""
    text, places = said[place]
    cuts = [match.end() for match in re.finditer(r"[,;:，；、]\s*|\s", text)]
    middle = [cut for cut in cuts if len(text) / 4 < cut < len(text) * 3 / 4]
    commas = [cut for cut in middle if not text[:cut].rstrip()[-1].isalnum()]
    cut = rng.choice(commas or middle or [len(text) // 2])
    halves = [(text[:cut].strip(), places), (text[cut:].strip(), places)]
    return [*said[:place], *halves, *said[place + 1 :]]


def untouched(said: list[Said], _rng: random.Random) -> list[Said]:
    return said


DAMAGES: Final = (exchange, move, lose_and_split, merge_and_split)


@cache
def parallel_texts() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the texts of clauses in two languages, for each pair of languages."""
    texts = [{code: units_of(code) for code in ("en", "ru", "zh-hans")}]
    if CORPUS.exists():
        texts += [
            {code: _practice(name, code) for code, name in names.items()}
            for names in PRACTICE
        ]
    return tuple(
        tuple(_clauses(text[one], text[two]))
        for text in texts
        for one, two in permutations(text, 2)
    )


def _practice(name: str, code: str) -> tuple[Unit, ...]:
    return parse((CORPUS / f"{name}.txt").read_text("utf-8"), code).units


def _clauses(base: Sequence[Unit], other: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    for mine, theirs in align(base, other).rows:
        if mine is None or theirs is None:
            continue
        texts = base[mine].text, other[theirs].text
        if base[mine].kind in CLAUSES and all(texts):
            yield texts


def recitals(texts: Sequence[str]) -> list[Unit]:
    return [Unit("resolution", Kind.PREAMBULAR, "", 0, text) for text in texts]


def measure(damage: Damage) -> Figures:
    figures = Figures()
    for number, clauses in enumerate(parallel_texts()):
        for size in SIZES:
            for seed in range(SEEDS):
                rng = random.Random(f"{number} {size} {seed}")  # noqa: S311
                first = rng.randrange(max(1, len(clauses) - size + 1))
                chosen = clauses[first : first + size]
                said = [(text, frozenset([n])) for n, (_, text) in enumerate(chosen)]
                said = damage(said, rng)
                base = recitals([text for text, _ in chosen])
                other = recitals([text for text, _places in said])
                figures.count(base, other, said, align(base, other))
    sys.stdout.write(f"\n{damage.__name__:16}{figures} ")
    return figures


def test_what_is_untouched_is_not_doubted() -> None:
    figures = measure(untouched)
    assert (figures.wrong, figures.doubted) == (0, 0)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_told(damage: Damage) -> None:
    figures = measure(damage)
    assert figures.astray
    assert figures.silent <= 0.01 * figures.astray


def test_few_of_the_pairs_doubted_are_right() -> None:
    figures = [measure(damage) for damage in DAMAGES]
    doubted = sum(each.doubted for each in figures)
    assert sum(each.doubted_right for each in figures) <= 0.3 * doubted
