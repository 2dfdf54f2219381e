"""The marks of lists: their levels, whatever the width or keyboard they come from."""

from __future__ import annotations

import pytest

from documents.importing import parse

OPENINGS = {
    "en": "Resolution on lamps\n\nThe General Assembly,\n\nRecalling its decision,\n\n",
    "ru": "Резолюция о лампах\n\nГенеральная Ассамблея,\n\nссылаясь на решение,\n\n",
    "zh-hans": "关于灯塔的决议\n\n大会，\n\n回顾其决定，\n\n",
}
LAMPS = {"en": "Light the lamps;", "ru": "зажечь лампы;", "zh-hans": "点亮灯塔；"}


def levels(language: str, marks: str) -> list[tuple[str, int]]:
    """Return the marks and depths of the paragraphs that the marks stand before."""
    said = [f"{mark} {LAMPS[language]}" for mark in marks.split()]
    units = parse(OPENINGS[language] + "\n\n".join(said), language).units
    return [(unit.number, unit.depth) for unit in units if unit.number]


@pytest.mark.parametrize(
    ("language", "marks", "depths"),
    [
        ("zh-hans", "1. (a) （ｂ） （c） ２. ３．", [0, 1, 1, 1, 0, 0]),
        ("zh-hans", "1． ㈠ ⑴ ⑵ ㈡ 2．", [0, 1, 2, 2, 1, 0]),
        ("zh-hans", "1. （1） ① ② (2) 2.", [0, 1, 2, 2, 1, 0]),
        ("en", "1. (1) (2) 2. 1) 2) 3.", [0, 1, 1, 0, 1, 1, 0]),
        ("en", "(1) (a) (2)", [0, 1, 0]),
        ("ru", "1. (1) (2) 2.", [0, 1, 1, 0]),
    ],
)
def test_depths(language: str, marks: str, depths: list[int]) -> None:
    assert levels(language, marks) == list(zip(marks.split(), depths, strict=True))


class TestLettersOfAnotherKeyboard:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("а) b) с) d) е)", "a) b) c) d) e)"),  # Cyrillic among Latin letters
            ("a) б) в)", "а) б) в)"),  # a Latin one among Cyrillic letters
            ("а) i) ii) b)", "a) i) ii) b)"),
            ("а) б) в)", "а) б) в)"),
            ("a) b)", "a) b)"),
            ("а) 2. а) б)", "а) 2. а) б)"),
        ],
    )
    def test_are_those_of_the_list(self, typed: str, meant: str) -> None:
        found = levels("ru", f"1. {typed}")
        assert [mark for mark, _ in found] == ["1.", *meant.split()]
        assert {depth for mark, depth in found if mark[1:] == ")" and mark != "i)"} == {
            1
        }
