"""A text and what editors do to it: edits whose outcome is known."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from rapidfuzz.distance import Indel

from documents.importing import Unit
from documents.matching import Existing, Matching, match
from documents.text.kinds import Kind
from documents.text.tokens import tokenise

SPACE = {"zh-hans": "", "ru": " ", "en": " "}
# A resolution of these is as formulaic as can be: 144 clauses, each like 30 others.
FORMULAS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("Reaffirms", "Welcomes", "Calls upon", "Notes with appreciation",
         "Emphasizes", "Recalls"),
        ("the importance of the early entry into force of",
         "the obligation of all States parties to observe",
         "the contribution of the Agency to the implementation of",
         "the right of the States of the region under"),
        ("the Treaty on the Non-Proliferation of Nuclear Weapons;",
         "the Comprehensive Nuclear-Test-Ban Treaty;",
         "the Treaty on a zone free of nuclear weapons in Central Asia;",
         "the Convention on the Physical Protection of Nuclear Material;",
         "the safeguards agreements and additional protocols;",
         "the statute on the peaceful uses of nuclear energy;"),
    ),
    "ru": (
        ("подтверждает", "приветствует", "призывает учесть",
         "отмечает с признательностью", "подчеркивает", "напоминает"),
        ("важность скорейшего вступления в силу",
         "обязательство всех государств-участников соблюдать положения",
         "вклад Агентства в осуществление",
         "право государств региона, вытекающее из"),
        ("Договора о нераспространении ядерного оружия;",
         "Договора о всеобъемлющем запрещении ядерных испытаний;",
         "Договора о зоне, свободной от ядерного оружия, в Центральной Азии;",
         "Конвенции о физической защите ядерного материала;",
         "соглашений о гарантиях и дополнительных протоколов;",
         "устава о мирном использовании ядерной энергии;"),
    ),
    "zh-hans": (
        ("重申", "欢迎", "呼吁重视", "赞赏地注意到", "强调", "回顾"),
        ("早日生效的重要性，特别是", "所有缔约国遵守以下文书的义务，即",
         "原子能机构对实施以下文书的贡献：", "该区域各国享有的权利，涉及"),
        ("不扩散核武器条约；", "全面禁止核试验条约；", "中亚无核武器区条约；",
         "核材料实物保护公约；", "保障监督协定和附加议定书；",
         "和平利用核能的章程；"),
    ),
}  # fmt: skip
# Less alike than this to every clause that was there, a clause is one of its own.
ITS_OWN = 0.75


def formulaic(language: str, count: int, seed: int) -> list[Unit]:
    """Return a resolution of clauses that share their beginnings and their ends."""
    texts = [SPACE[language].join(words) for words in product(*FORMULAS[language])]
    random.Random(seed).shuffle(texts)  # noqa: S311 - repeatable, not secret
    return [
        Unit("resolution", Kind.OPERATIVE, f"{number}.", 0, text)
        for number, text in enumerate(texts[:count], 1)
    ]


def keyed(units: Sequence[Unit]) -> list[Existing]:
    return [Existing(f"clause-{place}", unit) for place, unit in enumerate(units)]


@dataclass(frozen=True)
class Edited:
    """A new version of a text: each unit with the key of the clause that it is."""

    base: list[Existing]
    units: list[Unit]
    truth: list[str | None]

    def match(self, language: str) -> Matching:
        return match(self.base, self.units, language=language)

    def text_of(self, key: str | None) -> str:
        return next((each.unit.text for each in self.base if each.key == key), "")


class Editor:
    """Moves, removes, rewords, replaces, inserts and renumbers, repeatably."""

    def __init__(self, units: Sequence[Unit], language: str, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.language, self.base = language, list(units)
        self.pool = [word for unit in units for word in self.words(unit.text)]
        self.rows: list[tuple[int | None, Unit]] = list(enumerate(units))

    def words(self, text: str) -> list[str]:
        return [w for w in tokenise(text, self.language) if re.match(r"\w", w)]

    def finished(self) -> Edited:
        base, count = keyed(self.base), 0
        units, truth = [], []
        for place, unit in self.rows:
            count += unit.kind is Kind.OPERATIVE
            is_counted = unit.kind is Kind.OPERATIVE
            units.append(replace(unit, number=f"{count}.") if is_counted else unit)
            truth.append(None if place is None else base[place].key)
        return Edited(base, units, truth)

    def place(self, *, beyond: int = 0) -> int:
        return self.random.randrange(len(self.rows) + beyond)

    def remove(self) -> None:
        if len(self.rows) > 1:
            self.rows.pop(self.place())

    def move(self) -> None:
        row = self.rows.pop(self.place())
        self.rows.insert(self.place(beyond=1), row)

    def reword(self, rate: float) -> None:
        """Change so many of a clause's words that were not changed before."""
        at = self.place()
        place, unit = self.rows[at]
        if place is None or unit.text != self.base[place].text or not unit.text:
            return
        pieces = tokenise(unit.text, self.language)
        for _ in range(max(1, round(rate * len(self.words(unit.text))))):
            self._change(pieces)
        self.rows[at] = place, replace(unit, text="".join(pieces))

    def _change(self, pieces: list[str]) -> None:
        at = self.random.choice(
            [n for n, piece in enumerate(pieces) if re.match(r"\w", piece)] or [0]
        )
        word = self.random.choice(self.pool)
        changed = [word, word, f"{pieces[at]}{SPACE[self.language]}{word}", " "]
        pieces[at] = self.random.choice(changed)

    def insert(self, unit: Unit) -> None:
        """Add a clause of its own, not one that an editor would take for another."""
        if self.is_its_own(unit):
            part = self.base[0].part
            self.rows.insert(self.place(beyond=1), (None, replace(unit, part=part)))

    def put_in_place(self) -> None:
        """Put a clause of the same formula, with the same number, for another."""
        at = self.place()
        place, unit = self.rows[at]
        if place is not None and self.is_its_own(other := self.imitation(unit)):
            self.rows[at] = None, other

    def imitation(self, unit: Unit) -> Unit:
        """Return a clause that begins as this one and ends as another one."""
        mine = tokenise(unit.text, self.language)
        theirs = tokenise(self.random.choice(self.base).text, self.language)
        half = mine[: len(mine) // 2] + theirs[len(theirs) // 2 :]
        return replace(unit, text="".join(half))

    def is_its_own(self, unit: Unit) -> bool:
        words = self.words(unit.text.lower())
        return bool(words) and all(
            Indel.normalized_similarity(words, self.words(each.text.lower())) < ITS_OWN
            for each in self.base
        )
