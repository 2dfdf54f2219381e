"""A document on one line: its units, and the items of its lists."""

from __future__ import annotations

import pytest

from documents.importing import parse


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Resolution 73/500. Lighthouses The General Assembly, Noting that (a) lamps"
            " are dark; (b) oil is scarce, 1. Decides that: (a) Lamps shall: (i) burn;"
            " (ii) shine; and (b) Oil, as in paragraph 1 (a), shall be kept; 2. Decides"
            " to meet again.",
            ["1.", "(a)", "(i)", "(ii)", "(b)", "2."],
        ),
        (
            "en",
            "Resolution 73/500. Lighthouses The General Assembly, Noting that many"
            " lamps are dark, 1. Decides that: (a) Lamps shall: (i) burn; (ii) shine;"
            " (b) Oil, as in paragraph 1 (a), shall be kept; 2. Decides to meet again.",
            ["1.", "(a)", "(i)", "(ii)", "(b)", "2."],
        ),
        (
            "ru",
            "Резолюция 73/500. Маяки Генеральная Ассамблея, отмечая, что лампы погасли,"
            " 1. постановляет: а) зажечь лампы; б) хранить масло; 2. постановляет вновь"
            " собраться.",
            ["1.", "а)", "б)", "2."],
        ),
        (
            "zh-hans",
            "54/999. 联合国某会议 大会， 回顾其1998年12月17日第53/202号决议， 铭记着"
            "需要进行适当的筹备工作， 又铭记港口需要灯塔， 还铭记灯塔需要油， 1.决定："
            " (a) 举行会议； (b) 设立基金； 2.请秘书长提出报告。",
            ["1.", "(a)", "(b)", "2."],
        ),
    ],
)
def test_numbers(language: str, text: str, expected: list[str]) -> None:
    units = parse(text, language).units
    assert [unit.number for unit in units if unit.number] == expected
