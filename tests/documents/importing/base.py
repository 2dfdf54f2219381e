"""What the importer's tests share: the texts, and ways to damage a text."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

from documents.importing import Unit, decode, parse

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ROOT / "documents" / "texts" / "letter-2006-09-08"
CORPUS = ROOT.parent / "shared" / "corpus"
HEADS = {
    "organ", "session", "agenda_item", "agenda_title", "title", "annex_heading",
    "original_language", "signature", "note",
}  # fmt: skip


def read(language: str) -> str:
    return decode((TEXTS / f"{language}.txt").read_bytes())


def units_of(language: str) -> tuple[Unit, ...]:
    return parse(read(language), language).units


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def kinds(units: Sequence[Unit]) -> list[str]:
    return [unit.kind.value for unit in units]


class Printer:
    """Prints units as a page would: wraps, hyphenates, indents and turns pages."""

    def __init__(
        self,
        language: str,
        seed: int,
        *,
        width: int,
        hyphen: str = "",
        turn: Sequence[str] = (),
        indent: bool = False,
    ) -> None:
        self.spaced = language != "zh-hans"
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.width, self.hyphen, self.turn = width, hyphen, turn
        self.indent = "    " if indent else ""

    def page(self, units: Sequence[Unit]) -> str:
        return "\n".join(line for unit in units for line in self.unit(unit))

    def unit(self, unit: Unit) -> list[str]:
        if unit.kind.value == "signature":
            return ["", *unit.text.split("\n"), ""]
        lines = self.wrap(f"{unit.number} {unit.text}".strip())
        if unit.kind.value in HEADS:
            return ["", *lines, ""]
        printed = [self.indent + lines[0], *self.turned(lines[1:])]
        return printed if self.indent else ["", *printed]

    def turned(self, lines: Sequence[str]) -> list[str]:
        printed: list[str] = []
        for line in lines:
            if self.turn and self.random.random() < 0.1:
                printed += ["", *self.turn, ""]
            printed.append(line)
        return printed

    def wrap(self, text: str) -> list[str]:
        lines, line = [], ""
        for word in text.split(" ") if self.spaced else text:
            grown = f"{line} {word}" if self.spaced and line else line + word
            if not line or len(grown) <= self.width or word in "，。；、：）》”":
                line = grown
            elif self.hyphen and self.spaced and word.isalpha() and len(word) > 6:
                cut = self.random.randint(3, len(word) - 3)
                lines.append(f"{line} {word[:cut]}{self.hyphen}")
                line = word[cut:]
            else:
                lines.append(line)
                line = word
        return [*lines, line]
