"""The practice texts, against what a reader counts in them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from documents.importing import ParsedText, Unit, decode, parse

from .base import CORPUS, without_space

NAMES = sorted(
    path.name.removesuffix(".expected.json") for path in CORPUS.glob("*.expected.json")
)
LANGUAGES = {"en": "en", "ru": "ru", "zh": "zh-hans"}

pytestmark = pytest.mark.skipif(
    not NAMES, reason="the practice texts are not beside this checkout"
)


def of_kind(parsed: ParsedText, kind: str) -> list[Unit]:
    return [unit for unit in parsed.units if unit.kind == kind]


def bounds(unit: Unit, first: str, last: str) -> bool:
    return unit.text.startswith(first) and unit.text.endswith(last)


@pytest.fixture(params=NAMES)
def sample(request: pytest.FixtureRequest) -> tuple[ParsedText, dict[str, Any]]:
    wanted = json.loads((CORPUS / f"{request.param}.expected.json").read_text("utf-8"))
    data = (CORPUS / f"{request.param}.txt").read_bytes()
    return parse(decode(data), LANGUAGES[wanted["language"]]), wanted


class TestCorpus:
    def test_title_and_part(self, sample: tuple[ParsedText, dict[str, Any]]) -> None:
        parsed, wanted = sample
        titles = [without_space(unit.text) for unit in of_kind(parsed, "title")]
        assert without_space(wanted["title"]) in titles
        assert wanted["parts"][0]["part"] in parsed.parts

    def test_preamble(self, sample: tuple[ParsedText, dict[str, Any]]) -> None:
        parsed, wanted = sample
        found, expected = (
            of_kind(parsed, "preambular"),
            wanted["parts"][0]["preambular"],
        )
        assert len(found) == len(expected)
        assert all(bounds(u, *ends) for u, ends in zip(found, expected, strict=True))

    def test_operative(self, sample: tuple[ParsedText, dict[str, Any]]) -> None:
        parsed, wanted = sample
        expected = wanted["parts"][0]["operative"]
        found = of_kind(parsed, "operative")
        assert [(u.number, u.depth) for u in found] == [(e[0], e[3]) for e in expected]
        assert all(bounds(u, e[1], e[2]) for u, e in zip(found, expected, strict=True))

    def test_articles(self, sample: tuple[ParsedText, dict[str, Any]]) -> None:
        parsed, wanted = sample
        part = wanted["parts"][0]
        articles = of_kind(parsed, "article")
        assert len(articles) == part.get("articles", 0)
        if "article_paragraphs" in part:
            body = parsed.units[parsed.units.index(articles[0]) :]
            found = sum(unit.kind == "paragraph" for unit in body)
            assert found == part["article_paragraphs"]

    def test_single_lines(self, sample: tuple[ParsedText, dict[str, Any]]) -> None:
        parsed, wanted = sample
        part = wanted["parts"][0]
        for name, kind in (("closing", "place_date"), ("proclaiming", "paragraph")):
            if name in part:
                assert any(bounds(u, *part[name]) for u in of_kind(parsed, kind))
        openings = [unit.text for unit in of_kind(parsed, "opening")]
        for name in ("opening", "enacting"):
            first = part.get(name, "").split(" … ")[0]
            assert not first or any(text.startswith(first) for text in openings)

    def test_lists_and_signatories(
        self, sample: tuple[ParsedText, dict[str, Any]]
    ) -> None:
        parsed, wanted = sample
        part = wanted["parts"][0]
        if "signatories" in part:
            assert len(of_kind(parsed, "signature")) == part["signatories"]
        if "article_7_list_items" in part:
            found = len(of_kind(parsed, "subparagraph"))
            assert found == part["article_7_list_items"]
