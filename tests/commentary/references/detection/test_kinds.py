"""Kinds of references: lists, addenda, subparagraphs, annexes, works named before."""

from __future__ import annotations

import pytest

from commentary.references.detection import Outline, detect

from .base import register

OWN = Outline(frozenset(f"resolution/op{number}" for number in range(1, 6)))
TWO_OH = [f"resolution {n}" for n in ("2201 (2015)", "2204 (2015)", "2216 (2015)")]
MARKED = [f"resolution 2290 (2016) para. 12 ({mark})" for mark in "abe"]
ADDED = ["A/60/650", "A/60/650/Add.1", "A/60/650/Corr.2"]
REPORT = ["S/2006/997", *(f"S/2006/997 para. {number}" for number in (1, 2, 3))]
THAT = ["resolution 1540 (2004)", "resolution 1540 (2004) para. 19"]
BELOW = ["resolution 2290 (2016) para. 12 (a) (iii)"]
OLD = ["resolution 1668 (XVI)", "resolution 186 (S-2)"]

CASES = {
    "zh-hans": [
        ("回顾其第2201(2015)、2204(2015)和2216(2015)号决议，", TWO_OH),
        ("见A/60/650和Add.1及Corr.2号文件，", ADDED),
        ("第2290(2016)号决议第12段(a)、(b)和(e)分段", MARKED),
        ("第2290(2016)号决议第12段第(a)、(b)和(e)项", MARKED),
        ("第2290(2016)号决议第12(a)㈢段", BELOW),
        ("第2290(2016)号决议第12段(a)㈢", BELOW),
        ("回顾关于方法的S/2006/997号报告，包括其中的第1、2和3段；", REPORT),
        ("按照第1540(2004)号决议，又回顾该决议第19段，", THAT),
        ("一六六八(十六)号决议和第186(S-2)号决议", OLD),
        ("第2253(2015)号决议附件一", ["resolution 2253 (2015) annex I"]),
        ("第46/182号决议附件", ["resolution 46/182 annex"]),
        ("见上文第3段", ["resolution/op3"]),
    ],
    "ru": [
        ("в резолюциях 2201 (2015), 2204 (2015) 2216 (2015),", TWO_OH),
        ("документы A/60/650 и Add.1 и Corr.2,", ADDED),
        ("в подпунктах a), b) и e) пункта 12 резолюции 2290 (2016),", MARKED),
        ("доклад S/2006/997 о методах, включая пункты 1, 2 и 3;", REPORT),
        ("резолюция 1540 (2004) и пункт 19 этой резолюции", THAT),
        ("резолюции 1668 (XVI) и 186 (S-2)", OLD),
        ("приложение I к резолюции 2253 (2015)", ["resolution 2253 (2015) annex I"]),
        ("приложение к резолюции 46/182", ["resolution 46/182 annex"]),
        ("в пункте 3 выше", ["resolution/op3"]),
    ],
    "en": [
        ("in resolutions 2201 (2015), 2204 (2015) 2216 (2015),", TWO_OH),
        ("documents A/60/650 and Add.1 and Corr.2,", ADDED),
        ("A/60/650/Add.1 and 2", ["A/60/650/Add.1", "A/60/650/Add.2"]),
        ("subparagraphs (a), (b), (e) of para. 12 of resolution 2290 (2016)", MARKED),
        ("paragraph 12 (a) (iii) of resolution 2290 (2016)", BELOW),
        ("paragraph 12 (a), (b) and (e) of resolution 2290 (2016)", MARKED),
        ("the report S/2006/997 on methods, including paragraphs 1, 2 and 3;", REPORT),
        ("resolution 1540 (2004) and paragraph 19 of that resolution", THAT),
        ("resolutions 1668 (XVI) and 186 (S-2)", OLD),
        ("annex I to resolution 2253 (2015)", ["resolution 2253 (2015) annex I"]),
        ("resolution 46/182, annex", ["resolution 46/182 annex"]),
        (
            "the report S/2006/997. Paragraphs 1 and 2 above apply.",
            ["S/2006/997", "resolution/op1", "resolution/op2"],
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(code, *case) for code, cases in CASES.items() for case in cases],
)
def test_kind(language: str, text: str, expected: list[str]) -> None:
    mentions = detect(text, language, register(), OWN, place="resolution/x")
    found = [f"{each.target.key} {each.locator}".strip() for each in mentions]
    assert found == expected
