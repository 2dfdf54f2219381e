"""How much is found, and how much of it rightly; `pytest -s` prints the tables."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commentary.references.detection import (
    Mention,
    Names,
    Outline,
    Passage,
    Refers,
    Register,
    Target,
    detect_all,
    disagreements,
)
from documents.importing import decode, parse
from documents.languages import CODES
from documents.text.locators import locators
from tests.documents.importing.base import CORPUS

from .base import DATA, letter, outline, register

IMPORTED = Path(__file__).parents[3] / "documents" / "importing" / "texts"
GOLD: dict[str, Any] = tomllib.loads((DATA / "letter.toml").read_text("utf-8"))
PRACTICE: dict[str, Any] = tomllib.loads((DATA / "practice.toml").read_text("utf-8"))
Reference = tuple[str, Target, str, int, int]
EDITIONS = (1, 2)
# "The Charter" in a text that never names it; see practice.toml.
MISSED = {"EN7_UDHR_217A": 1, "RU8_UDHR_217A": 1}


def expected(language: str, edition: int) -> Counter[Reference]:
    texts = {passage.place: passage.text for passage in letter(language, edition)}
    count: Counter[Reference] = Counter()
    for row in GOLD["reference"]:
        words = row.get(f"e{edition}", {}).get(language, row[language])
        start = texts[row["place"]].index(words)
        target = Target(Refers(row.get("refers", "instrument")), row["target"])
        end = start + len(words)
        count[row["place"], target, row.get("locator", ""), start, end] += 1
    return count


def mentions(language: str, edition: int) -> list[tuple[Mention, ...]]:
    return detect_all(letter(language, edition), language, register(), outline())


def measured(language: str, edition: int) -> Counter[Reference]:
    return Counter(
        (passage.place, m.target, m.locator, m.start, m.end)
        for passage, said in zip(
            letter(language, edition), mentions(language, edition), strict=True
        )
        for m in said
    )


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", CODES)
def test_the_letter(language: str, edition: int) -> None:
    wanted, got = expected(language, edition), measured(language, edition)
    right = (wanted & got).total()
    precision, recall = right / got.total(), right / wanted.total()
    print(  # noqa: T201 - the figures are what this test is run for
        f"\n{language:8} edition {edition}, references {wanted.total()}, precision"
        f" {precision:.3f}, recall {recall:.3f}"
    )
    assert got - wanted == Counter()
    assert wanted - got == Counter()


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_three_languages_of_the_letter_agree(edition: int) -> None:
    by_language = [mentions(code, edition) for code in CODES]
    for said in zip(*by_language, strict=True):
        assert disagreements(dict(zip(CODES, said, strict=True))) == []


# --- The texts on which importing is tried

Row = tuple[str, ...]


def read_rows() -> dict[str, tuple[list[Row], list[Row], tuple[str, ...]]]:
    """Return what is to be found and what is missed, and own symbols, by text."""
    texts: dict[str, tuple[list[Row], list[Row], tuple[str, ...]]] = {}
    for line in (DATA / "importing.tsv").read_text("utf-8").splitlines():
        if line.startswith("## "):
            name, _tab, symbols = line.removeprefix("## ").partition("\t")
            wanted: list[Row] = []
            missed: list[Row] = []
            texts[name] = wanted, missed, tuple(filter(None, symbols.split("; ")))
        elif line.startswith("- "):
            missed.append(tuple(line.removeprefix("- ").split("\t")))
        elif not line.startswith("#"):
            wanted.append(tuple(line.split("\t")))
    return texts


def rows_of(name: str, symbols: tuple[str, ...]) -> list[Row]:
    language = name.rpartition(".")[2]
    data = (IMPORTED / f"{name}.txt").read_bytes()
    units = parse(decode(data), language).units
    places = locators(units)
    titles: dict[str, dict[str, str]] = {unit.part: {} for unit in units}
    for place, unit in zip(places, units, strict=True):
        if place == f"{unit.part}/title":
            titles[unit.part] = {language: unit.text}
    outline = Outline(frozenset(places), titles, symbols)
    passages = [Passage(p, u.text) for p, u in zip(places, units, strict=True)]
    return [
        (each.place, m.target.key, m.locator, each.text[m.start : m.end])
        for each, said in zip(
            passages, detect_all(passages, language, register(), outline), strict=True
        )
        for m in said
    ]


@pytest.mark.parametrize("language", CODES)
def test_the_importer_s_texts(language: str) -> None:
    right = total = found = 0
    faults: list[tuple[str, list[Row], list[Row]]] = []
    known = {name: row for name, row in read_rows().items() if name.endswith(language)}
    for file in sorted(IMPORTED.glob(f"*.{language}.txt")):
        name = file.name.removesuffix(".txt")
        wanted, missed, symbols = known.get(name, ([], [], ()))
        got = rows_of(name, symbols)
        right += (Counter(wanted) & Counter(got)).total()
        total, found = total + len(wanted) + len(missed), found + len(got)
        if got != wanted:
            faults.append((name, got, wanted))
    print(  # noqa: T201 - the figures are what this test is run for
        f"\n{language:8} references {total}, precision {right / found:.3f},"
        f" recall {right / total:.3f}"
    )
    assert faults == []


# --- Sentences by themselves


@dataclass
class Sentence:
    text: str
    wanted: list[Row] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)


def found_in(sentences: list[Sentence], language: str) -> list[list[Row]]:
    """Return the works of the register that each sentence mentions."""
    passages = [Passage(f"x/p{n}", each.text) for n, each in enumerate(sentences)]
    return [
        [
            (m.target.key, m.locator, passage.text[m.start : m.end])
            for m in said
            if m.target.refers is Refers.INSTRUMENT
        ]
        for passage, said in zip(
            passages,
            detect_all(passages, language, register(), Outline()),
            strict=True,
        )
    ]


# --- Drafts of the Security Council, held out: nothing is mended by them


def read_drafts() -> dict[str, list[Row]]:
    drafts: dict[str, list[Row]] = {}
    for line in (DATA / "drafts.tsv").read_text("utf-8").splitlines():
        if line.startswith("## "):
            rows = drafts.setdefault(line.removeprefix("## "), [])
        elif not line.startswith("#"):
            rows.append(tuple(line.split("\t")))
    return drafts


@pytest.mark.skipif(not CORPUS.exists(), reason="the practice texts are not here")
def test_drafts_held_out() -> None:
    wanted, got = Counter[Row](), Counter[Row]()
    units = 0
    for name, rows in read_drafts().items():
        wanted.update((name, *row) for row in rows)
        data = (CORPUS / "pdf" / f"{name}.expected.json").read_text("utf-8")
        sentences = [Sentence(text) for _kind, _number, text in json.loads(data)]
        units += len(sentences)
        for place, found in enumerate(found_in(sentences, "en")):
            got.update((name, str(place), *row) for row in found)
    recall = (wanted & got).total() / wanted.total()
    print(  # noqa: T201 - the figures are what this test is run for
        f"\nen       units {units}, references {wanted.total()}, recall {recall:.3f},"
        f" wrong {(got - wanted).total()}"
    )
    assert got - wanted == Counter()
    assert recall >= 0.97


# --- The practice texts


def practice_register() -> Register:
    rows: dict[str, Any] = PRACTICE["names"]
    return Register(
        tuple(
            Names(slug, about["forms"], about.get("short", {}))
            for slug, about in rows.items()
        )
    )


@pytest.mark.skipif(not CORPUS.exists(), reason="the practice texts are not here")
@pytest.mark.parametrize("name", PRACTICE["files"])
def test_the_practice_texts(name: str) -> None:
    wanted = Counter(PRACTICE["files"][name])
    language: str = PRACTICE["files"][name]["language"]
    del wanted["language"]
    data = (CORPUS / f"{name}.txt").read_bytes()
    units = parse(decode(data), language).units
    places = locators(units)
    passages = [Passage(p, u.text) for p, u in zip(places, units, strict=True)]
    outline = Outline(frozenset(places))
    got = Counter(
        mention.target.key
        for said in detect_all(passages, language, practice_register(), outline)
        for mention in said
    )
    print(  # noqa: T201 - the figures are what this test is run for
        f"\n{name:44} wanted {wanted.total()}, right {(wanted & got).total()},"
        f" wrong {(got - wanted).total()}"
    )
    assert got - wanted == Counter()
    assert (wanted - got).total() == MISSED.get(name, 0)
