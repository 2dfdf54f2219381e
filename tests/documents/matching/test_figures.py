"""How good the matching is, measured; `pytest -s` prints the table."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

import pytest

from documents.importing import Unit, decode, parse
from documents.matching import State, match
from documents.text.kinds import Kind
from tests.documents.importing.base import CORPUS, units_of

from .base import FORMULAS, SPACE, Edited, Editor, formulaic, keyed

RATES = (0.05, 0.1, 0.2, 0.4)  # of the words of a clause that are changed
SEEDS = range(8)
PRACTICE = {
    "en": ("EN7_UDHR_217A", "EN8_Agreement_Minsk_1991_A-46-771_annex"),
    "ru": ("RU8_UDHR_217A", "RU7_Agreement_Minsk_1991-12-08"),
    "zh-hans": ("ZH1_UDHR_217A", "ZH2_A-RES-2758-XXVI"),
}


def texts_of(language: str) -> list[list[Unit]]:
    """Return the statement of the letter, and the practice texts where they are."""
    letter = [unit for unit in units_of(language) if unit.part == "statement"]
    files = (CORPUS / f"{name}.txt" for name in PRACTICE[language])
    return [letter] + [
        list(parse(decode(file.read_bytes()), language).units)
        for file in files
        if file.exists()
    ]


def edited(
    base: Sequence[Unit], foreign: Sequence[Unit], language: str, rate: float, seed: int
) -> Edited:
    """Do to a third of a text what editors do to a text between two editions."""
    editor = Editor(base, language, seed)
    for _ in range(max(1, len(base) // 8)):
        editor.remove()
        editor.move()
    for _ in range(max(1, len(base) // 3)):
        editor.reword(rate)
    for _ in range(max(1, len(base) // 12)):
        editor.put_in_place()
        editor.insert(editor.random.choice(foreign))
        editor.insert(editor.imitation(editor.random.choice(base)))
    return editor.finished()


def counted(version: Edited, language: str) -> Counter[str]:
    """Count what became of the units: of those reworded, and of the others."""
    count: Counter[str] = Counter(units=len(version.units))
    found = version.match(language).matches
    for unit, truth, each in zip(version.units, version.truth, found, strict=True):
        reworded = truth is not None and version.text_of(truth) != unit.text
        count["reworded"] += reworded
        if each.state is State.CERTAIN:
            # Twins say the same: which is which only their places tell.
            right = truth and version.text_of(truth) == version.text_of(each.key)
            count["wrong"] += not right
            count["reworded, certain"] += reworded
        elif each.state is State.UNCERTAIN:
            offered = truth in {candidate.key for candidate in each.candidates}
            count["asked, offered" if offered else "asked, new or not offered"] += 1
        else:
            count["new" if truth is None else "lost"] += 1
    return count


def table(language: str, rate: float, *, formulas: bool) -> Counter[str]:
    total: Counter[str] = Counter()
    for seed in SEEDS:
        texts = [formulaic(language, 45, seed)] if formulas else texts_of(language)
        for place, base in enumerate(texts):
            others = [*texts[:place], *texts[place + 1 :]]
            foreign = [unit for text in others for unit in text if unit.text]
            foreign = foreign or formulaic(language, 60, seed + 1)[45:]
            total += counted(edited(base, foreign, language, rate, seed), language)
    return total


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("formulas", [False, True], ids=["texts", "formulas"])
@pytest.mark.parametrize("language", sorted(FORMULAS))
def test_figures(language: str, formulas: bool, rate: float) -> None:
    count = table(language, rate, formulas=formulas)
    print("\n", language, "formulas" if formulas else "texts", rate, dict(count))  # noqa: T201 - figures to read
    assert count["wrong"] == 0
    if rate <= 0.1 and not formulas:  # the ordinary case asks little
        assert count["reworded, certain"] >= 0.75 * count["reworded"]


class TestSpeed:
    def long_text(self, count: int, size: int) -> list[Unit]:
        words = [word for unit in units_of("en") for word in unit.text.split()]
        editor = Editor([], "en", 1)
        return [
            Unit("annex", Kind.OPERATIVE, f"{number}.", 0,
                 SPACE["en"].join(editor.random.choices(words, k=size)))
            for number in range(count)
        ]  # fmt: skip

    def test_two_thousand_clauses_all_changed(self) -> None:
        base = self.long_text(2000, 60)
        new = [Unit(u.part, u.kind, u.number, 0, f"{u.text} indeed") for u in base]
        began = time.monotonic()
        found = match(keyed(base), [*new[1000:], *new[:1000]], language="en").matches
        assert time.monotonic() - began < 15  # 2 s where nothing else runs
        assert {each.state for each in found} == {State.CERTAIN}
