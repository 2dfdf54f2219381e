"""Pointers: nested articles, paragraphs and annexes in a text, and their resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from commentary.references.detection.register import Outline
from documents.languages import BY_CODE
from documents.languages.base import PointerCues
from documents.text.numerals import normalise_number, roman, value_of

# "(a)", "a)", or a sign: UN texts in Chinese print (iii) as ㈢.
SUB: Final = re.compile(r"[(（]?\s*([a-zа-я]{1,4})\s*[)）]|([㈠-㈩])")


class Unit(IntEnum):
    """Numbered units, the largest first."""

    ANNEX = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    PARAGRAPH = 5
    SUBPARAGRAPH = 6


SHORT_NAMES: Final = {
    Unit.ANNEX: "annex",
    Unit.CHAPTER: "chap.",
    Unit.SECTION: "sect.",
    Unit.ARTICLE: "art.",
    Unit.PARAGRAPH: "para.",
    Unit.SUBPARAGRAPH: "subpara.",
}
ALWAYS_ROMAN: Final = (Unit.ANNEX, Unit.CHAPTER, Unit.SECTION)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: "3 (a)" is value 3, subparagraph "a"; "(a)" has no value."""

    start: int
    end: int
    value: int
    subs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointerStep:
    """A unit with its numbers: "articles I and II"."""

    start: int
    end: int
    unit: Unit
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place, such as article 7, paragraph 2; the largest unit first."""

    start: int
    end: int
    levels: tuple[tuple[Unit, Number], ...]

    def locator(self, has_roman_articles: bool) -> str:
        """Return the locator, the same in every language: "art. VII, para. 2 (a)"."""
        said = ""
        for unit, number in self.levels:
            if number.value:
                is_roman = unit in ALWAYS_ROMAN or (
                    unit is Unit.ARTICLE and has_roman_articles
                )
                printed = roman(number.value) if is_roman else str(number.value)
                said += f", {SHORT_NAMES[unit]} {printed}"
            said += "".join(f" ({sub})" for sub in number.subs)
        return said.removeprefix(", ").strip()


@dataclass(frozen=True, slots=True)
class Chain:
    """Nested units: "paragraph 2 of article VII"."""

    steps: tuple[PointerStep, ...]

    @property
    def start(self) -> int:
        return self.steps[0].start

    @property
    def end(self) -> int:
        return self.steps[-1].end

    @property
    def largest(self) -> Unit:
        return min(step.unit for step in self.steps)

    def pointers(self) -> list[Pointer]:
        """Return a pointer for each number, with spans that do not overlap.

        "Paragraphs 2 and 3 of article VII" gives "Paragraphs 2" and "3 of article VII".
        """
        several = max(self.steps, key=lambda step: len(step.numbers))
        last = len(several.numbers) - 1
        return [
            Pointer(
                self.start if place == 0 else number.start,
                self.end if place == last else number.end,
                self._levels(several, number),
            )
            for place, number in enumerate(several.numbers)
        ]

    def _levels(
        self, several: PointerStep, number: Number
    ) -> tuple[tuple[Unit, Number], ...]:
        levels = [
            (step.unit, number if step is several else step.numbers[0])
            for step in self.steps
        ]
        return tuple(sorted(levels, key=lambda level: level[0]))


def find_chains(text: str, language: str) -> list[Chain]:
    """Return the articles, paragraphs and annexes in a text, nested ones joined."""
    cues = BY_CODE[language].pointers
    chains: list[list[PointerStep]] = []
    for step in _steps(text, cues):
        if chains and _goes_on(text, chains[-1], step, cues):
            chains[-1][-1] = _with_more(chains[-1][-1], step)
        elif chains and _belongs(text, chains[-1], step, cues):
            chains[-1].append(step)
        else:
            chains.append([step])
    return [Chain(tuple(steps)) for steps in chains]


def _goes_on(
    text: str, steps: Sequence[PointerStep], step: PointerStep, cues: PointerCues
) -> bool:
    """Return whether a unit said again goes on with a list: 第三条第1款和第2款.

    Not "paragraph 4 of article 2 and article 51", where it is a place of its own.
    """
    last = steps[-1]
    between = text[last.end : step.start]
    is_again = step.unit is last.unit and step.unit >= Unit.PARAGRAPH
    is_part = all(
        each.unit < step.unit and len(each.numbers) == 1 for each in steps[:-1]
    )
    return is_again and is_part and cues.join.fullmatch(between) is not None


def _with_more(step: PointerStep, more: PointerStep) -> PointerStep:
    """Return a unit with the numbers of another, each with the word beside it."""
    *before, last = step.numbers
    first, *behind = more.numbers
    first, last = replace(first, start=more.start), replace(last, end=step.end)
    return replace(step, end=more.end, numbers=(*before, last, first, *behind))


def _belongs(
    text: str, steps: Sequence[PointerStep], step: PointerStep, cues: PointerCues
) -> bool:
    between = text[steps[-1].end : step.start]
    is_new = step.unit not in {each.unit for each in steps}
    return is_new and cues.link.fullmatch(between) is not None


def _steps(text: str, cues: PointerCues) -> Iterator[PointerStep]:
    for match in cues.step.finditer(text):
        groups = match.groupdict()
        unit = next(unit for unit in Unit if groups.get(unit.name.lower()) is not None)
        listed = "list" if groups["list"] is not None else unit.name.lower()
        numbers = [
            _number(found) for found in cues.number.finditer(text, *match.span(listed))
        ]
        if numbers and groups.get("subs"):
            numbers[-1:] = _with_subs(numbers[-1], match)
        if numbers:
            told = tuple(_with_values(numbers, unit))
            yield PointerStep(match.start(), match.end(), unit, told)


def _number(match: re.Match[str]) -> Number:
    first = SUB.search(match[0])
    main = match[0][: first.start()] if first else match[0]
    value = value_of(main.strip()) if main.strip() else 0
    return Number(match.start(), match.end(), value, _subs(match[0]))


def _with_values(numbers: Sequence[Number], unit: Unit) -> Iterator[Number]:
    """Yield numbers; a mark alone belongs to the number before it: "3 (a), (b)"."""
    last: Number | None = None
    for number in numbers:
        if not number.value and last and last.value and unit is not Unit.SUBPARAGRAPH:
            subs = (*last.subs[: -len(number.subs)], *number.subs)
            number = replace(number, value=last.value, subs=subs)
        yield number
        last = number


def _with_subs(number: Number, match: re.Match[str]) -> list[Number]:
    """Return a number with the marks behind its unit: 第12段(a), 第12段(a)和(b).

    Marks side by side are one place, listed ones several.
    """
    start, end = match.span("subs")
    marks = list(SUB.finditer(match.string, start, end))
    runs: list[list[re.Match[str]]] = []
    for mark in marks:
        if runs and not match.string[runs[-1][-1].end() : mark.start()].strip():
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return [
        Number(
            run[0].start() if place else number.start,
            run[-1].end(),
            number.value,
            (*number.subs, *map(_mark, run)),
        )
        for place, run in enumerate(runs)
    ] or [number]


def _subs(text: str) -> tuple[str, ...]:
    return tuple(map(_mark, SUB.finditer(text)))


def _mark(found: re.Match[str]) -> str:
    """Return the letter of a mark, for a sign the Roman numeral that it stands for."""
    return normalise_number(found[1]) if found[1] else roman(value_of(found[2])).lower()


# --- Places of the same document


def resolve(pointer: Pointer, outline: Outline, place: str, code: str = "") -> str:
    """Return the locator of a pointer's clause in this edition; "" if there is none.

    The nearest one is taken: in the same article, then in the same part. `code` is that
    of preambular paragraphs if the text specifies them.
    """
    scopes = _scopes(place)
    levels = list(pointer.levels)
    if levels and levels[0][0] is Unit.ANNEX:
        annex = _annex(outline, levels.pop(0)[1].value)
        if not annex or not levels:
            return annex
        scopes = [annex]
    for scope in scopes:
        if found := _down(levels, outline, scope, code):
            return found
    return ""


def _scopes(place: str) -> list[str]:
    """Return the ancestors of a place, the nearest first."""
    steps = place.split("/")
    return ["/".join(steps[:count]) for count in range(len(steps), 0, -1)]


def _annex(outline: Outline, number: int) -> str:
    annexes = outline.annexes
    return annexes[number - 1] if 0 < number <= len(annexes) else ""


def _down(
    levels: Sequence[tuple[Unit, Number]], outline: Outline, scope: str, code: str
) -> str:
    """Return the locator below a scope if a clause has it; "" otherwise."""
    ends = [scope]
    for unit, number in levels:
        if number.value:
            codes = _codes(unit, code)
            ends = [f"{end}/{each}{number.value}" for end in ends for each in codes]
        for sub in number.subs:
            ends = [f"{end}/{sub}" for end in ends]
    return next((end for end in ends if end in outline.locators), "")


def _codes(unit: Unit, code: str) -> tuple[str, ...]:
    """Return the codes of a locator's step for a unit: documents/text/locators.py."""
    match unit:
        case Unit.ARTICLE:
            return ("art",)
        case Unit.PARAGRAPH:
            return (code,) if code else ("op", "p", "")
        case Unit.SUBPARAGRAPH:
            return ("",)
        case _:
            return ()
